"""What of a call is not known: asked here by every norm that would fail somebody for words that are missing.

A gap has many causes (a missing beginning or end, speech without words, another language, words that were badly heard),
and one effect: what was not heard in it was not proved missing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from callgrade.model.conversation import Conversation
from callgrade.model.gap import Gap
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.span import Span


@dataclass(frozen=True)
class Edges:
    """Why the beginning and the end of a call are missing; ``None`` where they are there.

    ``longest_s``: seconds that the talk may have lasted in all, with the missing parts.
    """

    beginning: Reason | None = None
    end: Reason | None = None
    longest_s: float = 0.0

    @property
    def missing(self) -> Reason | None:
        """Why only a part of the call is there."""
        return self.beginning or self.end


WHOLE = Edges()


def gaps_of(conversation: Conversation) -> tuple[Gap, ...]:
    """All gaps of ``conversation``, whatever their cause."""
    return (*conversation.gaps, *_without_words(conversation), *_in_other_language(conversation))


def edges_of(gaps: Iterable[Gap], conversation: Conversation, times: float) -> Edges:
    """The missing edges among ``gaps``; a call of unknown length lasted at most ``times`` what is there."""
    duration_s = conversation.duration_s
    everybodys = [gap for gap in gaps if gap.role is None and not _is_no_edge(gap, conversation)]
    beginning = next((gap.reason for gap in everybodys if gap.touches(Span(0.0, 0.0))), None)
    end = next((gap.reason for gap in everybodys if gap.touches(Span(duration_s, duration_s))), None)
    if beginning is None and end is None:
        return WHOLE
    declared_s = max(gap.span.end_s for gap in everybodys)
    return Edges(beginning, end, max(declared_s, times * duration_s))


def _is_no_edge(gap: Gap, conversation: Conversation) -> bool:
    """Whether what is there is all of the call but a goodbye (it is being closed, or people write that it drops).

    Or it is there, but a part of it is hidden or silent.
    """
    dropped = gap.reason is Reason.LINE_DROPPED and not conversation.has_audio
    return dropped or gap.reason in (Reason.CLOSING_CUT, Reason.HIDDEN_BY_NOISE, Reason.SOUND_MISSING)


def why_unknown(gaps: Iterable[Gap], role: Role, reach: Span) -> Reason | None:
    """Why not all that ``role`` says in ``reach`` is known; ``None`` if it is."""
    return next((gap.reason for gap in gaps if gap.concerns(role) and gap.touches(reach)), None)


def _without_words(conversation: Conversation) -> Iterator[Gap]:
    return (Gap(one.span, one.reason, one.role) for one in conversation.unheard)


def _in_other_language(conversation: Conversation) -> Iterator[Gap]:
    """Turns in another language than the call's: its phrases do not fit their words."""
    foreign = (turn for turn in conversation.turns if turn.language not in (None, conversation.language))
    return (Gap(turn.span, Reason.OTHER_LANGUAGE, turn.role) for turn in foreign)
