"""Whose speech a call has, or the reason why it has none.

Conventions: *speech* is the timing pass of voice activity. A transcript with times but without audio offers its
words in place of speech: their own times, else those of their turn. Talk share and monologue tolerate whole seconds of
error; silence, latency and overlap are measured only where the turn times show them (``why_gaps_hidden``).
"""

from callgrade.model.conversation import Conversation
from callgrade.model.line import LineGate, LineQuality
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.span import Spans, intersect, merge, total_s

WORD_GAP_S = 0.25
"""Words of a transcript closer than this are one stretch of speech, as in voice activity [conv]."""

_NOBODY = {Role.AGENT: Reason.NO_AGENT, Role.CUSTOMER: Reason.NO_CUSTOMER}

MAY_HOLD_SPEECH = (Reason.HIDDEN_BY_NOISE, Reason.SOUND_MISSING)
"""Why speech may be missing from a stretch of the call, so that it is no silence."""


def other(role: Role) -> Role:
    """The other person of a call of two."""
    return Role.CUSTOMER if role is Role.AGENT else Role.AGENT


def speech_of(conversation: Conversation, role: Role) -> Spans:
    """The role's speech, sorted and disjoint: the timing pass, or the words of a transcript; empty if unknown."""
    if conversation.has_audio:
        return merge(span for party in conversation.parties if party.role is role for span in party.speech)
    return _written(conversation, role) if conversation.timed else ()


def _written(conversation: Conversation, role: Role) -> Spans:
    turns = conversation.turns_of(role)
    words = (word.span for turn in turns for word in turn.words)
    return merge((*words, *(turn.span for turn in turns if not turn.words)), WORD_GAP_S)


def not_recorded(conversation: Conversation, role: Role) -> bool:
    """Whether this person's channel is silent."""
    return any(gap.role is role and gap.reason is Reason.NOT_RECORDED for gap in conversation.gaps)


def why_speed_unsure(conversation: Conversation) -> Reason | None:
    """Why neither words nor times nor pitch are those of the call, ``None`` if they are: it plays at a wrong speed."""
    return next((gap.reason for gap in conversation.gaps if gap.reason is Reason.WRONG_RATE), None)


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
        return Reason.NOT_RECORDED if not_recorded(conversation, role) else _NOBODY[role]
    return Reason.ONLY_PROMPTS if speech_of(conversation, Role.PROMPT) else Reason.NO_SPEECH


def why_not_both(conversation: Conversation) -> Reason | None:
    """Why nothing between the two persons can be measured, ``None`` if it can."""
    return why_not_person(conversation, Role.AGENT) or why_not_person(conversation, Role.CUSTOMER)


def why_gaps_hidden(conversation: Conversation) -> Reason | None:
    """Why silence is not known, ``None`` if it was heard or the turn times show it."""
    return None if conversation.has_audio else conversation.gaps_hidden


def why_one_sided(conversation: Conversation) -> Reason | None:
    """Why a silence may be speech of somebody who was not recorded, ``None`` if both sides were, or nobody spoke.

    A person who talks to a machine has both sides on the line; voices of unknown roles may be both.
    """
    spoken = {role for role in Role if speech_of(conversation, role)}
    return why_not_both(conversation) if len(spoken) == 1 and spoken <= _NOBODY.keys() else None


def why_not_heard(conversation: Conversation, role: Role) -> Reason | None:
    """Why nothing of the sound of this person can be measured, ``None`` if it can."""
    if not conversation.has_audio:
        return Reason.NO_AUDIO
    return why_speed_unsure(conversation) or why_not_person(conversation, role)


def why_times_unsure(conversation: Conversation, most_wordless: float) -> Reason | None:
    """Why it is not known when anybody speaks, ``None`` if it is.

    Somebody's line is so noisy that speech may be lost in it, and looks like silence, or in some silence noise may hide
    speech, or was not recorded; or more than the share ``most_wordless`` of all speech has no words. So it is where
    other voices, a radio or a din are on the line: they fill silences, and nobody knows what of them is the persons'
    speech. At a wrong speed all times are wrong.
    """
    if (reason := why_speed_unsure(conversation)) is not None:
        return reason
    if (gap := next((gap for gap in conversation.gaps if gap.reason in MAY_HOLD_SPEECH), None)) is not None:
        return gap.reason
    hidden = (why_line_hides(party.line, LineGate.NO_ACOUSTICS) for party in conversation.parties)
    if (reason := next(filter(None, hidden), None)) is not None:
        return reason
    speech = {role: speech_of(conversation, role) for role in (*_NOBODY, Role.UNKNOWN)}
    unheard = (one for one in conversation.unheard if one.reason is Reason.NO_WORDS_HEARD)
    wordless_s = sum(total_s(intersect((one.span,), speech.get(one.role, ()))) for one in unheard)
    spoken_s = sum(map(total_s, speech.values()))
    return Reason.NO_WORDS_HEARD if wordless_s > most_wordless * spoken_s else None


def why_line_hides(line: LineQuality | None, *gates: LineGate) -> Reason | None:
    """Why the line withholds a measure that needs better than ``gates``, ``None`` if it does not."""
    return (line.reason or Reason.LOW_SNR) if line and line.gate in gates else None
