"""A scorecard for the terminal: read in ten seconds, with or without colour, at any width from 60 columns.

From top to bottom: call and score, timeline, line quality, sections, what to work on and where to listen, what passed,
what could not be judged and why, measures. Untrusted text is shown only through ``marks.words``.
"""

import io

from rich.console import Console, Group, RenderableType
from rich.text import Text

from callgrade.export.terminal.findings import not_judged, noticed, passed, to_work_on
from callgrade.export.terminal.footer import footer
from callgrade.export.terminal.header import header
from callgrade.export.terminal.line import line_quality
from callgrade.export.terminal.marks import Glyphs, glyphs_for
from callgrade.export.terminal.measures import key_measures
from callgrade.export.terminal.sections import sections
from callgrade.export.terminal.timeline import timeline
from callgrade.model.scorecard import Scorecard

FILE_COLUMNS = 100
NARROWEST = 60


def print_card(card: Scorecard, console: Console) -> None:
    """Print ``card`` at the width of ``console``, with characters that its encoding has."""
    glyphs = glyphs_for(ascii_only=console.options.ascii_only)
    columns = max(console.width, NARROWEST)
    if console.is_terminal:
        console.print(scorecard(card, columns, glyphs), markup=False, emoji=False, highlight=False)
    else:
        console.file.write(_uncoloured(card, columns, glyphs))


def to_text(card: Scorecard, columns: int = FILE_COLUMNS) -> str:
    """The card as plain text, ``columns`` wide, without colour."""
    return _uncoloured(card, columns, glyphs_for(ascii_only=False))


def _uncoloured(card: Scorecard, columns: int, glyphs: Glyphs) -> str:
    text = io.StringIO()
    console = Console(file=text, width=columns, color_system=None, force_terminal=False, legacy_windows=False)
    console.print(scorecard(card, columns, glyphs), markup=False, emoji=False, highlight=False)
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
    spaced: list[RenderableType] = []
    for part in parts:
        if part is not None:
            spaced += [part, Text()]
    return Group(*spaced)
