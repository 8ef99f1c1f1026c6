"""Several calls on the terminal: a table with one line a call."""

from typing import NamedTuple

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from callgrade.export.terminal.marks import QUIET, heading, points_style, words
from callgrade.model.scorecard import Scorecard


class OverviewLine(NamedTuple):
    """What the table keeps of a call. ``costliest``: the norm that lost most points, and how many."""

    name: str
    overall: float | None
    band: str
    costliest: str
    points: float


def line_of(card: Scorecard) -> OverviewLine:
    """The line of a call; without a score, ``costliest`` says why there is none."""
    score = card.score
    costly = [finding for finding in card.to_work_on if score.lost.get(finding.norm)]
    most = max(costly, key=lambda finding: score.lost[finding.norm], default=None)
    points = score.lost[most.norm] if most else 0.0
    why = most.headline if most else score.reason.text if score.reason else ""
    return OverviewLine(card.file.name, score.overall, score.band or "", why, points)


def overview(lines: list[OverviewLine]) -> RenderableType:
    """The table of all calls, in the order in which they were scored."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(max_width=36)
    grid.add_column(justify="right")
    grid.add_column()
    grid.add_column(style=QUIET)
    for line in lines:
        score = Text("–") if line.overall is None else Text(f"{line.overall:.0f}", points_style(line.overall))
        cost = f" (−{line.points:g})" if line.points else ""
        grid.add_row(words(line.name), score, words(line.band), words(line.costliest + cost))
    return Group(heading(f"{len(lines)} calls, and what cost each most points"), grid)
