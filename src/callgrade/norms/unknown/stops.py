"""How a recording stops: while something still sounds, or before somebody could answer.

People who thank each other have begun to close a call, and say goodbye next. A recording that stops in the midst of
speech, or just after words of the customer's that the agent had no time to answer, may lack that. Where the agent had
the last word and then nobody speaks, the call is over. So it is where the words end with a good wish, unless the sound
breaks off: many recordings of whole calls are cut down to the talk. A transcript has no such moments.
"""

from itertools import pairwise

from callgrade.model.conversation import Conversation, Turn
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.span import Span
from callgrade.norms.pack.pack_file import EdgeSettings
from callgrade.text import SENTENCE_ENDS


def goes_on(conversation: Conversation, stops_s: float) -> bool:
    """Whether speech, music or a busy tone goes on until the recording ends, to within ``stops_s``."""
    spans = (span for party in conversation.parties for span in (*party.speech, *party.sound))
    until_s = max((span.end_s for span in spans), default=0.0)
    sounds = conversation.end_tone is not None or until_s >= conversation.duration_s - stops_s
    return conversation.has_audio and sounds


def stops_early(conversation: Conversation, last: Role, settings: EdgeSettings) -> bool:
    """Whether a recording ends in speech, or soon after words of ``last`` that the agent did not answer.

    A busy or dial tone at its end is no part of the call.
    """
    end_s = conversation.end_tone.start_s if conversation.end_tone else conversation.duration_s
    spoken_s = max((party.speech[-1].end_s for party in conversation.parties if party.speech), default=0.0)
    wait_s = settings.stops_s if last is Role.AGENT else settings.answer_s
    return conversation.has_audio and spoken_s >= end_s - wait_s


def is_cut(conversation: Conversation, role: Role) -> bool:
    """Whether the sound shows that ``role`` is in the midst of a word when the recording ends."""
    return any(gap.reason is Reason.LINE_DROPPED and gap.role is role for gap in conversation.gaps)


def last_sentence(turn: Turn) -> Span:
    """When the last sentence of ``turn`` is said; all of it where no sentence ends before."""
    starts = (after.start_s for word, after in pairwise(turn.words) if word.text.endswith(SENTENCE_ENDS))
    return Span(max(starts, default=turn.start_s), turn.end_s)
