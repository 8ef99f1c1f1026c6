"""Signs that the agent made an offer at once: the customer's first answer is that they need nothing, or they insist.

Whatever the words of the offer, "no interest", "I have one already" answer one. Who must say so twice was sold
something, by what the agent told them before they had said anything but who they are.
"""

from collections.abc import Iterator

from callgrade.model.record import Role
from callgrade.norms.announcements import OF_SELF
from callgrade.norms.call import Call
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.questions import questions, spoken_turns
from callgrade.norms.quotation import SECOND_PERSON
from callgrade.norms.signs.asking import FIRST, INTERROGATIVE, NO
from callgrade.norms.signs.explained import clauses

PURPOSE = "opening.purpose"
"""The norm of the reason for a call."""

NO_NEED = "no_need"
"""The list of a language that holds how people decline an offer."""

FIRST_TURNS = 3
"""Turns of the customer in which that answers the opening [conv]."""

INSISTS = 2
"""Turns in which a customer declines who is sold something [conv]."""

NEAR = 3
"""Words between "I" and "you" in an offer at most [conv]."""

PITCH = 15
"""Words of a turn that makes an offer at least [conv]."""


def refused_offers(call: Call) -> Iterator[Hit]:
    """What the agent says in the turn before one of the customer's first turns that declines an offer."""
    phrases = call.listed(NO_NEED)
    early = {turn for turn, _ in call.turns(Role.CUSTOMER)[:FIRST_TURNS]}
    declined = early & call.turns_with(Role.CUSTOMER, phrases)
    for spoken in spoken_turns(call, Role.AGENT):
        if spoken.turn + 1 in declined:
            yield Hit(spoken.start, spoken.end, spoken.end)
    yield from _sold(call)


def _sold(call: Call) -> Iterator[Hit]:
    """Long turns of the agent without a question at the end, before a customer who declines and insists."""
    no_need = call.turns_with(Role.CUSTOMER, call.listed(NO_NEED))
    if not no_need or len(no_need | _saying_no(call)) < INSISTS:
        return
    other, offering = _saying_why(call) | _asking(call), _offering(call)
    for spoken in spoken_turns(call, Role.AGENT):
        long = spoken.marked and spoken.end - spoken.start >= PITCH
        if long and spoken.turn < min(no_need) and spoken.turn in offering - other:
            yield Hit(spoken.start, spoken.end, spoken.end)


def _offering(call: Call) -> set[int]:
    """The agent's turns with "I … you" in a few words: "I can give you", "we have for you"."""
    you = {hit.start for hit in call.hits(Role.AGENT, call.listed(SECOND_PERSON))}
    own = [hit for name in OF_SELF for hit in call.hits(Role.AGENT, call.listed(name))]
    near = (hit for hit in own if not you.isdisjoint(range(hit.end, hit.end + NEAR)))
    return {call.turn_of(Role.AGENT, hit) for hit in near}


def _asking(call: Call) -> set[int]:
    """The agent's turns that end in a question, or have one in an inner clause: "I'd like to hear how you …"."""
    ends = {one.end for one in questions(call, Role.AGENT)}
    words = {hit.start for hit in call.hits(Role.AGENT, call.listed(INTERROGATIVE))}
    turns = spoken_turns(call, Role.AGENT)
    return {one.turn for one in turns if one.end in ends or any(part.start in words for part in clauses(call, one))}


def _saying_no(call: Call) -> set[int]:
    """The customer's turns that begin with a no."""
    no = {hit.start for hit in call.hits(Role.CUSTOMER, call.listed(NO))}
    turns = spoken_turns(call, Role.CUSTOMER)
    return {one.turn for one in turns if not no.isdisjoint(range(one.start, one.start + FIRST))}


def _saying_why(call: Call) -> set[int]:
    """The agent's turns that give a reason for the call in words for that: a matter that the customer knows."""
    return call.turns_of_norms(Role.AGENT, (PURPOSE,))
