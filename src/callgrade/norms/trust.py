"""Whether a person was heard well enough for words to be called missing.

One uncertain word in a window is a matter of that window; a person of whose words many are uncertain, much of whose
speech has no words, or whose line is noisy, may have said anything.
"""

from collections.abc import Iterator

from callgrade.model.conversation import Conversation
from callgrade.model.gap import Gap
from callgrade.model.line import LineGate
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.span import Span, intersect, total_s
from callgrade.norms.call import Call
from callgrade.norms.pack.pack_file import Certainty

PERSONS = (Role.AGENT, Role.CUSTOMER, Role.UNKNOWN)


def badly_heard(call: Call) -> Iterator[Gap]:
    """A gap as long as the call for each person who was not heard well."""
    whole = Span(0.0, call.conversation.duration_s)
    settings = call.settings.certainty
    for role in PERSONS:
        if (
            _uncertain_share(call.conversation, role, settings) >= settings.person_share
            or _unheard_share(call.conversation, role) >= settings.unheard_share
            or _is_noisy(call.conversation, role)
        ):
            yield Gap(whole, Reason.BADLY_HEARD, role)


def _uncertain_share(conversation: Conversation, role: Role, settings: Certainty) -> float:
    """The share of the person's words that are below the trusted probability; 0 of too few words to say."""
    words = (word for turn in conversation.turns_of(role) for word in turn.words)
    known = [word.probability for word in words if word.probability is not None]
    if len(known) < settings.person_words:
        return 0.0
    return sum(one < settings.word_probability for one in known) / len(known)


def _is_noisy(conversation: Conversation, role: Role) -> bool:
    party = conversation.party(role)
    return bool(party and party.line and party.line.gate is not LineGate.GOOD)


def _unheard_share(conversation: Conversation, role: Role) -> float:
    """The share of the person's speech that has no words."""
    party = conversation.party(role)
    spoken_s = total_s(party.speech) if party else 0.0
    return total_s(intersect(conversation.unheard_of(role), party.speech)) / spoken_s if party and spoken_s else 0.0
