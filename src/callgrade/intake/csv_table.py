"""Tables as text (CSV, RFC 4180 and its dialects) from other programs, read row by row in constant memory.

The encoding is UTF-8, or UTF-16 with a byte order mark, else Windows-1252, with a warning. The delimiter is the one
that splits the first rows into the most cells. If a row cannot be read, only that row is lost.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from callgrade.intake.probe import open_regular

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 20
_CHUNK = 1 << 20
# A longer line is read in pieces, which then have too few cells: memory stays bounded whatever the file.
_LONGEST_LINE = 1 << 18
_NAMED_LINES = 5


@dataclass
class BadRows:
    """Rows that could not be read: how many, and the first of them."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def note(self, line: int, why: str) -> None:
        """Count the row that begins at ``line``."""
        self.count += 1
        if len(self.first) < _NAMED_LINES:
            self.first.append(f"line {line}: {why}")

    def summary(self) -> str:
        """The number of rows, and why the first ones could not be read."""
        more = "; …" if self.count > len(self.first) else ""
        return f"{self.count:,} row{'s' * (self.count != 1)} could not be read ({'; '.join(self.first)}{more})"


@dataclass(frozen=True)
class CsvTable:
    """An open table. ``rows``: (line it begins at, cells), blank rows left out; ``warnings``: as shown to people."""

    name: str
    rows: Iterator[tuple[int, list[str]]]
    bad: BadRows
    warnings: tuple[str, ...]


@contextmanager
def open_table(path: Path) -> Iterator[CsvTable]:
    """Open the table at ``path``; raises ``InputError`` when it is no file that can be read."""
    with open_regular(path) as opened:
        encoding = _encoding(opened.file)
        delimiter = _delimiter(opened.file, encoding)
        guessed = (f"{opened.name} is not UTF-8; it was read as Windows-1252",) if encoding == "cp1252" else ()
        bad = BadRows()
        with _text(opened.file, encoding) as text:
            yield CsvTable(opened.name, _rows(text, delimiter, bad), bad, guessed)


def _encoding(file: BinaryIO) -> str:
    file.seek(0)
    if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"  # a character cut off at the very end is that of a file still being written


def _delimiter(file: BinaryIO, encoding: str) -> str:
    """The character that splits the first rows into the most cells."""

    def cells(delimiter: str) -> int:
        with _text(file, encoding) as text:
            return sum(len(row) for _, row in islice(_rows(text, delimiter, BadRows()), _SAMPLE_ROWS))

    return max(_DELIMITERS, key=cells)


@contextmanager
def _text(file: BinaryIO, encoding: str) -> Iterator[io.TextIOWrapper]:
    """The text of ``file`` from its start; the file stays open."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        yield text
    finally:
        text.detach()


def _rows(text: io.TextIOWrapper, delimiter: str, bad: BadRows) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(iter(lambda: text.readline(_LONGEST_LINE), ""), delimiter=delimiter)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            bad.note(line, str(error))
            continue
        if any(cell.strip() for cell in cells):
            yield line, cells
