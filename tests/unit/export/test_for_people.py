"""Tables for people: every head and every meaning in their language; two columns never have one head."""

import re
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from tests.scorecards import CARD

from callgrade.config.load import load_settings
from callgrade.config.ui_language import UI_LANGUAGES
from callgrade.export.for_people.heads import for_people
from callgrade.export.formats.workbook import sheets
from callgrade.export.options import ExportFormat, ExportOptions
from callgrade.export.write import tables, write_export
from callgrade.translation.current import in_language

SECTIONS = ("answering", "greeting")
IN_EVERY_LANGUAGE = {"callgrade", "SHA", "UTC", "ISO", "sha", "ended"}


def options(**changes: object) -> ExportOptions:
    return ExportOptions.model_validate({"settings": load_settings().export, "sections": SECTIONS, **changes})


@pytest.mark.parametrize("language", UI_LANGUAGES)
def test_two_columns_of_a_table_never_have_one_head(language: str) -> None:
    with in_language(language):
        for table in (*tables(SECTIONS), *sheets(options(), Path())):
            heads = Counter(column.shown for column in for_people(table).columns)
            assert [head for head, count in heads.items() if count > 1] == [], table.name


def test_a_chinese_workbook_explains_its_columns_in_chinese(tmp_path: Path) -> None:
    write_export([CARD], tmp_path, options(form=ExportFormat.XLSX, language="zh"))
    book = openpyxl.load_workbook(tmp_path / "callgrade.xlsx")
    heads = [cell.value for sheet in book.worksheets for cell in sheet[1]]
    meanings = [cell.value for row in book.worksheets[-1].iter_rows(min_row=2) for cell in row if cell.value]
    texts = {*book.sheetnames, *heads, *meanings}
    assert [text for text in texts if set(re.findall(r"[A-Za-z]{3,}", text)) - IN_EVERY_LANGUAGE] == []


def test_tables_for_programs_have_no_language(tmp_path: Path) -> None:
    with in_language("de"):
        write_export([CARD], tmp_path, options())
    assert (tmp_path / "findings.csv").read_text().startswith("file,sha256,norm,section,title,")
