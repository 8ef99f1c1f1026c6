"""What a rescoring shows: a progress line, the calls that change most, and how often each norm flips."""

from collections import Counter
from collections.abc import Iterator
from types import TracebackType

from rich.console import Console
from rich.progress import TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from callgrade.cli.progress_line import progress_line
from callgrade.rescoring.changes import CardChange, Flip
from callgrade.rescoring.rescoring import Tally
from callgrade.store import StoredCall
from callgrade.text import plain

SHOWN = 20
"""Most calls that are listed."""

FLIPS_SHOWN = 5
"""Most norms that are listed per call."""

_NONE = "—"
_DIGITS = 12

Row = tuple[StoredCall, CardChange]


class RescoreDisplay:
    """Shows the progress of a rescoring (if stderr is a terminal), and its changes at the end."""

    def __init__(self, dry_run: bool) -> None:
        """``dry_run``: nothing is written, and the changes are listed call by call."""
        self._dry_run = dry_run
        self._greatest: list[Row] = []
        self._progress = progress_line(
            TextColumn("rescored: {task.completed}", markup=False),
            TimeElapsedColumn(),
        )
        self._task = self._progress.add_task("", total=None)

    def __enter__(self) -> "RescoreDisplay":
        """Start the progress line."""
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the line."""
        self._progress.stop()

    def rescored(self, call: StoredCall, change: CardChange) -> None:
        """Count one more call, and keep the greatest changes."""
        self._progress.advance(self._task)
        if self._dry_run and change:
            self._greatest.append((call, change))
            if len(self._greatest) >= 2 * SHOWN:
                self._greatest = _sorted(self._greatest)[:SHOWN]

    def close(self, tally: Tally) -> None:
        """Print the changes and the totals."""
        self._progress.stop()
        console = Console()
        if self._greatest:
            console.print(_calls(_sorted(self._greatest)[:SHOWN], tally.changed))
            console.print()
        if tally.flips:
            console.print(_norms(tally.flips))
            console.print()
        console.print(_numbers(tally, self._dry_run))


def _sorted(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row[1].size, -len(row[1].flips), row[0].sha256))


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, no_wrap=heading in ("call", "calls"))
    return table


def _calls(rows: list[Row], changed: int) -> Table:
    table = _table("call", "file", "overall and norms")
    for call, change in rows:
        changes = [_overall(change), *map(_flip, change.flips[:FLIPS_SHOWN])]
        if len(change.flips) > FLIPS_SHOWN:
            changes.append(f"… and {len(change.flips) - FLIPS_SHOWN} more norms")
        table.add_row(call.sha256[:_DIGITS], Text(plain(call.name or _NONE)), Text("\n".join(changes)))
    if changed > len(rows):
        table.add_row(f"… and {changed - len(rows)} more")
    return table


def _overall(change: CardChange) -> str:
    before, after = (
        f"{points:.0f} {band}" if points is not None else _NONE
        for points, band in zip(change.overall, change.band, strict=True)
    )
    return before if before == after else f"{before} → {after}"


def _flip(flip: Flip) -> str:
    return f"{flip.norm}: {flip.before or _NONE} → {flip.after or _NONE}"


def _norms(flips: Counter[Flip]) -> Table:
    """Each norm with the number of its flips, most flips first."""
    by_norm: Counter[str] = Counter()
    for flip, count in flips.items():
        by_norm[flip.norm] += count
    table = _table("norm", "calls", "from → to")
    for norm, count in sorted(by_norm.items(), key=lambda one: (-one[1], one[0])):
        how = ((flip, times) for flip, times in flips.most_common() if flip.norm == norm)
        ways = ", ".join(f"{flip.before or _NONE} → {flip.after or _NONE} {times}" for flip, times in how)
        table.add_row(norm, str(count), ways)
    return table


def _numbers(tally: Tally, dry_run: bool) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False)
    for name, value in _rows(tally, dry_run):
        if value:
            table.add_row(name, str(value))
    return table


def _rows(tally: Tally, dry_run: bool) -> Iterator[tuple[str, int | str]]:
    rescored = tally.judged - tally.elsewhere
    yield ("would be rescored" if dry_run else "rescored"), str(rescored)
    yield "  changed", str(tally.changed)
    yield "  unchanged", str(tally.judged - tally.changed)
    yield "already up to date", tally.current
    yield "skipped, as another run changed them", tally.elsewhere
    yield "cannot be rescored: stored words damaged", len(tally.failed)
    for digest in tally.failed[:SHOWN]:
        yield f"  {digest[:_DIGITS]}", "run callgrade forget, then analyze the recording"
