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
    norm, points = max(score.lost.items(), key=lambda pair: pair[1], default=("", 0.0))
    titles = {finding.norm: finding.headline for finding in card.findings}
    why = "" if score.reason is None else score.reason.text
    return OverviewLine(card.file.name, score.overall, score.band or "", titles.get(norm, why), points)


def overview(lines: list[OverviewLine]) -> RenderableType:
    """The table of all calls, in the order in which they were scored."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(max_width=36)
    grid.add_column(justify="right")
    grid.add_column()
    grid.add_column(style=QUIET)
    for line in lines:
        score = Text("–") if line.overall is None else Text(f"{line.overall:.0f}", points_style(line.overall))
        cost = f" ({line.points:g} points lost)" if line.points else ""
        grid.add_row(words(line.name), score, words(line.band), words(line.costliest + cost))
    return Group(heading(f"{len(lines)} calls, and what cost each most"), grid)
