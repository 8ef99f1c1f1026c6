"""Which of the agent's words are explained by phrases of other norms or are names; and the clauses of a turn.

What is left tells something that no phrase foresees: the matter of a call, a greeting, a goodbye.
"""

from collections.abc import Iterable, Iterator

from callgrade.model.record import Role
from callgrade.norms.call import Call, once
from callgrade.norms.names.answering import first_spans
from callgrade.norms.names.answering_han import han_answers
from callgrade.norms.names.leading import ANY_BUSINESS, leading_company
from callgrade.norms.phrases.nodes import Node, Slot
from callgrade.norms.phrases.parser import SLOTS
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.quotation import SECOND_PERSON
from callgrade.text import is_han

INTRODUCTIONS = ("name_given", "name_sought", "name_question", "company_name")
"""The lists of a language that hold how names are given and asked for."""

_COMPANY = Slot("company", SLOTS["company"])
_NAMES = tuple(Slot(who, SLOTS[who]) for who in ("agent", "company", "customer"))


def explained(call: Call, norms: Iterable[str], lists: Iterable[str] = INTRODUCTIONS) -> frozenset[int]:
    """The places of the agent's words that are in phrases of ``norms`` or ``lists``, or in known names."""
    language = call.language
    if language is None:
        return frozenset()
    known = (language.norms[norm] for norm in norms if norm in language.norms)
    phrases = (
        *(phrase for words in known for phrase in words.phrases),
        *(phrase for name in lists for phrase in call.listed(name)),
        *_NAMES,
    )
    return places(call, phrases)


def places(call: Call, phrases: Iterable[Node]) -> frozenset[int]:
    """The places of the agent's words in one of ``phrases``."""
    return frozenset(place for hit in call.hits(Role.AGENT, phrases) for place in range(hit.start, hit.end))


def places_of(call: Call, norms: Iterable[str]) -> frozenset[int]:
    """The places of the agent's words in phrases of ``norms``."""
    known = call.language.norms if call.language else {}
    return places(call, [phrase for norm in norms if norm in known for phrase in known[norm].phrases])


@once
def businesses(call: Call) -> frozenset[int]:
    """The places of the agent's words that name a business or a department; in the first turn also by their place."""
    tokens, words = call.text(Role.AGENT).tokens, call.finder.words
    kinds = (place for place, token in enumerate(tokens) if token and words.is_of_business(token.text))
    known = frozenset(kinds) | places(call, (_COMPANY, *call.listed(ANY_BUSINESS)))
    first = {place for start, end in first_spans(call) for place in range(start, end)}
    to_you = places(call, call.listed(SECOND_PERSON))
    hits = (range(hit.start, hit.end) for hit in (*leading_company(call), *han_answers(call)))
    placed = (name for name in hits if to_you.isdisjoint(name))
    return known.union(*(name for name in placed if first.isdisjoint(known) or not known.isdisjoint(name)))


def titles(call: Call) -> frozenset[int]:
    """The places of the agent's words that are titles."""
    known = call.finder.words.titles
    return frozenset(i for i, token in enumerate(call.text(Role.AGENT).tokens) if token and token.text in known)


def clauses(call: Call, spoken: Spoken) -> Iterator[range]:
    """The tokens of a turn of the agent between two marks."""
    tokens, start = call.text(Role.AGENT).tokens, spoken.start
    for end in range(spoken.start + 1, spoken.end + 1):
        token = tokens[end - 1]
        if end == spoken.end or (token and token.mark):
            yield range(start, end)
            start = end


def is_strange(call: Call, text: str) -> bool:
    """Whether ``text`` is no everyday word, no kind of business and no known name."""
    words = call.finder.words
    everyday = len(text) == 1 or is_han(text) or text in words.never or words.is_company_word(text)
    return not everyday and not any(call.finder.is_known(slot, (text,)) for slot in ("agent", "company", "customer"))
