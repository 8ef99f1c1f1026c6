"""What a call offers to measure: whose speech there is, or the reason why there is none.

Conventions: *speech* is the timing pass of voice activity. A transcript with times but without audio offers its
turns in place of speech, and only to measures that stand whole seconds of error (talk share, monologue).
"""

from callgrade.model.conversation import Conversation
from callgrade.model.line import LineGate, LineQuality
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.span import Spans, merge

_NOBODY = {Role.AGENT: Reason.NO_AGENT, Role.CUSTOMER: Reason.NO_CUSTOMER}


def other(role: Role) -> Role:
    """The other person of a call of two."""
    return Role.CUSTOMER if role is Role.AGENT else Role.AGENT


def speech_of(conversation: Conversation, role: Role) -> Spans:
    """The role's speech, sorted and disjoint: the timing pass, or the turns of a transcript; empty if unknown."""
    if conversation.has_audio:
        return merge(span for party in conversation.parties if party.role is role for span in party.speech)
    return merge(turn.span for turn in conversation.turns_of(role)) if conversation.timed else ()


def all_speech(conversation: Conversation) -> Spans:
    """When anybody speaks, sorted and disjoint."""
    return merge(span for role in Role for span in speech_of(conversation, role))


def why_not_person(conversation: Conversation, role: Role) -> Reason | None:
    """Why nothing of this person can be measured, ``None`` if it can."""
    if not conversation.timed:
        return Reason.NO_TIMES
    if speech_of(conversation, role):
        return None
    if conversation.turns_of(Role.UNKNOWN) or speech_of(conversation, Role.UNKNOWN):
        return conversation.why_unknown
    if any(speech_of(conversation, person) for person in _NOBODY):
        return _NOBODY[role]
    return Reason.ONLY_PROMPTS if speech_of(conversation, Role.PROMPT) else Reason.NO_SPEECH


def why_not_both(conversation: Conversation) -> Reason | None:
    """Why nothing between the two persons can be measured, ``None`` if it can."""
    return why_not_person(conversation, Role.AGENT) or why_not_person(conversation, Role.CUSTOMER)


def why_not_heard(conversation: Conversation, role: Role) -> Reason | None:
    """Why nothing of the sound of this person can be measured, ``None`` if it can."""
    return Reason.NO_AUDIO if not conversation.has_audio else why_not_person(conversation, role)


def why_line_hides(line: LineQuality | None, *gates: LineGate) -> Reason | None:
    """Why the line withholds a measure that needs better than ``gates``, ``None`` if it does not."""
    return (line.reason or Reason.LOW_SNR) if line and line.gate in gates else None
