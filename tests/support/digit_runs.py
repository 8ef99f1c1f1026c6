"""Looks into every file below a folder for runs of digits as long as a card's number, in all that text may hide in.

Stores are read column by column and their documents decompressed, workbooks and Parquet cell by cell. What is not
looked at: numbers that are numbers (a time in ns has 19 digits), and what identifies a file or a call: digests and
UUIDs. Words that stand apart in a document are looked at as they were said, one after the other.
"""

import csv
import json
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet

LONGEST = 12
_IDENTIFIERS = re.compile(
    r"\b(?:[0-9a-f]{64}|[0-9a-f]{16}-(?:[0-9a-f]{16})?|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?![0-9a-f])"
    r"|sha512-[\w-]{86}"
)
_HEXADECIMAL = re.compile(r"[0-9a-f]{40,}")  # digests as a store has them, with nothing between them
_RUN = re.compile(rf"\d(?:[ -]?\d){{{LONGEST},}}")
_FRACTION = re.compile(r"-?\d{1,9}\.\d+(?:e-?\d+)?")


def texts_below(folder: Path) -> dict[Path, list[str]]:
    """What is to be read in each file below ``folder``, its name first."""
    return {path: [path.name, *_texts(path)] for path in sorted(folder.rglob("*")) if path.is_file()}


def runs(texts: Iterable[str]) -> list[str]:
    """Runs of more than ``LONGEST`` digits in ``texts``, single blanks and hyphens between them allowed."""
    return [run for text in texts for run in _RUN.findall(_IDENTIFIERS.sub(" ", text))]


def telling(texts: Iterable[str], pieces: Iterable[str]) -> list[str]:
    """Those of ``texts`` that hold one of ``pieces`` (digits) by itself: no part of a longer number or a fraction."""
    alone = re.compile(rf"(?<![\w.])(?:{'|'.join(pieces)})(?![\w]|\.\d)")
    return [text for text in texts if alone.search(_IDENTIFIERS.sub(" ", text))]


def _texts(path: Path) -> Iterator[str]:
    content = path.read_bytes()
    if content.startswith(b"SQLite format 3\0"):
        yield from _of_store(path)
        yield _HEXADECIMAL.sub(" ", content.decode("latin-1"))  # what was deleted may still be there
    elif path.suffix == ".xlsx":
        yield from _of_workbook(path)
    elif path.suffix == ".parquet":
        yield from _of_rows(pyarrow.parquet.read_table(path).to_pylist())
    elif path.suffix == ".csv":
        yield from (cell for row in csv.reader(content.decode("utf-8-sig").splitlines()) for cell in row if _said(cell))
    elif path.suffix == ".json":
        for line in [content] if content.startswith(b"{\n") else content.splitlines():
            yield from of_document(json.loads(line))
    else:
        yield content.decode("utf-8", "replace")


def of_document(value: Any) -> Iterator[str]:
    """All texts of a JSON document; the words of a list of words also as one text."""
    if isinstance(value, dict):
        yield from (text for key, one in value.items() for text in (key, *of_document(one)))
    elif isinstance(value, list):
        yield from (text for one in value for text in of_document(one))
        yield " ".join(one["text"] for one in value if isinstance(one, dict) and "probability" in one)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, int):
        yield str(value)


def _of_store(path: Path) -> Iterator[str]:
    with closing(sqlite3.connect(path)) as store:
        tables = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in store.execute(f"SELECT * FROM {table}"):
                yield from (cell for cell in row if isinstance(cell, str))
                for blob in (cell for cell in row if isinstance(cell, bytes)):
                    yield from of_document(json.loads(zlib.decompress(blob)))


def _of_workbook(path: Path) -> Iterator[str]:
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        yield sheet.title
        yield from (
            str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str | int)
        )
    with zipfile.ZipFile(path) as parts:
        names = [name for name in parts.namelist() if not name.startswith("xl/worksheets/")]
        yield from (parts.read(name).decode() for name in names)


def _of_rows(rows: Iterable[dict[str, object]]) -> Iterator[str]:
    yield from (str(cell) for row in rows for cell in row.values() if isinstance(cell, str | int))


def _said(cell: str) -> bool:
    """Whether a cell is more than a number with a fraction, whose last digits mean nothing."""
    return not _FRACTION.fullmatch(cell)
