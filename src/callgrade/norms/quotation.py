"""Words that a speaker only takes up from the other: "A fool? Nobody should call you that."

A hit is a quotation if the other party said its words in one of their last turns, if it does not address them ("you
are …"), and if it is asked back, denied, or if the other party had reported it ("he called me a fool").
Words that a transcript puts in quotation marks are one, too.
"""

from collections.abc import Iterable
from itertools import islice

from callgrade.model.record import Role
from callgrade.norms.call import OTHER, Call
from callgrade.norms.phrases.matcher import Hit

NEGATION = "negation"
"""The list of a language that holds words that deny ("not", "no")."""

SECOND_PERSON = "second_person"
"""The list of words that address the other ("you")."""

REPORTED = "reported"
"""The list of words that report speech, or what one takes oneself for ("called me", "felt like")."""

TURNS = 2
"""Turns of the other party before the hit in which the words may stand [conv]."""

MOST_WORDS = 6
"""Words of a hit that may be a quotation: a whole sentence about the other is the speaker's own [conv]."""

DENIED_WITHIN = 2
"""Words before a hit within which a negation denies it [conv]."""


MARKS = ('""', "“”", "„“", "«»", "»«", "「」", "『』", "‘’")
"""Marks that open and close a quotation; an apostrophe is none."""


def unquoted(call: Call, role: Role, hits: Iterable[Hit]) -> list[Hit]:
    """``hits`` of ``role`` that are no quotations, in order."""
    return [hit for hit in hits if not (_is_marked(call, role, hit) or _is_quoted(call, role, hit))]


def _is_marked(call: Call, role: Role, hit: Hit) -> bool:
    """Whether a writer put the words, or a sentence that they belong to, in quotation marks."""
    words, said = call.conversation.turns[call.turn_of(role, hit)].words, call.words_of(role, hit)
    until = next(place for place, word in enumerate(words) if word is said[0])
    before = "".join(word.text for word in words[:until]) + said[0].text[:1]
    after = said[-1].text[1:] + "".join(word.text for word in words[until + len(said) :])
    return any(_opens(before, pair) and pair[-1] in after for pair in MARKS)


def _opens(before: str, pair: str) -> bool:
    """Whether a quotation has begun and not ended in ``before``."""
    if pair[0] == pair[-1]:
        return before.count(pair[0]) % 2 == 1
    return before.rfind(pair[0]) > before.rfind(pair[-1])


def _is_quoted(call: Call, role: Role, hit: Hit) -> bool:
    if call.language is None or hit.end - hit.start > MOST_WORDS:
        return False
    said = call.text(role)
    spoken = {token.text for token in said.tokens[hit.start : hit.end] if token}
    core = spoken - call.language.names.never or spoken
    denied = _within(call, role, NEGATION, range(max(hit.start - DENIED_WITHIN, 0), hit.end))
    if not denied and _within(call, role, SECOND_PERSON, range(hit.start, hit.end)):
        return False
    source = _source(call, role, call.turn_of(role, hit), core)
    if source is None:
        return False
    last = said.tokens[hit.end - 1]
    return denied or bool(last and last.mark == "?") or _within(call, OTHER[role], REPORTED, source)


def _within(call: Call, role: Role, name: str, places: range) -> bool:
    """Whether ``role`` says a word of the list ``name`` that begins at one of ``places``."""
    words = call.listed(name)
    return any(hit.start in places for hit in call.text(role).find(words))


def _source(call: Call, role: Role, turn: int, core: set[str]) -> range | None:
    """The places of the other party's last turn before ``turn`` that has all words of ``core``."""
    said = call.text(OTHER[role])
    before = [index for index, _ in reversed(call.turns(OTHER[role])) if index < turn]
    for index in islice(before, TURNS):
        places = [i for i, own in enumerate(said.turns) if own == index and said.tokens[i]]
        if core <= {token.text for i in places if (token := said.tokens[i])}:
            return range(places[0], places[-1] + 1)
    return None
