"""A sign that the agent wished well at the end, in words that no phrase holds.

Thanks, a wish and a goodbye stand side by side in the last turn: "Thanks for ringing, mind how you go, bye." What
stands beside the other two, and nothing explains, may be the wish, so somebody listens. It was one if the customer
wishes the same ("you too").
"""

from collections.abc import Iterator

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.questions import questions
from callgrade.norms.signs.explained import clauses, explained, places_of, titles
from callgrade.norms.signs.sign import READS, Seen, texts, turns_by_number
from callgrade.text import SENTENCE_ENDS, is_han

THANKS, FAREWELL = "closing.thanks", "closing.farewell"

SAME_TO_YOU = "same_to_you"
"""The list of a language that holds how people wish the same ("you too")."""

ENDS = frozenset(SENTENCE_ENDS) - {""}

WISH, WISH_HAN = range(2, 11), range(4, 15)
"""Words, and Chinese characters, of a wish [conv]."""


def beside_parting(call: Call) -> Iterator[Seen]:
    """What nothing explains after the thanks, or before the goodbye, of the agent's last turn."""
    yield from _wished_back(call)
    last = max(turns_by_number(call, Role.AGENT).items())[1]
    thanks, farewell = (places_of(call, (norm,)) & set(range(last.start, last.end)) for norm in (THANKS, FAREWELL))
    known = explained(call, READS["beside_parting"]) | titles(call) | _asked(call, last)
    taken = places_of(call, READS["beside_parting"])
    for part in reversed(list(_parts(call, last, taken))):
        rest = [place for place in part if place not in known]
        after = min(thanks, default=last.end) < part.start
        before = part.start >= _second_sentence(call, last) and not farewell.isdisjoint(
            range(part.start, min(part.stop + LEAD, last.end))
        )
        if rest and (after or before) and taken.isdisjoint(part) and _may_wish(call, rest):
            yield Seen(Hit(rest[0], rest[-1] + 1, rest[-1] + 1), sure=False)


def _wished_back(call: Call) -> Iterator[Seen]:
    """What nothing explains in one of the agent's last two turns after which the customer wishes the same."""
    answers = call.turns_with(Role.CUSTOMER, call.listed(SAME_TO_YOU))
    known = explained(call, READS["beside_parting"]) | titles(call)
    for turn, spoken in sorted(turns_by_number(call, Role.AGENT).items())[-2:]:
        rest = [place for place in range(spoken.start, spoken.end) if place not in known]
        if turn + 1 in answers and len(rest) >= WISH.start:
            yield Seen(Hit(spoken.start, spoken.end, spoken.end), sure=True)


def _asked(call: Call, last: Spoken) -> frozenset[int]:
    """The places of the questions of a turn with marks."""
    asked = [one for one in questions(call, Role.AGENT) if last.marked and one.turn == last.turn]
    return frozenset(place for one in asked for place in range(one.start, one.end))


def _second_sentence(call: Call, last: Spoken) -> int:
    """Where it begins: the first answers the customer."""
    tokens = call.text(Role.AGENT).tokens
    ends = (place + 1 for place in range(last.start, last.end) if (token := tokens[place]) and token.mark in ENDS)
    return next(ends, last.end)


LEAD = 3
"""Words after a wish within which the goodbye begins: "and so goodbye" [conv]."""


def _parts(call: Call, last: Spoken, taken: frozenset[int]) -> Iterator[range]:
    """The clauses of a turn with marks; of another what stands between thanks and goodbye."""
    if last.marked:
        yield from clauses(call, last)
        return
    start = last.start
    for place in range(last.start, last.end + 1):
        if place == last.end or place in taken:
            yield range(start, place)
            start = place + 1


def _may_wish(call: Call, rest: list[int]) -> bool:
    first = texts(call, Role.AGENT, rest[0], rest[-1] + 1)[0]
    return len(rest) in (WISH_HAN if is_han(first) else WISH)
