"""The head of the card: the call and its score."""

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from callgrade.export.clock import clock
from callgrade.export.for_people.terms import band_term, direction_term, reason_term, warnings_of
from callgrade.export.terminal.marks import QUIET, Glyphs, bar, points_style, words
from callgrade.export.wording import percent
from callgrade.model.provenance import assumed_by, is_assumed
from callgrade.model.record import CallRecord
from callgrade.model.scorecard import Scorecard
from callgrade.translation.current import moment, norm_text, tr
from callgrade.translation.texts import MOMENT

SCORE_COLUMNS = 22


def header(card: Scorecard, glyphs: Glyphs) -> RenderableType:
    """The facts of the call on the left, score and band on the right, critical fails and warnings below."""
    grid = Table.grid(padding=(0, 2), expand=True)
    grid.add_column(ratio=1)
    grid.add_column(width=SCORE_COLUMNS, justify="right")
    grid.add_row(_identity(card, glyphs), _score(card, glyphs))
    alarms = [*_critical(card), *(words(f"! {warning}", "yellow") for warning in warnings_of(card))]
    style = "red" if card.score.critical else QUIET
    return Panel(Group(grid, *alarms), box=glyphs.frame, border_style=style, padding=(0, 2))


def _identity(card: Scorecard, glyphs: Glyphs) -> Text:
    record, between = card.record, f" {glyphs.dot} "
    facts = [
        _direction(record),
        clock(card.file.duration_s) if card.conversation.timed else tr("no times"),
        *([moment(record.started, MOMENT)] if record.started else []),
        *([record.language] if record.language else []),
    ]
    people = [
        *([tr("agent {name}", name=record.agent)] if record.agent else []),
        *([tr("customer {name}", name=record.customer)] if record.customer else []),
        *([record.company] if record.company else []),
    ]
    lines = [words(card.file.name, "bold"), words(between.join(facts))]
    return Text("\n").join([*lines, words(between.join(people))] if people else lines)


def _direction(record: CallRecord) -> str:
    """The direction, with a note if the profile only assumed it."""
    if record.direction is None:
        return tr("direction unknown")
    source = record.sources.get("direction", "")
    direction = direction_term(record.direction)
    if not is_assumed(source):
        return direction
    profile = source.removeprefix(assumed_by(""))
    return tr("{direction} (assumed by profile {profile})", direction=direction, profile=profile)


def _score(card: Scorecard, glyphs: Glyphs) -> Text:
    score = card.score
    if score.overall is None:
        return Text("\n").join([Text(tr("no score"), "bold"), words(reason_term(score.reason), QUIET)])
    style = f"bold {points_style(score.overall)}"
    result = Text(f"{score.overall:.0f} / 100  ", style).append_text(words(band_term(score.band).upper(), style))
    coverage = Text(tr("{share} judged", share=percent(score.coverage)), QUIET)
    return Text("\n").join([result, bar(score.overall, SCORE_COLUMNS, glyphs), coverage])


def _critical(card: Scorecard) -> list[Text]:
    """One line for each failed critical norm, because it puts the call below all others."""
    titles = {finding.norm: norm_text(finding.headline) for finding in card.findings}
    return [words(tr("CRITICAL: {title}", title=titles[norm]), "bold red") for norm in card.score.critical]
