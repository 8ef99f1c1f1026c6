"""Tables as CSV: safe to open in a spreadsheet, in the dialect that it reads."""

import csv
import io

import pytest

from callgrade.errors import UsageError
from callgrade.export.formats.csv import cell, csv_file, csv_text
from callgrade.export.options import Dialect
from callgrade.export.table import ColumnKind, Heading, Rows

HEADINGS = (
    Heading("name", ColumnKind.TEXT, "", "who"),
    Heading("score", ColumnKind.NUMBER, "points", "how much"),
    Heading("calls", ColumnKind.WHOLE, "", "how many"),
)
ROWS: Rows = [("Carol; Jensen", 80.5, 3), ('"Jack", the 1st', -0.25, 0), (None, None, None)]


def read(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def written(rows: Rows, dialect: Dialect) -> bytes:
    file = io.BytesIO()
    with csv_file(file, HEADINGS, dialect) as write:
        write(rows)
        write(rows)
    return file.getvalue()


def test_what_is_missing_is_an_empty_cell_and_a_whole_number_stays_whole() -> None:
    assert read(csv_text(HEADINGS, ROWS, Dialect(), header=True)) == [
        ["name", "score", "calls"],
        ["Carol; Jensen", "80.5", "3"],
        ['"Jack", the 1st', "-0.25", "0"],
        ["", "", ""],
    ]


def test_no_rows_leave_the_names_of_the_columns() -> None:
    assert csv_text(HEADINGS, [], Dialect(), header=True) == "name,score,calls\n"
    assert csv_text(HEADINGS, [], Dialect(), header=False) == ""


def test_chunks_have_one_header() -> None:
    lines = written(ROWS, Dialect()).decode().splitlines()
    assert len(lines) == 1 + 2 * len(ROWS)
    assert lines[1:4] == lines[4:7]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_delimiter_in_a_name_does_not_split_the_cell(delimiter: str) -> None:
    dialect = Dialect.chosen(delimiter, ".", bom=False)
    assert [row[0] for row in read(written(ROWS, dialect).decode(), delimiter)][1:3] == [ROWS[0][0], ROWS[1][0]]


def test_a_decimal_comma_is_in_numbers_only_and_changes_the_delimiter() -> None:
    dialect = Dialect.chosen(None, ",", bom=False)
    assert read(written(ROWS, dialect).decode(), ";")[1] == ["Carol; Jensen", "80,5", "3"]


def test_decimals_and_delimiter_cannot_both_be_commas() -> None:
    with pytest.raises(UsageError, match="--delimiter"):
        Dialect.chosen(",", ",", bom=False)


def test_the_byte_order_mark_is_written_once() -> None:
    assert written([("Zoë", 1.0, 1)], Dialect(bom=True)).count(b"\xef\xbb\xbf") == 1
    assert written([("Zoë", 1.0, 1)], Dialect(bom=True)).decode("utf-8-sig").startswith("name")
    assert written([("Zoë", 1.0, 1)], Dialect()).decode().splitlines()[1] == "Zoë,1.0,1"


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)", "＝1+1", "－cmd", "--1", "+A1", "=", "-", "+49a", "@"]
)
def test_formulas_are_written_as_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["a;=1+1", "a,=1+1", 'a; "=1+1"', "yes, +cmd|'x'!A0", "a;;@SUM(A1)"])
def test_text_that_another_reader_would_split_is_written_as_text(text: str) -> None:
    line = csv_text(HEADINGS, [(text, None, None)], Dialect(), header=False)
    for delimiter in ",;\t":
        for one in read(line, delimiter)[0]:
            assert not one.lstrip(' "').startswith(("=", "+", "-", "@")), (delimiter, one)


@pytest.mark.parametrize(
    "text",
    ["+44 20 7946 0000", "-3.5", "+1 (555) 010-9999", "(0)20 794 600", "-2", "hello", "0:12", "from 2, -3; +45 12",
     "a-b", "5 = 5", "me@example.org"],
)  # fmt: skip
def test_numbers_and_telephone_numbers_survive(text: str) -> None:
    assert cell(text) == text


def test_a_hostile_heading_stays_in_the_header() -> None:
    assert csv_text([Heading("=1+1", ColumnKind.TEXT, "", "")], [], Dialect(), header=True) == "'=1+1\n"
