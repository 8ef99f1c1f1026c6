"""Signs that words broke no norm which by their meaning may have: the customer says yes or thanks, or they relieve.

"You need the form from the town hall." – "Thank you, will do." blamed nobody, and "you couldn't have known" is the
opposite of blame, though it speaks of what the customer did.
"""

from collections.abc import Sequence

from callgrade.model.record import Role
from callgrade.norms.announcements import ASSENT
from callgrade.norms.call import Call
from callgrade.norms.names.misnaming import NO
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.turns import Spoken
from callgrade.norms.signs.asking import NOTHING_MORE
from callgrade.norms.signs.sign import turn_after

WELL_TAKEN = "well_taken"
"""The list of a language that holds how people take what is no blame ("thanks", "good to know")."""

RELIEF = "relief"
"""The list of a language that holds words that relieve ("you could not know")."""


def relieves(call: Call, hit: Hit) -> bool:
    """Whether the agent relieves the customer in ``hit``."""
    return any(hit.start <= one.start < hit.end for one in call.hits(Role.AGENT, call.listed(RELIEF)))


def taken_well(call: Call, hits: Sequence[Hit]) -> bool:
    """Whether there are ``hits`` of the agent, and the customer answers each with a yes or thanks.

    "No, thanks" is neither; "no, that is all, thanks" is.
    """
    answers = [turn_after(call, call.turn_of(Role.AGENT, hit)) for hit in hits]
    return bool(answers) and all(answer and is_well_taken(call, answer) for answer in answers)


def is_well_taken(call: Call, answer: Spoken) -> bool:
    """Whether the customer says yes or thanks in ``answer``."""
    said = _begins(call, ASSENT, answer) or bool(_said(call, WELL_TAKEN, answer))
    return said and (not _begins(call, NO, answer) or bool(_said(call, NOTHING_MORE, answer)))


def _begins(call: Call, name: str, answer: Spoken) -> bool:
    return any(hit.start == answer.start for hit in _said(call, name, answer))


def _said(call: Call, name: str, answer: Spoken) -> list[Hit]:
    """Where the customer says phrases of the list ``name`` in ``answer``."""
    listed = call.listed(name)
    return [hit for hit in call.hits(Role.CUSTOMER, listed) if answer.start <= hit.start < answer.end]
