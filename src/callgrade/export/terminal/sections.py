"""The sections: a bar for each, and one sign per norm."""

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from callgrade.export.for_people.terms import section_term
from callgrade.export.terminal.marks import QUIET, STYLES, Glyphs, bar, heading, label, points_style
from callgrade.model.scorecard import Scorecard, SectionScore
from callgrade.translation.current import tr

_BAR_SHARE = 0.3


def sections(card: Scorecard, columns: int, glyphs: Glyphs) -> RenderableType | None:
    """One row per section; ``None`` without findings."""
    if not card.score.sections:
        return None
    grid = Table.grid(padding=(0, 2))
    grid.add_column(min_width=12)
    grid.add_row(heading(tr("Sections")))
    for section in card.score.sections:
        grid.add_row(
            label(section_term(section.section)),
            bar(section.score, int(columns * _BAR_SHARE), glyphs),
            _points(section),
            _signs(card, section, glyphs),
        )
    return grid


def _points(section: SectionScore) -> Text:
    if section.score is None:
        return Text("  –", QUIET)
    return Text(f"{section.score:3.0f}", points_style(section.score))


def _signs(card: Scorecard, section: SectionScore, glyphs: Glyphs) -> Text:
    verdicts = [finding.verdict for finding in card.findings if finding.section == section.section]
    return Text(" ").join(Text(glyphs.verdicts[verdict], STYLES[verdict]) for verdict in verdicts)
