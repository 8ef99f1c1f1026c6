"""What a batch shows: a line of progress on a terminal while it runs, and a table of what became of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from callgrade.batch.summary import Summary
from callgrade.export.files import make_folder, write_whole


class BatchDisplay:
    """Shows how a run goes on (nothing where stderr is no terminal), and at its end what became of it."""

    def __init__(self, file: Path | None) -> None:
        """``file``: where the summary is written as JSON, if anywhere; raises ``OutputError`` where it cannot lie."""
        if file:
            make_folder(file.parent)  # now, not when the night is over
        self._file = file
        console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}", markup=False),
            TextColumn("left"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[failures]}", markup=False),
            console=console,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("scoring", total=None, rate="", failures="")

    def __enter__(self) -> "BatchDisplay":
        """The display."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the line away."""
        self._progress.stop()

    def begin(self, due: int) -> None:
        """So many files are due."""
        self._progress.update(self._task, total=due)
        self._progress.start()

    def ended(self, summary: Summary) -> None:
        """One more call came to its end."""
        failures = f"{summary.not_scored} not scored" if summary.not_scored else ""
        self._progress.update(self._task, completed=summary.handled, rate=_rate(summary), failures=failures)

    def close(self, summary: Summary) -> None:
        """The run is over: print its summary, and write it."""
        self._progress.stop()
        Console().print(table_of(summary))
        if self._file:
            write_whole(self._file, json.dumps(summary.document(), indent=2) + "\n")


def table_of(summary: Summary) -> Table:
    """The summary for reading, rows that are zero left out."""
    table = Table(show_header=False, box=None, pad_edge=False)
    for name, value in _rows(summary):
        if value:
            table.add_row(name, str(value))
    return table


def _rows(summary: Summary) -> Iterator[tuple[str, str | int]]:
    yield "due", str(summary.due)
    yield "scored", str(summary.scored)
    yield "not scored", summary.not_scored
    for code, count in sorted(summary.reasons.items()):
        yield f"  {code}", count
    yield "not taken", f"{summary.left} ({summary.end})" if summary.left else 0
    for code, count in sorted(summary.unread.items()):
        yield f"not read, tried again by the next run: {code}", count
    yield "taken by another run", summary.elsewhere
    yield "unchanged since an earlier run", summary.unchanged
    yield "copies of known recordings", summary.copies
    yield "still being written", summary.growing
    yield "documents whose recording is not there", summary.lone_documents
    for code, count in sorted(summary.skipped.items()):
        yield f"skipped: {code}", count
    yield "audio scored", f"{summary.audio_s / 3600:.2f} h" if summary.audio_s else 0
    yield "rate", _rate(summary) if summary.scored else 0
    yield "scored by other norms or settings", f"{summary.outdated}; see callgrade rescore" if summary.outdated else 0


def _rate(summary: Summary) -> str:
    """Calls an hour and, where there was sound, how many times faster than real time."""
    wall_s = summary.wall_s
    if not wall_s or not summary.finished:
        return ""
    calls = f"{summary.finished / wall_s * 3600:,.0f} calls/h"
    return f"{calls}, {summary.audio_s / wall_s:.1f} × real time" if summary.audio_s else calls
