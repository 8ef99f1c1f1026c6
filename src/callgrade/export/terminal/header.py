"""The head of the card: the call and its score."""

from datetime import datetime

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from callgrade.export.clock import clock
from callgrade.export.terminal.marks import QUIET, Glyphs, bar, points_style, words
from callgrade.model.provenance import is_assumed
from callgrade.model.record import CallRecord, Direction
from callgrade.model.scorecard import Scorecard

SCORE_COLUMNS = 22
_DIRECTIONS = {Direction.INBOUND: "inbound", Direction.OUTBOUND: "outbound"}


def header(card: Scorecard, glyphs: Glyphs) -> RenderableType:
    """The facts of the call on the left, score and band on the right, critical fails and warnings below."""
    grid = Table.grid(padding=(0, 2), expand=True)
    grid.add_column(ratio=1)
    grid.add_column(width=SCORE_COLUMNS, justify="right")
    grid.add_row(_identity(card, glyphs), _score(card, glyphs))
    alarms = [*_critical(card), *(words(f"! {warning}", "yellow") for warning in card.warnings)]
    style = "red" if card.score.critical else QUIET
    return Panel(Group(grid, *alarms), box=glyphs.frame, border_style=style, padding=(0, 2))


def _identity(card: Scorecard, glyphs: Glyphs) -> Text:
    record, between = card.record, f" {glyphs.dot} "
    facts = [
        _direction(record),
        clock(card.file.duration_s) if card.conversation.timed else "no times",
        *([_when(record.started)] if record.started else []),
        *([record.language] if record.language else []),
    ]
    people = [
        *([f"agent {record.agent}"] if record.agent else []),
        *([f"customer {record.customer}"] if record.customer else []),
        *([record.company] if record.company else []),
    ]
    lines = [words(card.file.name, "bold"), words(between.join(facts))]
    return Text("\n").join([*lines, words(between.join(people))] if people else lines)


def _direction(record: CallRecord) -> str:
    """The direction, with a note if the profile only assumed it."""
    if record.direction is None:
        return "direction unknown"
    source = record.sources.get("direction", "")
    assumed = f" (assumed by {source})" if is_assumed(source) else ""
    return f"{_DIRECTIONS[record.direction]}{assumed}"


def _when(started: datetime) -> str:
    return f"{started:%a} {started.day} {started:%b %Y, %H:%M}"


def _score(card: Scorecard, glyphs: Glyphs) -> Text:
    score = card.score
    if score.overall is None:
        return Text("\n").join([Text("no score", "bold"), words(score.reason.text if score.reason else "", QUIET)])
    style = f"bold {points_style(score.overall)}"
    result = Text(f"{score.overall:.0f} / 100  ", style).append_text(words((score.band or "").upper(), style))
    coverage = Text(f"{score.coverage:.0%} judged".replace("%", " %"), QUIET)
    return Text("\n").join([result, bar(score.overall, SCORE_COLUMNS, glyphs), coverage])


def _critical(card: Scorecard) -> list[Text]:
    """One line for each failed critical norm, because it puts the call below all others."""
    titles = {finding.norm: finding.headline for finding in card.findings}
    return [words(f"CRITICAL: {titles[norm]}", "bold red") for norm in card.score.critical]
