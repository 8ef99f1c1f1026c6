"""Tables as Excel workbooks.

Text is always written as text, so it never becomes a formula or a link. A table that is longer than a sheet continues
on the next sheet of its workbook.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from callgrade.errors import UsageError
from callgrade.export.table import Heading, Row, Rows, Write
from callgrade.files import spare_folder

SHEET_ROWS = 1_048_576  # Excel's own limits
CELL_CHARACTERS = 32_767
_MADE = datetime(2000, 1, 1)  # fixed, so the same calls give the same bytes


@contextmanager
def excel_file(
    file: BinaryIO, name: str, headings: Sequence[Heading], folder: Path, sheet_rows: int = SHEET_ROWS
) -> Iterator[Write]:
    """A function that writes rows to ``file``; temporary files go into ``folder``.

    ``sheet_rows``: rows per sheet, with the heading. Raises ``UsageError`` if the extra ``excel`` is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise UsageError("Excel files need XlsxWriter.", 'Install it: pip install "callgrade[excel]".') from error
    with spare_folder(folder) as temporary:
        options = {"constant_memory": True, "tmpdir": str(temporary), "use_zip64": True}
        output = _Output(file)
        workbook = xlsxwriter.Workbook(output, options)
        workbook.set_properties({"created": _MADE})
        sheets = _Sheets(workbook, name, headings, sheet_rows)
        try:
            yield sheets.write
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


class _Sheets:
    """The sheets of one workbook. Each begins with the headings; a full sheet is followed by another."""

    def __init__(self, workbook: Any, name: str, headings: Sequence[Heading], sheet_rows: int) -> None:
        self._workbook, self._name, self._sheet_rows = workbook, name, sheet_rows
        self._header = tuple(heading.name for heading in headings)
        self._bold = workbook.add_format({"bold": True})
        self._begin()

    def write(self, rows: Rows) -> None:
        """Add rows."""
        for row in rows:
            if self._at == self._sheet_rows:
                self._begin()
            self._put(row)

    def _begin(self) -> None:
        number = len(self._workbook.worksheets()) + 1
        self._sheet = self._workbook.add_worksheet(self._name if number == 1 else f"{self._name} {number}")
        self._sheet.freeze_panes(1, 0)
        self._at = 0
        self._put(self._header, self._bold)

    def _put(self, row: Row, form: Any = None) -> None:
        for column, value in enumerate(row):
            if isinstance(value, str):
                self._sheet.write_string(self._at, column, value[:CELL_CHARACTERS], form)
            elif value is not None:
                self._sheet.write_number(self._at, column, value, form)
        self._at += 1


def _close(workbook: Any) -> None:
    """Close temporary files that an unfinished workbook left open."""
    for sheet in workbook.worksheets():
        for file in (sheet.row_data_fh, sheet.fh):
            with suppress(OSError):
                file.close()
