"""Outputs for scorecards: standard output, or one file per call in a folder."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click
from rich.console import Console

from callgrade.cli.cards.card_text import card_text, ending_of
from callgrade.export.safe_names import DistinctNames
from callgrade.export.terminal import print_card, print_overview, to_text
from callgrade.export.terminal.overview import OverviewLine, line_of
from callgrade.files import make_folder, sweep, write_whole
from callgrade.model.scorecard import Scorecard

if TYPE_CHECKING:
    from callgrade.config.intake import IntakeSettings
    from callgrade.export.options import ExportOptions


class Output(Protocol):
    """Receives scorecards one by one."""

    def add(self, card: Scorecard, recording: Path, /) -> None:
        """Write the card of one call."""

    def close(self) -> None:
        """Finish: there are no more cards."""


def output_for(
    form: str,
    folder: Path | None,
    tables: Callable[[], "ExportOptions"],
    *,
    full: bool = False,
    sound: "IntakeSettings | None" = None,
) -> Output:
    """The output in ``form``: files in ``folder``, or standard output; ``full``: whole cards on a terminal.

    ``tables``: returns the options of tables; called only for CSV. ``sound``: how to decode recordings for copies
    beside pages; ``None``: no copies. Raises ``OutputError``.
    """
    if folder:
        make_folder(folder)
        sweep(folder)
    if form == "csv":
        from callgrade.cli.table_outputs import CallTable, Tables  # pandas takes a while to load

        return Tables(folder, tables()) if folder else CallTable(tables())
    if folder:
        return Files(form, folder, sound)
    return Printed(form, full=full)


def print_in(form: str, card: Scorecard, recording: Path | None = None, *, full: bool = False) -> None:
    """Print ``card`` as text (``terminal``), or in another form, ``json`` and ``vcon`` on one line.

    ``recording``: its file; a vCon gets its digest. ``full``: the whole card as text, else in brief.
    """
    if form == "terminal":
        print_card(card, _Terminal(), full=full)
    else:
        click.echo(card_text(form, card, recording, indent=None), nl=False)


class Printed:
    """Prints cards as text, or in another form, such as one JSON object per line."""

    def __init__(self, form: str, *, full: bool) -> None:
        """``form``: any but csv and html; ``full``: whole cards as text."""
        if form != "terminal":
            ending_of(form)  # now: a plug-in that cannot be used would lose every call
        self._form, self._full = form, full
        self._lines: list[OverviewLine] = []

    def add(self, card: Scorecard, recording: Path, /) -> None:
        """Print the card."""
        print_in(self._form, card, recording, full=self._full)
        self._lines.append(line_of(card))

    def close(self) -> None:
        """Print a table of the calls, if they are several and people read them."""
        if self._form == "terminal" and len(self._lines) > 1:
            print_overview(self._lines, _Terminal())


class Files:
    """Writes one file per call into a folder. No file is ever incomplete."""

    def __init__(self, form: str, folder: Path, sound: "IntakeSettings | None" = None) -> None:
        """``form``: any but csv. ``sound``: as in ``output_for``."""
        self._form, self._folder, self._names = form, folder, DistinctNames(ending_of(form))
        self._sound = sound

    def add(self, card: Scorecard, recording: Path, /) -> None:
        """Write the file of one call."""
        from callgrade.redaction import redact_text

        path = self._folder / self._names.name_for(redact_text(recording.name))
        write_whole(path, self._text(card, recording, path))

    def close(self) -> None:
        """Do nothing: every card is written already."""

    def _text(self, card: Scorecard, recording: Path, path: Path) -> str:
        if self._form == "terminal":
            return to_text(card)
        if self._form == "html":
            return _page(card, recording, path, self._sound)
        return card_text(self._form, card, recording, indent=2)


def _page(card: Scorecard, recording: Path, path: Path, sound: "IntakeSettings | None") -> str:
    from callgrade.report.call_page import lone_call_page
    from callgrade.report.sound import copied_beside, linked

    return lone_call_page(card, copied_beside(recording, path, sound) if sound else linked(recording, path.parent))


class _Terminal(Console):
    """A console that raises an error for a broken pipe, so the edge can handle it."""

    def on_broken_pipe(self) -> None:
        """Raise ``BrokenPipeError``."""
        raise BrokenPipeError
