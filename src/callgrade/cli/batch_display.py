"""What a batch shows: progress on a terminal, and a summary at the end; or JSON lines, as each call is done."""

import json
from pathlib import Path
from types import TracebackType
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from callgrade.batch.run import CallEvent
from callgrade.batch.summary import Summary
from callgrade.batch.summary_rows import rate, rows
from callgrade.cli.progress_line import progress_line
from callgrade.files import make_folder, write_whole


class BatchDisplay:
    """Shows the progress of a run (if stderr is a terminal), and its summary at the end."""

    def __init__(self, file: Path | None, form: str = "table") -> None:
        """``file``: where the summary is written as JSON, if given. Raises ``OutputError``.

        ``form``: ``table``; or ``jsonl``, for a line on stdout as each call is done, and the summary as the last.
        """
        if file:
            make_folder(file.parent)  # now: an error at the end of the night would be too late
        self._file, self._as_lines = file, form == "jsonl"
        self._progress = progress_line(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}", markup=False),
            TextColumn("left"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[failures]}", markup=False),
        )
        self._task = self._progress.add_task("scoring", total=None, rate="", failures="")

    def __enter__(self) -> "BatchDisplay":
        """The display."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the line."""
        self._progress.stop()

    def begin(self, due: int) -> None:
        """Start the progress line for ``due`` files."""
        self._progress.update(self._task, total=due)
        self._progress.start()

    def finished(self, summary: Summary, event: CallEvent | None) -> None:
        """Show that one more call is finished."""
        if event and self._as_lines:
            _print_line(event.document())
        failures = f"{summary.not_scored} not scored" if summary.not_scored else ""
        self._progress.update(self._task, completed=summary.handled, rate=rate(summary), failures=failures)

    def close(self, summary: Summary) -> None:
        """Print the summary of the run, and write it if a file was given."""
        self._progress.stop()
        if self._as_lines:
            _print_line(summary.document())
        else:
            Console().print(table_of(summary))
        if self._file:
            write_whole(self._file, json.dumps(summary.document(), indent=2) + "\n")


def _print_line(document: dict[str, Any]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False))


def table_of(summary: Summary) -> Table:
    """The summary as a table for the terminal."""
    table = Table(show_header=False, box=None, pad_edge=False)
    for name, value in rows(summary):
        table.add_row(name, value)
    return table
