"""A message that the agent leaves on a customer's machine, and what can be asked of it.

Who speaks to an answering machine still greets, gives names, says the matter and takes leave. Nobody answers, so no
questions, answers and waits are asked for.
"""

from callgrade.model.record import Direction, Role
from callgrade.norms.call import Call
from callgrade.text import is_han


def to_a_machine(call: Call) -> bool:
    """Whether the agent talks only to a machine."""
    return call.speaking == {Role.AGENT, Role.PROMPT}


def is_message(call: Call) -> bool:
    """Whether the agent calls and says enough to a machine: a few words only ask for a person, or hang up."""
    if not to_a_machine(call) or call.record.direction is not Direction.OUTBOUND:
        return False
    settings = call.settings.messages
    said = [token.text for token in call.text(Role.AGENT).tokens if token]
    least = settings.characters if said and is_han(said[0]) else settings.words
    return len(said) >= least


def is_asked(norm: str, call: Call) -> bool:
    """Whether ``norm``, by its id, can be asked of the words of a message."""
    return norm in call.settings.messages.norms and is_message(call)
