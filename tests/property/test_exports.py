"""Tables with any names and quotes are read back unchanged, and no cell is a formula."""

import csv
import io
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

import openpyxl
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from callgrade.export.formats.csv import cell, csv_file
from callgrade.export.formats.excel import excel_file
from callgrade.export.formats.parquet import parquet_file
from callgrade.export.options import Dialect
from callgrade.export.table import Column, ColumnKind, Heading, Row, Table, Write
from callgrade.text import plain

HEADINGS = (
    Heading("name", ColumnKind.TEXT, "", ""),
    Heading("score", ColumnKind.NUMBER, "points", ""),
    Heading("calls", ColumnKind.WHOLE, "", ""),
    Heading("quote", ColumnKind.TEXT, "", ""),
)
SHEET: Table[Row] = Table("calls", "", tuple(Column(one.name, one.kind, one.unit, "", str) for one in HEADINGS))
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")

# Lone surrogates are what bytes of a file name are that are not UTF-8; `plain` is what every table applies to text.
nasty = st.text(st.one_of(st.sampled_from("=+-@,;\"'\t\r\n＝ _x0041"), st.characters()), max_size=30)
names = nasty.map(plain).map(lambda text: text or None)


def tables(lowest: int) -> st.SearchStrategy[list[Row]]:
    scores = st.none() | st.floats(lowest, 1e9).map(lambda number: round(number, 3) + 0.0)
    counts = st.none() | st.integers(lowest, 2**40)
    return st.lists(st.tuples(names, scores, counts, names), min_size=1, max_size=8)


dialects = st.builds(Dialect.chosen, st.sampled_from([";", "\t"]), st.sampled_from(".,"), st.booleans())

Opened = Callable[[BinaryIO], AbstractContextManager[Write]]


def written(opened: Opened, table: list[Row]) -> bytes:
    file = io.BytesIO()
    with opened(file) as write:
        write(table)
    return file.getvalue()


def as_csv(table: list[Row], dialect: Dialect) -> str:
    return written(lambda file: csv_file(file, HEADINGS, dialect), table).decode("utf-8-sig")


def is_number(text: str) -> bool:
    return not text.strip("+-0123456789 ()./,;\t")


@given(tables(-(10**9)), dialects)
def test_a_csv_table_is_read_back_unchanged(table: list[Row], dialect: Dialect) -> None:
    text = as_csv(table, dialect)
    read = pd.read_csv(
        io.StringIO(text, newline=""), sep=dialect.delimiter, decimal=dialect.decimal, keep_default_na=False,
        na_values={"score": [""], "calls": [""]}, dtype={"name": "object", "quote": "object", "calls": "Int64"},
    )  # fmt: skip
    for row, (name, score, calls, quote) in zip(table, read.itertuples(index=False), strict=True):
        assert (name, quote) == tuple(cell(str(value)) if value else "" for value in (row[0], row[3]))
        assert (None if pd.isna(score) else score, None if pd.isna(calls) else calls) == (row[1], row[2])


@given(tables(0), dialects)
def test_no_cell_of_a_csv_is_a_formula_with_any_delimiter(table: list[Row], dialect: Dialect) -> None:
    text = as_csv(table, dialect)
    for delimiter in ",;\t":
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            for shown in line:
                assert not shown.lstrip(' "\t').startswith(FORMULA) or is_number(shown), (delimiter, shown)


@given(tables(-(10**9)))
def test_a_parquet_table_is_read_back_unchanged(table: list[Row]) -> None:
    read = pd.read_parquet(
        io.BytesIO(written(lambda file: parquet_file(file, HEADINGS), table)), dtype_backend="pyarrow"
    )
    assert [tuple(None if pd.isna(value) else value for value in row) for row in read.itertuples(index=False)] == table


@settings(max_examples=50)
@given(tables(-(10**9)))
def test_an_excel_table_is_read_back_unchanged_and_has_no_formula(table: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = io.BytesIO()
        with excel_file(file, [SHEET], Path(folder), {}) as (write,):
            write(table)
        assert list(Path(folder).iterdir()) == []
    sheet = openpyxl.load_workbook(file).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)
    read = [tuple(row) for row in sheet.iter_rows(min_row=2, max_col=len(HEADINGS), values_only=True)]
    read += [(None,) * len(HEADINGS)] * (len(table) - len(read))  # empty rows at the end are not kept
    assert read == table
