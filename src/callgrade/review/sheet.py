"""The sheet on which people mark verdicts. The machine's verdict is not in it, and nothing that follows from it alone.

Where the machine looked is in it, so that a reader finds the place; a reader who doubts listens to more of the call.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from callgrade.errors import UsageError
from callgrade.export.clock import clock
from callgrade.export.formats.csv import csv_text
from callgrade.export.options import Dialect
from callgrade.export.table import Row, Table, text
from callgrade.files import whole_files
from callgrade.model.finding import Finding
from callgrade.review.excel_sheet import write_excel
from callgrade.store import StoredCard

FORMS = (".xlsx", ".csv")


class SheetRow(NamedTuple):
    """A norm of a call to be marked. ``name``: of the recording."""

    name: str
    sha256: str
    finding: Finding


def _at(row: SheetRow) -> str | None:
    start_s = next((one.start_s for one in row.finding.evidence if one.start_s is not None), None)
    return None if start_s is None else clock(start_s)


def _where(row: SheetRow) -> str:
    evidence = row.finding.evidence
    quote = next((one.quote for one in evidence if one.quote), None)
    end_s = next((one.end_s for one in evidence if one.end_s is not None), None)
    return quote or ("listen to the whole call" if end_s is None else f"listen until {clock(end_s)}")


SHEET: Table[SheetRow] = Table(
    "review",
    "one row per call and norm",
    (
        text("call", "name of the recording", lambda row: row.name),
        text("sha256", "of the recording; leave it as it is", lambda row: row.sha256),
        text("at", "where to listen first, m:ss or h:mm:ss", _at),
        text("where", "the words there, or how far to listen", _where),
        text("norm", "id of the norm; leave it as it is", lambda row: row.finding.norm),
        text("title", "title of the norm", lambda row: row.finding.title),
        text("expected", "what passes", lambda row: row.finding.expected),
        text("reader", "your name", lambda _: None),
        text("verdict", "pass, partial, fail, not_applicable or cannot_tell", lambda _: None),
        text("remark", "why, if it needs saying", lambda _: None),
    ),
)


def sheet_rows(cards: Iterable[StoredCard], norms: Collection[str]) -> Iterator[SheetRow]:
    """The rows for ``cards``; ``norms``: only these, or all if there are none."""
    for stored in cards:
        for finding in stored.judgement.findings:
            if not norms or finding.norm in norms:
                yield SheetRow(stored.heard.file.name, stored.call.sha256, finding)


def write_sheet(path: Path, rows: Iterable[SheetRow]) -> int:
    """Write a sheet, Excel or CSV by the ending of ``path``; returns the number of rows.

    Raises ``UsageError`` for another ending, ``OutputError`` if it cannot be written.
    """
    check_form(path)
    cells: Sequence[Row] = SHEET.rows(rows)
    with whole_files(path) as (file,):
        if path.suffix.lower() == ".xlsx":
            write_excel(file, SHEET.headings, cells)
        else:
            file.write(csv_text(SHEET.headings, cells, Dialect(), header=True).encode("utf-8-sig"))
    return len(cells)


def check_form(path: Path) -> None:
    """Raise ``UsageError`` if the ending of ``path`` is not one of ``FORMS``."""
    if path.suffix.lower() not in FORMS:
        raise UsageError(f"{path.name} is neither .xlsx nor .csv.", "Give a file with one of these endings.")
