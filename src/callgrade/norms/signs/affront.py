"""A sign that the agent gave offence in words that no phrase holds: the customer answers as people answer an insult."""

from collections.abc import Iterator

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.questions import spoken_turns
from callgrade.norms.signs.sign import Seen

AFFRONT = "affront"
"""The list of a language that holds how people answer an insult ("how dare you")."""


def affront(call: Call) -> Iterator[Seen]:
    """What the agent says in the turn to which the customer answers that they will not be spoken to like that."""
    offended = call.turns_with(Role.CUSTOMER, call.listed(AFFRONT))
    said = (one for one in spoken_turns(call, Role.AGENT) if one.turn + 1 in offended)
    return (Seen(Hit(one.start, one.end, one.end), sure=False) for one in said)
