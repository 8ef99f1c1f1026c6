"""Read a sheet that people filled in."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from callgrade.errors import CallgradeError, InputError
from callgrade.intake.csv_table import open_table
from callgrade.model.finding import Verdict
from callgrade.review.excel_sheet import read_excel
from callgrade.review.sheet import check_form
from callgrade.store import NewMark, Store
from callgrade.text import cleaned

_NEEDED = ("sha256", "norm", "verdict")
_MOST_NAMED = 5
_LEAST_DIGITS = 12


@dataclass(frozen=True)
class MarkedSheet:
    """The verdicts of a sheet. ``blank``: rows without a verdict."""

    marks: tuple[NewMark, ...]
    blank: int


def read_sheet(store: Store, path: Path, reader: str | None = None) -> MarkedSheet:
    """The verdicts in the sheet at ``path``. ``reader``: of the rows that name none.

    Raises ``InputError`` that names the first mistakes; then nothing of the sheet is used.
    """
    check_form(path)
    marks: dict[tuple[int, str, str], tuple[int, NewMark]] = {}
    wrong: list[str] = []
    blank = 0
    calls = _Calls(store)
    for line, row in _rows(path):
        if not row["verdict"]:
            blank += 1
            continue
        try:
            mark = _mark(calls, row, reader)
            earlier = marks.setdefault((mark.call_id, mark.norm, mark.reader), (line, mark))
            if earlier[1] != mark:
                raise _MistakeError(f"{mark.reader} marks the same in row {earlier[0]} otherwise")
        except _MistakeError as error:
            wrong.append(f"row {line}: {error}")
    if wrong:
        more = f"; and {len(wrong) - _MOST_NAMED} others" if len(wrong) > _MOST_NAMED else ""
        raise InputError(
            "bad_sheet", f"{path.name}: {'; '.join(wrong[:_MOST_NAMED])}{more}.", "Correct it; nothing was imported."
        )
    return MarkedSheet(tuple(mark for _, mark in marks.values()), blank)


class _MistakeError(Exception):
    """What is wrong in a row."""


class _Calls:
    """Finds calls by the digest of their recording."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, int] = {}

    def id_of(self, sha256: str) -> int:
        if sha256 not in self._known:
            if len(sha256) < _LEAST_DIGITS:
                raise _MistakeError(f"{sha256!r} is not the digest of a recording")
            with suppress(CallgradeError):
                self._known[sha256] = self._store.calls.find(sha256).id
        if sha256 not in self._known:
            raise _MistakeError(f"no call in the store has the digest {sha256[:_LEAST_DIGITS]}")
        return self._known[sha256]


def _mark(calls: _Calls, row: Mapping[str, str], reader: str | None) -> NewMark:
    name = row.get("reader") or reader
    if not name:
        raise _MistakeError("no reader; fill the column, or give --reader")
    if not row["norm"]:
        raise _MistakeError("no norm")
    return NewMark(calls.id_of(row["sha256"]), row["norm"], name, _verdict(row["verdict"]), row.get("remark", ""))


def _verdict(text: str) -> Verdict:
    try:
        return Verdict(text.casefold().replace(" ", "_"))
    except ValueError:
        raise _MistakeError(f"{text!r} is no verdict; write one of {', '.join(Verdict)}") from None


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows below the headings, by name; raises ``InputError`` if a needed column is not there."""
    rows = _cells(path)
    _, headings = next(rows, (1, []))
    names = [cleaned(heading).casefold() for heading in headings]
    absent = [name for name in _NEEDED if name not in names]
    if absent:
        raise InputError(
            "bad_sheet", f"{path.name} has no column {', '.join(absent)}.", "Use a sheet of callgrade review export."
        )
    for line, cells in rows:
        padded = [*cells, *[""] * (len(names) - len(cells))]
        yield line, {name: cleaned(cell) for name, cell in zip(names, padded, strict=False)}


def _cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    if path.suffix.lower() == ".xlsx":
        yield from read_excel(path)
        return
    with open_table(path) as table:
        yield from table.rows
