"""The place in which words must stand before their meaning may keep a norm.

Thanks for a wait come in the first words after it. "Anything else?" gets an answer: no, thanks, that is all, or a
question, or yes; where the customer just talks on, nobody asked it. After a wish at the close nobody talks on, either.
"""

from callgrade.model.record import Role
from callgrade.norms.announcements import ASSENT
from callgrade.norms.call import Call
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.questions import Spoken, questions
from callgrade.norms.signs.asking import NO, NOTHING_MORE
from callgrade.norms.signs.sign import texts, turn_after, turns_by_number
from callgrade.norms.signs.taken_well import WELL_TAKEN
from callgrade.text import is_han

FIRST_WORDS, FIRST_HAN = 12, 8
"""Words, and Chinese characters, of a turn in which the agent comes back from a wait [conv]."""

LONG = 4
"""Letters of a word that confirms a detail, at least [conv]."""

PARTING = ("closing.farewell", "closing.good_wish", "closing.thanks")
"""Norms of the words with which people part."""


EDGE_S = 1.0
"""Seconds before the end of a hold in which the words after it may begin, as its bounds are not exact [conv]."""


def comes_back(call: Call, hit: Hit) -> bool:
    """Whether ``hit`` begins in the agent's first words after a hold; if none was heard, in those of its turn."""
    waits = call.measurements.get("hold.count")
    starts = [_first_after(call, span.end_s) for span in waits.evidence.spans] if waits else []
    first = texts(call, Role.AGENT, hit.start, hit.start + 1)
    most = FIRST_HAN if first and is_han(first[0]) else FIRST_WORDS
    return any(0 <= hit.start - start < most for start in starts or [_turn(call, hit).start])


def _first_after(call: Call, end_s: float) -> int:
    """The place of the agent's first word after a hold that ends at ``end_s``."""
    tokens = call.text(Role.AGENT).tokens
    words = (Hit(place, place + 1, place + 1) for place, token in enumerate(tokens) if token)
    after = (hit.start for hit in words if call.words_of(Role.AGENT, hit)[0].start_s >= end_s - EDGE_S)
    return next(after, len(tokens))


def asks_for_more(call: Call, hit: Hit) -> bool:
    """Whether the customer answers the turn of ``hit``, without marks, as if it asked for anything else."""
    spoken = _turn(call, hit)
    answer = turn_after(call, spoken.turn)
    if spoken.marked or answer is None:
        return True
    asked = any(question.turn == answer.turn for question in questions(call, Role.CUSTOMER))
    agrees = _says(call, answer, (ASSENT,)) and not _says_again(call, answer, spoken)
    return asked or agrees or _says(call, answer, (NO, NOTHING_MORE, WELL_TAKEN)) or _parts(call, answer)


def is_at_parting(call: Call, hit: Hit) -> bool:
    """Whether ``hit`` is in the agent's last turn, or the customer parts from or thanks the agent after it."""
    spoken = _turn(call, hit)
    answer = turn_after(call, spoken.turn)
    last = spoken.turn == max(turns_by_number(call, Role.AGENT))
    return last or answer is None or _says(call, answer, (WELL_TAKEN,)) or _parts(call, answer)


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
