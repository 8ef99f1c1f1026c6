"""The sheet for readers as an Excel file: written with a list of verdicts to choose from, and read back."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile

from callgrade.errors import InputError, UsageError, how_to_install
from callgrade.export.table import Heading, Row
from callgrade.model.finding import Verdict

_WIDTHS = {"call": 24, "sha256": 12, "where": 60, "norm": 24, "title": 32, "expected": 40, "remark": 40}  # characters
_USUAL_WIDTH = 14


def write_excel(file: BinaryIO, headings: Sequence[Heading], rows: Sequence[Row]) -> None:
    """Write ``rows`` below their headings; every cell is text. Raises ``UsageError`` without openpyxl."""
    openpyxl = _openpyxl()
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "review"
    sheet.freeze_panes = "A2"
    for number, row in enumerate([tuple(heading.name for heading in headings), *rows], start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            if value is not None:
                cell.value = str(value)
                cell.data_type = "s"  # text, never a formula
    _arrange(openpyxl, sheet, headings, len(rows) + 1)
    workbook.save(file)


def _arrange(openpyxl: Any, sheet: Any, headings: Sequence[Heading], last: int) -> None:
    """Set the widths of columns, and the list of verdicts down to row ``last``."""
    letters = {heading.name: openpyxl.utils.get_column_letter(at) for at, heading in enumerate(headings, start=1)}
    for name, letter in letters.items():
        sheet.column_dimensions[letter].width = _WIDTHS.get(name, _USUAL_WIDTH)
    verdicts = ",".join(Verdict)
    choice = openpyxl.worksheet.datavalidation.DataValidation("list", formula1=f'"{verdicts}"', allow_blank=True)
    choice.error = f"Choose one of {verdicts}."
    choice.showErrorMessage = True
    sheet.add_data_validation(choice)
    choice.add(f"{letters['verdict']}2:{letters['verdict']}{max(2, last)}")


def read_excel(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet with their numbers, as text; raises ``InputError`` if it cannot be read."""
    openpyxl = _openpyxl()
    try:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
        rows = list(workbook.worksheets[0].iter_rows(values_only=True))
        workbook.close()
    except (OSError, BadZipFile, KeyError, ValueError, IndexError, openpyxl.utils.exceptions.InvalidFileException) as e:
        raise InputError("not_excel", f"{path.name} cannot be read as an Excel file.", "Save it as .xlsx.") from e
    for number, row in enumerate(rows, start=1):
        cells = ["" if value is None else str(value) for value in row]
        if any(cells):
            yield number, cells


def _openpyxl() -> Any:
    try:
        import openpyxl
        import openpyxl.utils.exceptions
        import openpyxl.worksheet.datavalidation
    except ImportError as error:
        raise UsageError("Excel sheets need openpyxl.", f"{how_to_install('excel')}, or give a .csv file.") from error
    return openpyxl
