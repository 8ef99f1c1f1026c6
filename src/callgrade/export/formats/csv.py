"""Tables as CSV.

This module is the only writer of CSV, so it does all escaping. A spreadsheet runs a text cell that begins with = + - @
(or their full-width forms) as a formula; an apostrophe before it makes it text. The same is done after a comma or a
semicolon within the text, because a spreadsheet with another delimiter begins a cell there. Numbers and telephone
numbers stay as they are. Control characters, which spreadsheets skip before a formula, are never written.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

import pandas as pd

from callgrade.export.options import Dialect
from callgrade.export.table import ColumnKind, Heading, Row, Rows, Write

_FORMULA = re.compile(
    r"""(?: ^ | [,;] ["\s]* )                          # the start of a cell, for some readers
        (?! [+-]?[0-9(][0-9\ ()./-]* (?: $ | [,;] ) )  # not a number or a telephone number
        (?= [-=+@＝＋－＠] )""",
    re.VERBOSE,
)
_DTYPES = {ColumnKind.NUMBER: "float64", ColumnKind.WHOLE: "Int64"}  # all else is text
_BOM = b"\xef\xbb\xbf"


def cell(text: str) -> str:
    """``text``, which is on one line, as the content of a cell: never a formula."""
    return _FORMULA.sub(lambda found: f"{found.group()}'", text)


def csv_text(headings: Sequence[Heading], rows: Rows, dialect: Dialect, header: bool) -> str:
    """``rows`` as CSV, after a line of column names if ``header`` is true."""
    values = list(zip(*rows, strict=True)) or [()] * len(headings)
    columns = {
        cell(heading.shown): pd.Series(_cells(heading, column), dtype=_DTYPES.get(heading.kind, "object"))
        for heading, column in zip(headings, values, strict=True)
    }
    text: str = pd.DataFrame(columns).to_csv(
        index=False, header=header, sep=dialect.delimiter, decimal=dialect.decimal, lineterminator="\n"
    )
    return text


@contextmanager
def csv_file(file: BinaryIO, headings: Sequence[Heading], dialect: Dialect) -> Iterator[Write]:
    """A function that writes rows to ``file`` in UTF-8, chunk by chunk."""
    file.write((_BOM if dialect.bom else b"") + csv_text(headings, [], dialect, header=True).encode())

    def write(rows: Rows) -> None:
        file.write(csv_text(headings, rows, dialect, header=False).encode())

    yield write


def _cells(heading: Heading, column: Row) -> list[object]:
    if heading.kind in _DTYPES:
        return list(column)
    return [cell(value) if isinstance(value, str) else None for value in column]
