"""Signs that the customer complains, whatever the words: they take offence, or contradict an offence.

Nobody can list all troubles, either. Who contradicts blame, or is offered somebody who can decide, had told one, in an
early turn that says what is not as it should be.
"""

from collections.abc import Iterable, Iterator

from callgrade.model.record import Direction, Role
from callgrade.norms.call import Call
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.questions import spoken_turns
from callgrade.norms.quotation import NEGATION
from callgrade.norms.signs.affront import AFFRONT
from callgrade.norms.signs.taken_well import is_well_taken

OFFENCES = ("wording.no_rudeness", "wording.no_criticism")
"""The norms whose phrases offend."""

UNPLEASANT = (*OFFENCES, "wording.no_pressure")
"""The norms whose phrases make a call unpleasant."""

TOLD_WITHIN = 3
"""Turns in which a customer tells their trouble [conv]."""


def affronts(call: Call) -> list[Hit]:
    """Where the customer says that they will not be spoken to like that."""
    return call.hits(Role.CUSTOMER, call.listed(AFFRONT))


def protests(call: Call, offences: Iterable[str] = OFFENCES) -> Iterator[Hit]:
    """The customer's turns that take offence, or answer words of ``offences`` neither with a yes nor with thanks."""
    offended = {call.turn_of(Role.CUSTOMER, hit) for hit in affronts(call)}
    answering = {turn + 1 for turn in call.turns_of_norms(Role.AGENT, offences)}
    for spoken in spoken_turns(call, Role.CUSTOMER):
        if spoken.turn in offended or (spoken.turn in answering and not is_well_taken(call, spoken)):
            yield Hit(spoken.start, spoken.end, spoken.end)


def implied_trouble(call: Call, norms: Iterable[str]) -> Iterator[Hit]:
    """Where a customer who called denies something early, if a protest or the agent's words of ``norms`` follow."""
    if not (norms := tuple(norms)) or call.record.direction is not Direction.INBOUND:
        return
    protested = {call.turn_of(Role.CUSTOMER, hit) for hit in protests(call)}
    last = max(protested | call.turns_of_norms(Role.AGENT, norms), default=0)
    early = {turn for turn, _ in call.turns(Role.CUSTOMER)[:TOLD_WITHIN] if turn < last}
    denied = call.hits(Role.CUSTOMER, call.listed(NEGATION)) if early else []
    yield from (hit for hit in denied if call.turn_of(Role.CUSTOMER, hit) in early)
