"""Where in the call a norm looks: seconds, a share of the talk, or turns; the largest counts."""

from dataclasses import dataclass

from callgrade.model.conversation import Conversation, Turn
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.span import Span
from callgrade.norms.pack.pack_file import WindowEntry
from callgrade.norms.unknown.gaps import WHOLE, Edges


@dataclass(frozen=True)
class WindowSpan:
    """A part of the talk: a time span, and whole turns (indices in the conversation) that also belong to it.

    ``reach``: all that must be known before words can be called missing. ``unplaced``: why nobody knows where in the
    call the window lies, ``None`` if that is known.
    """

    span: Span
    turns: frozenset[int]
    reach: Span
    unplaced: Reason | None = None

    def contains(self, turn: int, start_s: float) -> bool:
        """Whether words that begin at ``start_s`` in turn number ``turn`` are inside."""
        return turn in self.turns or self.span.start_s <= start_s <= self.span.end_s


def talk(conversation: Conversation) -> Span:
    """From the answer to the last word of a person.

    If the answer was not heard, from the first words after the ringing; after a recorded prompt, from the first words
    of a person.
    """
    turns = [turn for turn in conversation.turns if turn.role is not Role.PROMPT]
    if not turns:
        return Span(0.0, conversation.duration_s)
    end_s = max(turn.end_s for turn in turns)
    ringing = conversation.ringing
    if ringing and ringing.answer_s is not None and conversation.turns[0].role is not Role.PROMPT:
        return Span(min(ringing.answer_s, end_s), end_s)
    rung_s = ringing.bursts[-1].end_s if ringing and ringing.bursts else 0.0
    starts = [turn.start_s for turn in turns if turn.start_s >= rung_s]
    return Span(min(starts, default=min(rung_s, end_s)), end_s)


def find_window(
    window: WindowEntry, conversation: Conversation, turns: tuple[tuple[int, Turn], ...], edges: Edges = WHOLE
) -> WindowSpan:
    """The span of ``window``; ``turns``: of the speaker that is searched, with their indices."""
    whole = talk(conversation)
    if window.until_words_of:
        until_s = _until(window.until_words_of, window.words, conversation, whole)
        return WindowSpan(Span(whole.start_s, until_s), frozenset(), Span(0.0, until_s), edges.beginning)
    length_s = edges.longest_s or whole.duration_s
    size_s = min(max(window.seconds, window.share * length_s), window.most_share * length_s)
    if window.start == "start":
        chosen = turns[: _to_a_machine(conversation, turns) + window.turns]
        span = Span(whole.start_s, whole.start_s + size_s)
        unplaced = edges.beginning
    else:
        chosen = turns[max(len(turns) - window.turns, 0) :]
        span = Span(whole.end_s - size_s, whole.end_s)
        unplaced = edges.end
    places = frozenset(index for index, _ in chosen)
    if window.share == 1:
        return WindowSpan(span, places, Span(0.0, max(conversation.duration_s, span.end_s)))
    return WindowSpan(span, places, _reach(window, span, chosen, conversation.duration_s), unplaced)


def _to_a_machine(conversation: Conversation, turns: tuple[tuple[int, Turn], ...]) -> int:
    """How many ``turns`` a machine hears before the customer answers: they do not count as the opening's."""
    roles = [turn.role for turn in conversation.turns]
    if roles[:1] != [Role.PROMPT] or Role.CUSTOMER not in roles:
        return 0
    return sum(index < roles.index(Role.CUSTOMER) for index, _ in turns)


def _reach(window: WindowEntry, span: Span, chosen: tuple[tuple[int, Turn], ...], duration_s: float) -> Span:
    """``span`` and the ``chosen`` turns, out to the edge of the recording that the window begins at.

    Out to the other edge as well if the speaker has fewer turns than the window may have.
    """
    few = len(chosen) < window.turns
    if window.start == "start":
        end_s = duration_s if few else span.end_s
        return Span(0.0, max([end_s, span.end_s, *(turn.end_s for _, turn in chosen)]))
    start_s = 0.0 if few else span.start_s
    return Span(min([start_s, span.start_s, *(turn.start_s for _, turn in chosen)]), max(duration_s, span.end_s))


def _until(role: Role, count: int, conversation: Conversation, whole: Span) -> float:
    """When ``role`` has said ``count`` words; the end of the talk if it never does."""
    ends = [word.end_s for turn in conversation.turns_of(role) for word in turn.words if word.start_s >= whole.start_s]
    return ends[count - 1] if 0 < count <= len(ends) else whole.end_s
