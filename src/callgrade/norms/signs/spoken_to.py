"""Which words of a monologue are meant for the customer.

Who talks for a minute about themselves says words of an offer, of regret, or of what comes next by chance. There they
count only if the customer takes them up.
"""

from collections.abc import Iterable

from callgrade.model.record import Role
from callgrade.norms.announcements import OF_SELF
from callgrade.norms.call import Call
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.quotation import SECOND_PERSON
from callgrade.norms.signs.agreed import agreed

LONG_S = 60.0
"""Seconds of a turn from which it is a monologue, as for ``listening.monologue``. [conv]"""


def spoken_to(call: Call, role: Role, hits: Iterable[Hit]) -> list[Hit]:
    """``hits`` of ``role`` without those that the agent says by chance in a monologue about themselves."""
    long = {index for index, turn in call.turns(Role.AGENT) if turn.end_s - turn.start_s >= LONG_S}
    if role is not Role.AGENT or not long or not call.turns(Role.CUSTOMER):
        return list(hits)
    of_self = {turn for turn in long if _count(call, turn, OF_SELF) > _count(call, turn, (SECOND_PERSON,))}
    return [hit for hit in hits if call.turn_of(role, hit) not in of_self or agreed(call, [hit])]


def _count(call: Call, turn: int, lists: Iterable[str]) -> int:
    """How often the agent says words of ``lists`` in ``turn``."""
    phrases = [phrase for name in lists for phrase in call.listed(name)]
    return sum(call.turn_of(Role.AGENT, hit) == turn for hit in call.hits(Role.AGENT, phrases))
