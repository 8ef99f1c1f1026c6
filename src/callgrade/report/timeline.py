"""The picture of a call: its lanes and findings, as rectangles and marks of an SVG."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from callgrade.export.for_people.terms import lane_term, role_term
from callgrade.export.lanes import LaneKind, lanes
from callgrade.export.wording import stretch
from callgrade.measures.presence import speech_of
from callgrade.model.finding import Finding
from callgrade.model.record import Role
from callgrade.model.scorecard import Scorecard
from callgrade.model.span import Span, Spans, intersect, total_s
from callgrade.translation.current import tr

WIDTH, LABEL, LANE_HEIGHT = 1000, 140, 26  # units of the picture
LONGEST_MOMENT_S = 60.0
_NARROWEST = 1.0
_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
_TICKS = 12


@dataclass(frozen=True)
class Box:
    """A rectangle of a lane, in units, and the time that it shows."""

    x: float
    width: float
    span: Span


@dataclass(frozen=True)
class DrawnLane:
    """A lane: its label, the name of its colour, and what is in it."""

    label: str
    colour: str
    boxes: tuple[Box, ...]

    @property
    def total_s(self) -> float:
        """Seconds in all."""
        return total_s(box.span for box in self.boxes)

    def drawn(self, y: int) -> Markup:
        """Its rectangles, ``y`` units from the top."""
        return Markup("".join(f'<rect x="{box.x}" y="{y}" width="{box.width}" height="18"/>' for box in self.boxes))

    def when(self, most: int) -> str:
        """The times of its first ``most`` rectangles."""
        return ", ".join(stretch(box.span) for box in self.boxes[:most])


@dataclass(frozen=True)
class FindingMark:
    """Where a finding lies."""

    x: float
    at_s: float
    finding: Finding


@dataclass(frozen=True)
class Timeline:
    """The picture. ``ticks``: place and seconds of each label of the axis."""

    lanes: tuple[DrawnLane, ...]
    marks: tuple[FindingMark, ...]
    ticks: tuple[tuple[float, int], ...]
    width: int = WIDTH
    lane_height: int = LANE_HEIGHT


def draw(card: Scorecard) -> Timeline | None:
    """The picture of a call, ``None`` where it has no times."""
    duration_s = card.conversation.duration_s
    drawn = [_drawn(lane_term(lane.kind), lane.kind, lane.spans, duration_s) for lane in lanes(card)]
    if not drawn:
        return None
    parts = [*drawn, *_further(card, duration_s)]
    marks = (FindingMark(_x(at_s, duration_s), at_s, finding) for finding, at_s in moments(card))
    return Timeline(tuple(parts), tuple(marks), tuple(_ticks(duration_s)))


def moments(card: Scorecard) -> Iterator[tuple[Finding, float]]:
    """What did not pass and lies at a moment of the call, with its second."""
    for finding in (*card.to_work_on, *card.noticed):
        at_s = moment_of(finding)
        if at_s is not None and card.conversation.timed:
            yield finding, at_s


def moment_of(finding: Finding) -> float | None:
    """The second of the first evidence that is short enough to be a moment."""
    for evidence in finding.evidence:
        if evidence.start_s is not None and (evidence.end_s or 0.0) - evidence.start_s <= LONGEST_MOMENT_S:
            return evidence.start_s
    return None


def _further(card: Scorecard, duration_s: float) -> Iterator[DrawnLane]:
    """Both at once, and silence by whose turn it was."""
    conversation = card.conversation
    if not conversation.shares_channel:
        both = intersect(speech_of(conversation, Role.AGENT), speech_of(conversation, Role.CUSTOMER))
        if both:
            yield _drawn(tr("both"), "both", both, duration_s)
    for role in (Role.AGENT, Role.CUSTOMER):
        silence = card.measurements.get("dead_air.longest", role)
        if silence and silence.evidence.spans:
            label = tr("{person} silent", person=role_term(role))
            yield _drawn(label, LaneKind.SILENCE, silence.evidence.spans, duration_s)


def _drawn(label: str, colour: str, spans: Spans, duration_s: float) -> DrawnLane:
    boxes = (Box(_x(span.start_s, duration_s), _units(span, duration_s), span) for span in spans)
    return DrawnLane(label, colour, tuple(boxes))


def _x(at_s: float, duration_s: float) -> float:
    return round(LABEL + (WIDTH - LABEL) * min(1.0, max(0.0, at_s / duration_s)), 1)


def _units(span: Span, duration_s: float) -> float:
    return round(max(_NARROWEST, (WIDTH - LABEL) * span.duration_s / duration_s), 1)


def _ticks(duration_s: float) -> Iterator[tuple[float, int]]:
    step_s = next((step for step in _STEPS_S if duration_s / step <= _TICKS), _STEPS_S[-1])
    return ((_x(at_s, duration_s), at_s) for at_s in range(0, int(duration_s) + 1, step_s))
