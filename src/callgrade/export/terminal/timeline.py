"""The timeline of the call: one lane per kind of sound, scaled to the terminal."""

from rich.cells import set_cell_size
from rich.console import Group
from rich.text import Text

from callgrade.export.clock import clock
from callgrade.export.for_people.terms import lane_term
from callgrade.export.lanes import LaneKind, lanes
from callgrade.export.terminal.marks import QUIET, Glyphs, columns_for
from callgrade.model.scorecard import Scorecard
from callgrade.model.span import Span, Spans, intersect, merge, total_s

LABEL_COLUMNS = 10
_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
_COLUMNS_A_TICK = 10
_STYLES = {
    LaneKind.RINGS: "magenta",
    LaneKind.AGENT: "green",
    LaneKind.CUSTOMER: "blue",
    LaneKind.VOICES: "blue",
    LaneKind.PROMPTS: "yellow",
    LaneKind.UNHEARD: "red",
    LaneKind.HOLD: "yellow",
    LaneKind.SOUND: "yellow",
    LaneKind.SILENCE: "red",
}


def timeline(card: Scorecard, columns: int, glyphs: Glyphs) -> Group | None:
    """Lanes for rings, voices, speech without words, hold, other sound and silence; ``None`` without times."""
    shown = lanes(card)
    labels = [f" {lane_term(lane.kind)} " for lane in shown]
    if not shown:
        return None
    label_columns = columns_for(labels, LABEL_COLUMNS)
    duration_s, width = card.conversation.duration_s, columns - label_columns - 1
    drawn = [
        Text(set_cell_size(label, label_columns), QUIET).append(
            strip(lane.spans, duration_s, width, glyphs), _STYLES[lane.kind]
        )
        for lane, label in zip(shown, labels, strict=True)
    ]
    axis = Text(" " * label_columns + ticks(duration_s, width), QUIET)
    return Group(axis, *drawn)


def strip(spans: Spans, duration_s: float, width: int, glyphs: Glyphs) -> str:
    """``width`` signs: how much of each moment ``spans`` cover. Any cover shows at least the lowest level."""
    moment_s = duration_s / width
    covered = merge(spans)
    shares = (total_s(intersect(covered, (Span(i * moment_s, (i + 1) * moment_s),))) / moment_s for i in range(width))
    top = len(glyphs.levels) - 1
    return "".join(glyphs.levels[min(top, -int(-share * top // 1)) if share > 0 else 0] for share in shares)


def ticks(duration_s: float, width: int) -> str:
    """The time labels above the lanes, at round intervals."""
    step_s = next((s for s in _STEPS_S if s / duration_s * width >= _COLUMNS_A_TICK), _STEPS_S[-1])
    text = [" "] * width
    for time_s in range(0, int(duration_s) + 1, step_s):
        at, label = int(time_s / duration_s * width), clock(time_s)
        if at + len(label) <= width:
            text[at : at + len(label)] = label
    return "".join(text)
