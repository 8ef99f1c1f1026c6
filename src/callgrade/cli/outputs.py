"""Where scorecards go: printed one by one, or a file a call in a folder."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click
from rich.console import Console

from callgrade.export.json import to_json
from callgrade.export.safe_names import DistinctNames
from callgrade.export.terminal import print_card, to_text
from callgrade.export.vcon import to_vcon
from callgrade.files import digest_of, make_folder, sweep, write_whole
from callgrade.grading.outcome import Scored
from callgrade.model.scorecard import Scorecard
from callgrade.redaction import redact_text

if TYPE_CHECKING:
    from callgrade.export.options import ExportOptions

# Endings that no recording's sidecar has: intake reads NAME.json and NAME.vcon.json beside a recording.
_ENDINGS = {"terminal": ".scorecard.txt", "json": ".scorecard.json", "vcon": ".scorecard.vcon.json"}


class Output(Protocol):
    """Takes each scorecard as it comes."""

    def add(self, scored: Scored) -> None:
        """Take the card of one call."""

    def close(self) -> None:
        """No more cards come."""


def output_for(form: str, folder: Path | None, tables: Callable[[], "ExportOptions"]) -> Output:
    """The output in ``form``: files in ``folder``, or standard output; ``tables``: how tables are written, if any are.

    Raises ``OutputError``.
    """
    if folder:
        make_folder(folder)
        sweep(folder)
    if form == "csv":
        from callgrade.cli.table_outputs import CallTable, Tables  # pandas takes a while to load

        return Tables(folder, tables()) if folder else CallTable(tables())
    if folder:
        return Files(form, folder)
    return Printed(form)


def print_in(form: str, card: Scorecard, recording: Path | None = None) -> None:
    """Print ``card`` as text (``terminal``), or as one line of ``json`` or ``vcon``.

    ``recording``: its file, whose digest a vCon tells.
    """
    if form == "terminal":
        print_card(card, _Terminal())
    elif form == "json":
        click.echo(to_json(card), nl=False)
    else:
        click.echo(
            to_vcon(card, datetime.now(UTC), digest_of(recording, "sha512") if recording else None, indent=None),
            nl=False,
        )


class Printed:
    """On standard output: cards for reading, or one JSON object a line."""

    def __init__(self, form: str) -> None:
        """``form``: terminal, json or vcon."""
        self._form = form

    def add(self, scored: Scored) -> None:
        """Print the card."""
        print_in(self._form, scored.card, scored.path)

    def close(self) -> None:
        """Nothing is kept back."""


class Files:
    """A file a call in a folder, whole or not there."""

    def __init__(self, form: str, folder: Path) -> None:
        """``form``: terminal, json or vcon."""
        self._form, self._folder, self._names = form, folder, DistinctNames(_ENDINGS[form])

    def add(self, scored: Scored) -> None:
        """Write the file of the card."""
        write_whole(self._folder / self._names.name_for(redact_text(scored.path.name)), self._text(scored))

    def close(self) -> None:
        """Nothing is kept back."""

    def _text(self, scored: Scored) -> str:
        if self._form == "terminal":
            return to_text(scored.card)
        if self._form == "json":
            return to_json(scored.card, indent=2)
        return to_vcon(scored.card, datetime.now(UTC), digest_of(scored.path, "sha512"))


class _Terminal(Console):
    """A console that lets a broken pipe reach the edge."""

    def on_broken_pipe(self) -> None:
        """Raise ``BrokenPipeError``."""
        raise BrokenPipeError
