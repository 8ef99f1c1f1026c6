"""The place in which words must stand before their meaning may keep a norm.

Thanks for a wait come in the first words after it. "Anything else?" gets an answer: no, thanks, that is all, or a
question, or yes; where the customer just talks on, nobody asked it. After a wish at the close nobody talks on, either.
"""

from callgrade.model.record import Role
from callgrade.norms.announcements import ASSENT, HOLD_ANNOUNCEMENT, OBJECTING
from callgrade.norms.call import Call
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.questions import questions
from callgrade.norms.quotation import NEGATION, SECOND_PERSON
from callgrade.norms.signs.asking import ANYTHING, FIRST, NO, NOTHING_MORE
from callgrade.norms.signs.explained import clauses, places, places_of, titles
from callgrade.norms.signs.sign import texts, turn_after, turns_by_number
from callgrade.norms.signs.taken_well import WELL_TAKEN
from callgrade.norms.unknown.last_words import HANGS_UP
from callgrade.text import is_han

FIRST_WORDS, FIRST_HAN = 12, 8
"""Words, and Chinese characters, of a turn in which the agent comes back from a wait [conv]."""

LONG = 4
"""Letters of a word that confirms a detail, at least [conv]."""

FEW = 2
"""Words of a wish at least [conv]."""

PARTING = ("closing.farewell", "closing.good_wish", "closing.thanks")
"""Norms of the words with which people part."""


KIND_WORDS = ("wording.thanks", "wording.apology")
"""Norms of the words with which an agent comes back politely."""

EDGE_S = 1.0
"""Seconds before the end of a hold in which the words after it may begin, as its bounds are not exact [conv]."""


def comes_back(call: Call, hit: Hit) -> bool:
    """Whether ``hit`` begins in the agent's first words after a hold; if none was heard, in those of its turn.

    It speaks to the customer, names them, thanks or regrets: who only says what was found, or that they are back, does
    not.
    """
    waits = call.measurements.get("hold.count")
    starts = [_first_after(call, span.end_s) for span in waits.evidence.spans] if waits else []
    first = texts(call, Role.AGENT, hit.start, hit.start + 1)
    most = FIRST_HAN if first and is_han(first[0]) else FIRST_WORDS
    return _is_polite(call, hit) and any(0 <= hit.start - start < most for start in starts or [_turn(call, hit).start])


def _is_polite(call: Call, hit: Hit) -> bool:
    named = titles(call) if _turn(call, hit).marked else frozenset()  # without marks the title may begin the result
    polite = named | places_of(call, KIND_WORDS) | places(call, call.listed(SECOND_PERSON))
    return not polite.isdisjoint(range(hit.start, hit.end))


def _first_after(call: Call, end_s: float) -> int:
    """The place of the agent's first word after a hold that ends at ``end_s``."""
    tokens = call.text(Role.AGENT).tokens
    words = (Hit(place, place + 1, place + 1) for place, token in enumerate(tokens) if token)
    after = (hit.start for hit in words if call.words_of(Role.AGENT, hit)[0].start_s >= end_s - EDGE_S)
    return next(after, len(tokens))


def asks_for_more(call: Call, hit: Hit) -> bool:
    """Whether the customer answers the turn of ``hit`` as if it asked for anything else.

    They say no first, or that this was all, or ask something themselves. Other answers fit only words that name
    anything; a yes fits a question, or words that speak to the customer. Nobody asks it in the turn that opens the
    call, in place of an answer, or of who hangs up.
    """
    spoken = _turn(call, hit)
    answer = turn_after(call, spoken.turn)
    named, to_you, denied = (_holds(call, hit, name) for name in (ANYTHING, SECOND_PERSON, NEGATION))
    if not named and (spoken.turn == 0 or _asks_back(call, hit, spoken)):
        return False
    if answer is None:
        return True
    if _says(call, answer, (HANGS_UP,)) or not (spoken.marked or named or to_you or _says_no(call, answer)):
        return False
    if _wants_no_more(call, answer) or _asks(call, answer):
        return True
    agrees = _says(call, answer, (ASSENT,))
    if spoken.marked or (named and to_you and not denied):
        return named or agrees
    yes = agrees and not _says_again(call, answer, spoken)
    return ((named or to_you) and yes) or (named and (_says(call, answer, (WELL_TAKEN,)) or _parts(call, answer)))


def _holds(call: Call, hit: Hit, name: str) -> bool:
    """Whether words of the list ``name`` are in ``hit``."""
    return not places(call, call.listed(name)).isdisjoint(range(hit.start, hit.end))


def _asks_back(call: Call, hit: Hit, spoken: Spoken) -> bool:
    """Whether ``hit`` is all that the agent says to a question of the customer's."""
    before = turns_by_number(call, Role.CUSTOMER).get(spoken.turn - 1)
    whole = (hit.start, hit.end) == (spoken.start, spoken.end)
    return whole and before is not None and _asks(call, before)


def _wants_no_more(call: Call, answer: Spoken) -> bool:
    """Whether ``answer`` says no in its first words, or that this was all."""
    return _says_no(call, answer) or _says(call, answer, (NOTHING_MORE,))


def _says_no(call: Call, answer: Spoken) -> bool:
    first = range(answer.start, answer.start + FIRST)
    return any(hit.start in first for hit in call.hits(Role.CUSTOMER, call.listed(NO)))


def _asks(call: Call, answer: Spoken) -> bool:
    return any(question.turn == answer.turn for question in questions(call, Role.CUSTOMER))


def is_at_parting(call: Call, hit: Hit) -> bool:
    """Whether ``hit`` is at the end of a call whose parties part, and no answer to an affront.

    It is in the agent's last turn, or the customer parts from or thanks the agent after it. A goodbye with a single
    other word ("cool, bye then") holds no more than that.
    """
    spoken = _turn(call, hit)
    before = turns_by_number(call, Role.CUSTOMER).get(spoken.turn - 1)
    if _only_parts(call, hit) or (before and _says(call, before, OBJECTING[:2])):
        return False
    answer = turn_after(call, spoken.turn)
    if answer and (_says(call, answer, (WELL_TAKEN,)) or _parts(call, answer)):
        return True
    last = spoken.turn == max(turns_by_number(call, Role.AGENT))
    return last and (_says_goodbye(call, spoken) or before is None or _closes(call, before))


def _says_goodbye(call: Call, spoken: Spoken) -> bool:
    """Whether the agent thanks or says goodbye in ``spoken``."""
    return not places_of(call, (PARTING[0], PARTING[2])).isdisjoint(range(spoken.start, spoken.end))


def _closes(call: Call, before: Spoken) -> bool:
    """Whether the customer agrees, thanks, says that this was all, or parts."""
    return _parts(call, before) or _says(call, before, (ASSENT, WELL_TAKEN, NOTHING_MORE, NO))


def _only_parts(call: Call, hit: Hit) -> bool:
    """Whether ``hit`` has a goodbye, and no clause of it has two words beside one."""
    goodbyes, said = places_of(call, PARTING[:1]), range(hit.start, hit.end)
    parts = ([at for at in part if at in said and at not in goodbyes] for part in clauses(call, _turn(call, hit)))
    return not goodbyes.isdisjoint(said) and all(len(rest) < FEW for rest in parts)


def lets_go(call: Call, hit: Hit) -> bool:
    """Whether ``hit`` may be a goodbye: words that deny something do so only in reply to thanks ("don't hang up")."""
    before = turns_by_number(call, Role.CUSTOMER).get(_turn(call, hit).turn - 1)
    return before is None or _says(call, before, (WELL_TAKEN,)) or not _holds(call, hit, NEGATION)


def announces_only(call: Call, hit: Hit) -> bool:
    """Whether all of ``hit`` announces a wait: "one moment" gives neither its length nor a reason."""
    return places(call, call.listed(HOLD_ANNOUNCEMENT)).issuperset(range(hit.start, hit.end))


def _turn(call: Call, hit: Hit) -> Spoken:
    return turns_by_number(call, Role.AGENT)[call.turn_of(Role.AGENT, hit)]


def _says(call: Call, answer: Spoken, lists: tuple[str, ...]) -> bool:
    phrases = [phrase for name in lists if call.language for phrase in call.language.list(name)]
    return any(answer.start <= hit.start < answer.end for hit in call.hits(Role.CUSTOMER, phrases))


def _says_again(call: Call, answer: Spoken, spoken: Spoken) -> bool:
    """Whether the customer says a longer word of the agent's again, as people confirm a detail."""
    own = texts(call, Role.AGENT, spoken.start, spoken.end)
    heard = texts(call, Role.CUSTOMER, answer.start, answer.end)
    return any(len(text) >= LONG for text in set(own) & set(heard))


def _parts(call: Call, answer: Spoken) -> bool:
    """Whether the customer says goodbye, wishes well or thanks."""
    known = call.language.norms if call.language else {}
    words = [known[norm] for norm in PARTING if norm in known]
    hits = (hit for one in words for hit in call.hits(Role.CUSTOMER, one.phrases, one.not_in))
    return any(answer.start <= hit.start < answer.end for hit in hits)
