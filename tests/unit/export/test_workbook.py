"""The workbook, as openpyxl reads it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests import scorecards

from callgrade.config.load import load_settings
from callgrade.export.formats import excel
from callgrade.export.formats.excel import excel_file
from callgrade.export.formats.workbook import NAME
from callgrade.export.options import ExportFormat, ExportOptions
from callgrade.export.pages import call_address
from callgrade.export.table import Column, ColumnKind, Table
from callgrade.export.write import write_export
from callgrade.model.scorecard import Scorecard

SETTINGS = load_settings()
OPTIONS = ExportOptions(
    settings=SETTINGS.export,
    sections=("greeting", "voice"),
    form=ExportFormat.XLSX,
    bands=tuple(band.name for band in SETTINGS.scoring.bands),
    report=".",
)
STARTED = datetime(2026, 3, 2, 15, 30, tzinfo=timezone(timedelta(hours=1)))
HOSTILE = '=HYPERLINK("http://x")\n\t,;"a'
CALLS = 12


def digest(number: int) -> str:
    return f"{number:02x}" * 32


def cards() -> Iterator[Scorecard]:
    for number in range(CALLS):
        file = replace(scorecards.CARD.file, name=f"{number}.wav", sha256=digest(number))
        record = replace(scorecards.RECORD, started=STARTED + timedelta(days=number), team="North")
        yield replace(scorecards.CARD, file=file, record=record)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """The workbook of twelve calls, of which the first has a page in a report beside it."""
    folder = tmp_path_factory.mktemp("export")
    page = folder / call_address(digest(0))
    page.parent.mkdir()
    page.touch()
    return written(folder, cards())


def written(folder: Path, calls: Iterator[Scorecard], **changes: Any) -> Workbook:
    write_export(calls, folder, OPTIONS.model_copy(update=changes))
    return openpyxl.load_workbook(folder / NAME)


def rows(sheet: Worksheet) -> list[dict[str, Any]]:
    """The cells of each row by the name of their column."""
    names, *others = sheet.iter_rows()
    return [{str(name.value): cell for name, cell in zip(names, row, strict=True)} for row in others]


def target(cell: Any) -> str:
    """The file that a cell links to; Excel writes it with backslashes."""
    return str(cell.hyperlink.target).replace("\\", "/")


def test_the_workbook_has_a_sheet_for_each_table(book: Workbook) -> None:
    assert book.sheetnames == ["calls", "findings", "measurements", "agents", "team norms", "columns"]
    assert len(rows(book["calls"])) == CALLS
    assert len(rows(book["findings"])) == CALLS * len(scorecards.FINDINGS)


def test_every_sheet_has_a_frozen_head_a_filter_and_wide_enough_columns(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        for head in sheet[1]:
            width = sheet.column_dimensions[head.column_letter].width
            assert len(str(head.value)) < width <= 50, (sheet.title, head.value)


def test_a_start_is_a_date_on_the_wall_with_its_offset_beside_it(book: Workbook) -> None:
    first = rows(book["calls"])[0]
    assert (first["started"].value, first["started"].is_date) == (datetime(2026, 3, 2, 15, 30), True)
    assert first["utc offset"].value == "+0100"
    assert rows(book["findings"])[0]["started"].value == datetime(2026, 3, 2, 15, 30)


def test_a_start_before_the_calendar_of_excel_is_text(tmp_path: Path) -> None:
    record = replace(scorecards.RECORD, started=datetime(1899, 1, 1, 12))
    (row,) = rows(written(tmp_path, iter([replace(scorecards.CARD, record=record)]))["calls"])
    assert row["started"].value == "1899-01-01T12:00:00"


def test_bands_and_verdicts_have_colours_and_say_the_same_in_words(book: Workbook) -> None:
    band = rows(book["calls"])[0]["band"]
    assert (band.value, band.fill.fgColor.rgb) == ("good", "FFE2EFDA")
    colours = {row["verdict"].value: row["verdict"].fill.fgColor.rgb for row in rows(book["findings"])}
    assert colours["fail"] == "FFF8CBAD"
    assert len({colours[verdict] for verdict in ("pass", "partly", "fail", "cannot tell")}) == 4


def test_a_call_and_what_it_missed_link_to_its_page_if_there_is_one(book: Workbook) -> None:
    page = call_address(digest(0))
    first, second = rows(book["calls"])[:2]
    assert (first["page"].value, target(first["page"])) == ("open", page)
    assert (second["page"].value, second["page"].hyperlink) == (None, None)
    linked = [row for row in rows(book["findings"]) if row["listen"].hyperlink]
    assert {row["sha256"].value for row in linked} == {digest(0)}
    assert {row["verdict"].value for row in linked} == {"fail"}
    link = linked[0]["listen"]
    assert link.value == linked[0]["at"].value
    assert (target(link), link.hyperlink.location) == (page, f"t={linked[0]['start (s)'].value:.1f}")


def test_calls_say_their_line_what_they_lost_and_what_was_withheld(book: Workbook) -> None:
    first = rows(book["calls"])[0]
    assert (first["overall"].value, first["points lost"].value) == (84, 16)
    assert first["lost by"].value.startswith("The agent wishes a good day 6.4; ")
    assert (first["line agent"].value, first["line customer"].value) == ("good", "good")
    assert first["withheld"].value.endswith(" (1)")
    assert (first["coverage"].number_format, first["coverage"].value <= 1) == ("0.0%", True)


def test_the_digest_is_the_last_column(book: Workbook) -> None:
    assert {book[name][1][-1].value for name in ("calls", "findings", "measurements")} == {"sha256"}


def test_the_last_sheet_explains_every_column_of_the_others(book: Workbook) -> None:
    explained = [(row["sheet"].value, row["meaning"].value) for row in rows(book["columns"])]
    assert len(explained) == sum(book[name].max_column for name in book.sheetnames[:-1])
    assert all(meaning for _, meaning in explained)


def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    hostile = scorecards.named(scorecards.CARD, HOSTILE)
    book = written(tmp_path, iter([replace(hostile, record=replace(hostile.record, agent="@SUM(1)", team="-1+1"))]))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)
    assert rows(book["calls"])[0]["file"].value == '=HYPERLINK("http://x") ,;"a'


def test_text_that_is_longer_than_a_cell_is_cut(tmp_path: Path) -> None:
    book = written(tmp_path, iter([scorecards.named(scorecards.CARD, "x" * 40_000)]))
    assert len(rows(book["calls"])[0]["file"].value) == 32_767


NUMBERS: Table[int] = Table("n", "", (Column("n", ColumnKind.WHOLE, "", "", lambda number: number),))


def test_a_table_longer_than_a_sheet_continues_in_the_next(tmp_path: Path) -> None:
    path = tmp_path / "numbers.xlsx"
    with path.open("wb") as file, excel_file(file, [NUMBERS], tmp_path, {}, sheet_rows=4) as (write,):
        write(NUMBERS.rows(range(7)))
    book = openpyxl.load_workbook(path)
    assert [[row[0] for row in sheet.values] for sheet in book] == [["n", 0, 1, 2], ["n", 3, 4, 5], ["n", 6]]
    assert book.sheetnames == ["n", "n 2", "n 3"]


def test_a_sheet_has_no_more_links_than_excel_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "SHEET_LINKS", 0)
    (tmp_path / call_address(digest(0))).parent.mkdir()
    (tmp_path / call_address(digest(0))).touch()
    first = rows(written(tmp_path, cards())["calls"])[0]
    assert (first["page"].value, first["page"].hyperlink) == ("open", None)
