"""Tables as an Excel workbook: a sheet for each.

Text is always written as text, so it never becomes a formula or a link; only a column of links has links. A table that
is longer than a sheet continues on another sheet. Times are dates of Excel, which knows no zones: what the clock on the
wall showed.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from unicodedata import east_asian_width

from callgrade.errors import UsageError, how_to_install
from callgrade.export.table import CellLink, ColumnKind, Heading, Row, Rows, Table, Value, Write
from callgrade.files import spare_folder

SHEET_ROWS = 1_048_576  # Excel's own limits
CELL_CHARACTERS = 32_767
SHEET_LINKS = 65_530
_FIRST_YEAR = 1900
_MADE = datetime(2000, 1, 1)  # fixed, so the same calls give the same bytes
_NARROWEST, _WIDEST = 8, 48  # characters

Fills = Mapping[str, Mapping[str, str]]
"""Column → value → colour of the cell (RRGGBB)."""


@contextmanager
def excel_file(
    file: BinaryIO, tables: Sequence[Table[Any]], folder: Path, fills: Fills, sheet_rows: int = SHEET_ROWS
) -> Iterator[list[Write]]:
    """For each of ``tables`` a function that writes rows to its sheet in ``file``; temporary files go into ``folder``.

    ``sheet_rows``: rows per sheet, with the heading. Raises ``UsageError`` if the extra ``excel`` is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise UsageError("Excel files need XlsxWriter.", how_to_install("excel")) from error
    with spare_folder(folder) as temporary:
        options = {"constant_memory": True, "tmpdir": str(temporary), "use_zip64": True}
        output = _Output(file)
        workbook = xlsxwriter.Workbook(output, options)
        workbook.set_properties({"created": _MADE})
        formats = _Formats(workbook, fills)
        sheets = [_Sheets(workbook, table, formats, sheet_rows) for table in tables]
        try:
            yield [sheet.write for sheet in sheets]
            for sheet in sheets:
                sheet.finish()
            workbook.close()
            if output.error:
                raise output.error
        except xlsxwriter.exceptions.FileCreateError as error:
            raise error.args[0] from error  # the OSError behind it
        finally:
            output.detach()
            _close(workbook)


class _Output:
    """Receives the bytes of the archive and never raises, because a failed archive writes again when it is collected.

    ``error``: the first error of the file; later bytes are dropped.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file: BinaryIO | None = file
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        """Write to the file until it fails."""
        if self._file:
            try:
                self._file.write(data)
            except OSError as error:
                self.error, self._file = error, None
        return len(data)

    def flush(self) -> None:
        """Do nothing: there is no buffer."""

    def detach(self) -> None:
        """Drop all later bytes."""
        self._file = None


class _Formats:
    """The formats of a workbook's cells."""

    def __init__(self, workbook: Any, fills: Fills) -> None:
        self.head = workbook.add_format({"bold": True, "bottom": 1})
        self.link = workbook.get_default_url_format()
        self.time = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        self._share = workbook.add_format({"num_format": "0.0%"})
        colours = {colour for colours in fills.values() for colour in colours.values()}
        formats = {
            one: workbook.add_format({"bg_color": f"#{one}", "font_color": "#000000"}) for one in sorted(colours)
        }
        self._filled = {
            column: {value: formats[colour] for value, colour in chosen.items()} for column, chosen in fills.items()
        }

    def of(self, heading: Heading, value: Value) -> Any:
        """The format of a cell; ``None`` for the usual one."""
        if heading.unit == "share":
            return self._share
        return self._filled.get(heading.name, {}).get(value) if isinstance(value, str) else None


class _Sheets:
    """The sheets of one table. Each begins with the headings; a full sheet is followed by another."""

    def __init__(self, workbook: Any, table: Table[Any], formats: _Formats, sheet_rows: int) -> None:
        self._workbook, self._name, self._sheet_rows = workbook, table.name, sheet_rows
        self._headings, self._formats, self._number = table.headings, formats, 0
        self._begin()

    def write(self, rows: Rows) -> None:
        """Add rows."""
        for row in rows:
            if self._at == self._sheet_rows:
                self.finish()
                self._begin()
            self._put(row)

    def finish(self) -> None:
        """Set the widths and the filter of the sheet, now that its rows are known."""
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, min(_WIDEST, width + 2))
        self._sheet.autofilter(0, 0, self._at - 1, len(self._headings) - 1)

    def _begin(self) -> None:
        self._number += 1
        self._sheet = self._workbook.add_worksheet(self._name if self._number == 1 else f"{self._name} {self._number}")
        self._sheet.freeze_panes(1, 1)
        self._widths = [_NARROWEST] * len(self._headings)
        self._at, self._links = 1, 0
        for column, heading in enumerate(self._headings):
            self._text(0, column, heading.shown, self._formats.head)

    def _put(self, row: Row) -> None:
        for column, (heading, value) in enumerate(zip(self._headings, row, strict=True)):
            if value is not None:
                self._cell(column, heading, value)
        self._at += 1

    def _cell(self, column: int, heading: Heading, value: str | float | CellLink) -> None:
        form = self._formats.of(heading, value)
        if isinstance(value, CellLink):
            self._link(column, value)
        elif not isinstance(value, str):
            self._sheet.write_number(self._at, column, value, form)
        elif heading.kind is ColumnKind.TIME and (at := _wall_time(value)):
            self._sheet.write_datetime(self._at, column, at, self._formats.time)
            self._widths[column] = max(self._widths[column], len("2026-03-02 15:30"))
        else:
            self._text(self._at, column, value, form)

    def _text(self, row: int, column: int, value: str, form: Any) -> None:
        self._sheet.write_string(row, column, value[:CELL_CHARACTERS], form)
        self._widths[column] = max(self._widths[column], _cells(value))

    def _link(self, column: int, link: CellLink) -> None:
        self._links += 1
        if self._links > SHEET_LINKS:
            self._text(self._at, column, link.text, None)
        else:
            self._sheet.write_url(self._at, column, f"external:{link.address}", self._formats.link, link.text)


def _cells(text: str) -> int:
    """The width of ``text`` in characters; a Chinese one takes two."""
    return len(text) if text.isascii() else sum(1 + (east_asian_width(one) in "WF") for one in text)


def _wall_time(value: str) -> datetime | None:
    """A time in ISO 8601 without its zone; ``None`` if Excel has no such date."""
    at = datetime.fromisoformat(value).replace(tzinfo=None)
    return at if at.year >= _FIRST_YEAR else None


def _close(workbook: Any) -> None:
    """Close temporary files that an unfinished workbook left open."""
    for sheet in workbook.worksheets():
        for file in (sheet.row_data_fh, sheet.fh):
            with suppress(OSError):
                file.close()
