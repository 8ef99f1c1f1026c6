"""A sign that the agent made an offer at once: the customer's first answer is that they need nothing.

Whatever the words of the offer, "no interest", "I have one already" answer one.
"""

from collections.abc import Iterator

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.questions import spoken_turns

NO_NEED = "no_need"
"""The list of a language that holds how people decline an offer."""

FIRST_TURNS = 3
"""Turns of the customer in which that answers the opening [conv]."""


def refused_offers(call: Call) -> Iterator[Hit]:
    """What the agent says in the turn before one of the customer's first turns that declines an offer."""
    phrases = call.listed(NO_NEED)
    early = {turn for turn, _ in call.turns(Role.CUSTOMER)[:FIRST_TURNS]}
    declined = early & {call.turn_of(Role.CUSTOMER, hit) for hit in call.hits(Role.CUSTOMER, phrases)}
    for spoken in spoken_turns(call, Role.AGENT):
        if spoken.turn + 1 in declined:
            yield Hit(spoken.start, spoken.end, spoken.end)
