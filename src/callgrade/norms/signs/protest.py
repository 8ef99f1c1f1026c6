"""Signs that the customer complains of the agent, whatever the words: they take offence, or contradict an offence."""

from collections.abc import Iterator

from callgrade.model.record import Role
from callgrade.norms.announcements import ASSENT
from callgrade.norms.call import Call
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.questions import spoken_turns
from callgrade.norms.signs.affront import AFFRONT
from callgrade.norms.signs.taken_well import WELL_TAKEN

OFFENCES = ("wording.no_rudeness", "wording.no_criticism")
"""The norms whose phrases offend."""


def affronts(call: Call) -> list[Hit]:
    """Where the customer says that they will not be spoken to like that."""
    return call.hits(Role.CUSTOMER, call.listed(AFFRONT))


def protests(call: Call) -> Iterator[Hit]:
    """The customer's turns that take offence, or answer an offence of the agent neither with a yes nor with thanks."""
    offended = {call.turn_of(Role.CUSTOMER, hit) for hit in affronts(call)}
    answering = {turn + 1 for turn in call.turns_of_norms(Role.AGENT, OFFENCES)}
    answering -= call.turns_with(Role.CUSTOMER, call.listed(WELL_TAKEN))
    agreeing = {hit.start for hit in call.hits(Role.CUSTOMER, call.listed(ASSENT))}
    for spoken in spoken_turns(call, Role.CUSTOMER):
        if spoken.turn in offended or (spoken.turn in answering and spoken.start not in agreeing):
            yield Hit(spoken.start, spoken.end, spoken.end)
