"""Who holds the floor: utterances, back-channels and turns, from voice activity alone.

Conventions: an *utterance* is one person's speech with gaps below 0.25 s closed. An utterance of at most 1 s inside
the other's turn is a *back-channel*, unless it answers a question or opens the person's own turn ("Yeah, I …"). An
utterance wholly inside one utterance of the other never takes the floor. What remains, in order of time, makes the
*turns*: one person's utterances until the other takes the floor. Values in the configuration. After
Heldner & Edlund 2010 (doi:10.1016/j.wocn.2010.08.002).
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from callgrade.config.measures import FloorSettings
from callgrade.measures.presence import other, speech_of
from callgrade.measures.questions import Questions
from callgrade.measures.speech_rate.net_speech import bridged
from callgrade.model.conversation import Conversation
from callgrade.model.measurement_names import PERSONS
from callgrade.model.record import Role
from callgrade.model.span import Span, Spans, intersect, total_s

Held = tuple[Role, Span]


@dataclass(frozen=True)
class FloorTurn:
    """One person's utterances until the other takes the floor."""

    role: Role
    utterances: Spans

    @property
    def start_s(self) -> float:
        """When the person takes the floor."""
        return self.utterances[0].start_s

    @property
    def end_s(self) -> float:
        """When the person's last utterance ends."""
        return self.utterances[-1].end_s


@dataclass(frozen=True)
class Floor:
    """The turns of a call of two, in order of time, and the back-channels of each."""

    turns: tuple[FloorTurn, ...]
    backchannels: tuple[Held, ...]

    def turns_of(self, role: Role) -> tuple[FloorTurn, ...]:
        """The turns of one person."""
        return tuple(turn for turn in self.turns if turn.role is role)

    def backchannels_of(self, role: Role) -> Spans:
        """The back-channels that one person gave."""
        return tuple(span for who, span in self.backchannels if who is role)

    def changes(self) -> Iterable[tuple[FloorTurn, FloorTurn]]:
        """Each change of speaker: the turn before and the turn after."""
        return zip(self.turns, self.turns[1:], strict=False)


def take_floor(conversation: Conversation, settings: FloorSettings) -> Floor:
    """The floor of a call whose two persons are known; empty if they are not."""
    speech = {role: speech_of(conversation, role) for role in PERSONS}
    utterances = {role: bridged(speech[role], settings.utterance_gap_s) for role in PERSONS}
    stretches = {role: bridged(speech[role], settings.backchannel_gap_s) for role in PERSONS}
    questions = Questions(conversation)

    def inserted(role: Role, span: Span) -> bool:
        return (
            span.duration_s <= settings.backchannel_max_s
            and _in_turn(span, stretches[other(role)], speech[other(role)], settings.turn_min_s)
            and not questions.asked(other(role), span.start_s)
            and not _opens_turn(span, utterances[role], settings)
        )

    backchannels, rest = _part(_all(utterances), inserted)
    _, holding = _part(rest, lambda role, span: _around(utterances[other(role)], span) is not None)
    return Floor(_turns(holding), backchannels)


def _all(utterances: dict[Role, Spans]) -> tuple[Held, ...]:
    return tuple(sorted(((role, span) for role in PERSONS for span in utterances[role]), key=lambda held: held[1]))


def _part(held: tuple[Held, ...], chosen: Callable[[Role, Span], bool]) -> tuple[tuple[Held, ...], tuple[Held, ...]]:
    verdicts = [chosen(role, span) for role, span in held]
    return (
        tuple(item for item, yes in zip(held, verdicts, strict=True) if yes),
        tuple(item for item, yes in zip(held, verdicts, strict=True) if not yes),
    )


def _around(spans: Spans, inner: Span) -> Span | None:
    """The one of ``spans`` (sorted, disjoint) that wholly contains ``inner``."""
    at = bisect_right(spans, inner.start_s, key=lambda span: span.start_s) - 1
    return spans[at] if at >= 0 and inner.end_s <= spans[at].end_s else None


def _in_turn(span: Span, stretches: Spans, speech: Spans, turn_min_s: float) -> bool:
    """Whether ``span`` lies inside a stretch of the other's that had at least ``turn_min_s`` of speech before it."""
    stretch = _around(stretches, span)
    if stretch is None:
        return False
    return total_s(intersect(speech, (Span(stretch.start_s, span.start_s),))) >= turn_min_s


def _opens_turn(span: Span, own: Spans, settings: FloorSettings) -> bool:
    """Whether the same person's next utterance follows at once and is longer than any back-channel: "Yeah, I ..."."""
    at = bisect_right(own, span.start_s, key=lambda one: one.start_s)
    if at >= len(own):
        return False
    soon = own[at].start_s - span.end_s < settings.backchannel_gap_s
    return soon and own[at].duration_s > settings.backchannel_max_s


def _turns(held: tuple[Held, ...]) -> tuple[FloorTurn, ...]:
    return tuple(
        FloorTurn(role, tuple(span for _, span in group)) for role, group in groupby(held, key=lambda item: item[0])
    )
