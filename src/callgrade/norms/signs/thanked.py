"""A sign that the agent thanked at the close, whatever for.

Beside a goodbye or a wish, or before the customer's goodbye, no phrase needs to name the call: "Thanks for the laugh,
and bye." Thanks that begin the turn after a number and the like are for that, those for a wait are for the wait, and
"thanks, you too" gives a wish back.
"""

from collections.abc import Iterator

from callgrade.model.record import Role
from callgrade.norms.announcements import HOLD_RETURN
from callgrade.norms.call import Call
from callgrade.norms.details import details
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.signs.explained import places_of
from callgrade.norms.signs.parting import is_answered
from callgrade.norms.signs.sign import Seen, turns_by_number
from callgrade.norms.signs.wish import SAME_TO_YOU

FAREWELL = "closing.farewell"

PARTING = (FAREWELL, "closing.good_wish")
"""Norms of the words beside which thanks are for all of the call."""

THANKS = ("wording.thanks", "closing.thanks")

LAST = 2
"""Turns of the agent that close the call [conv]."""

FIRST = 3
"""Words at the beginning of a turn in which thanks are for what the customer has just given [conv]."""


def beside_goodbye(call: Call) -> Iterator[Seen]:
    """Thanks in one of the agent's last turns that also says goodbye or wishes well, or to which the customer does."""
    parting, given = places_of(call, PARTING), {call.turn_of(Role.CUSTOMER, hit) for hit in details(call)}
    thanks = _thanks(call)
    for turn, spoken in sorted(turns_by_number(call, Role.AGENT).items())[-LAST:]:
        start = spoken.start + FIRST if turn - 1 in given else spoken.start
        if parting.isdisjoint(range(spoken.start, spoken.end)) and not is_answered(call, spoken):
            continue
        yield from (Seen(hit, sure=True) for hit in thanks if start <= hit.start < spoken.end)


def _thanks(call: Call) -> list[Hit]:
    words = [call.language.norms[norm] for norm in THANKS if call.language and norm in call.language.norms]
    others = [phrase for one in words for phrase in one.not_in]
    found = (
        call.hits(Role.AGENT, words[0].phrases, (*others, *call.listed(SAME_TO_YOU), *call.listed(HOLD_RETURN)))
        if words
        else []
    )
    goodbyes = places_of(call, (FAREWELL,))  # "ta-ra" is no "ta"
    return [hit for hit in found if hit.start not in goodbyes]
