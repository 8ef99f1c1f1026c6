"""A scorecard for the terminal: read in ten seconds, with or without colour, at any width from 60 columns.

From top to bottom: call and score, timeline, line quality, sections, what to work on and where to listen, what passed,
what could not be judged and why, measures. Untrusted text is shown only through ``marks.words``.
"""

import io
from collections import Counter
from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.text import Text

from callgrade.export.terminal.findings import not_judged, noticed, passed, to_work_on
from callgrade.export.terminal.footer import footer
from callgrade.export.terminal.header import header
from callgrade.export.terminal.line import line_quality
from callgrade.export.terminal.marks import QUIET, Glyphs, glyphs_for
from callgrade.export.terminal.measures import key_measures
from callgrade.export.terminal.overview import OverviewLine, overview
from callgrade.export.terminal.sections import sections
from callgrade.export.terminal.timeline import timeline
from callgrade.model.finding import Verdict
from callgrade.model.scorecard import Scorecard
from callgrade.translation.current import ntr, tr

FILE_COLUMNS = 100
NARROWEST = 60


def print_card(card: Scorecard, console: Console, *, full: bool) -> None:
    """Print ``card`` at the width of ``console``, with characters that its encoding has; ``full``: all of it."""
    glyphs = glyphs_for(ascii_only=console.options.ascii_only)
    columns = max(console.width, NARROWEST)
    _print(scorecard(card, columns, glyphs) if full else brief(card, glyphs), columns, console)


def print_overview(lines: list[OverviewLine], console: Console) -> None:
    """Print one line for each call."""
    _print(overview(lines), max(console.width, NARROWEST), console)


def to_text(card: Scorecard, columns: int = FILE_COLUMNS) -> str:
    """The whole card as plain text, ``columns`` wide, without colour."""
    return _uncoloured(scorecard(card, columns, glyphs_for(ascii_only=False)), columns)


def overview_text(lines: Iterable[OverviewLine], columns: int = FILE_COLUMNS) -> str:
    """One line for each call as plain text."""
    return _uncoloured(overview(list(lines)), columns)


def _print(shown: RenderableType, columns: int, console: Console) -> None:
    if console.is_terminal:
        console.print(shown, markup=False, emoji=False, highlight=False)
    else:
        console.file.write(_uncoloured(shown, columns))


def _uncoloured(shown: RenderableType, columns: int) -> str:
    text = io.StringIO()
    console = Console(file=text, width=columns, color_system=None, force_terminal=False, legacy_windows=False)
    console.print(shown, markup=False, emoji=False, highlight=False)
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines())


def scorecard(card: Scorecard, columns: int, glyphs: Glyphs) -> Group:
    """The whole card, with an empty line after each part; empty parts are left out."""
    parts = (
        header(card, glyphs),
        timeline(card, columns, glyphs),
        line_quality(card, glyphs),
        sections(card, columns, glyphs),
        to_work_on(card, glyphs),
        noticed(card, columns, glyphs),
        passed(card, columns, glyphs),
        not_judged(card, glyphs),
        key_measures(card, glyphs),
        footer(card, glyphs),
    )
    return _spaced(parts)


def brief(card: Scorecard, glyphs: Glyphs) -> Group:
    """The card in brief: call, score, what to work on with the points that it cost, and how many are left out."""
    return _spaced((header(card, glyphs), to_work_on(card, glyphs), _left_out(card)))


def _left_out(card: Scorecard) -> Text:
    counts = Counter(finding.verdict for finding in card.findings)
    passed, open_ones = counts[Verdict.PASS], counts[Verdict.CANNOT_TELL]
    counted = [
        *([ntr("{n} passed", "{n} passed", passed)] if passed else []),
        *([ntr("{n} could not be judged", "{n} could not be judged", open_ones)] if open_ones else []),
    ]
    return Text(tr("{counted}; --full shows all", counted=", ".join(counted) or tr("nothing was judged")), QUIET)


def _spaced(parts: Iterable[RenderableType | None]) -> Group:
    spaced: list[RenderableType] = []
    for part in parts:
        if part is not None:
            spaced += [part, Text()]
    return Group(*spaced)
