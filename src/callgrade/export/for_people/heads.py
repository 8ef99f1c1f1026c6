"""Tables for people: heads and values in the reader's language. Programs get the tables as they are.

Names of files, agents and norms, numbers and codes stay; a column is known by its name.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from callgrade.export.for_people.terms import (
    band_term,
    direction_term,
    role_term,
    section_term,
    severity_term,
    verdict_term,
)
from callgrade.export.table import Column, Table, Value
from callgrade.export.wording import name_of
from callgrade.model.finding import Severity, Verdict
from callgrade.translation.current import ctr, norm_text

Source = TypeVar("Source")

_VALUES: dict[str, Callable[[str], str]] = {
    "advice": norm_text,
    "band": band_term,
    "direction": direction_term,
    "expected": norm_text,
    "reason": lambda reason: ctr("reason", reason),
    "role": role_term,
    "section": section_term,
    "severity": lambda severity: severity_term(Severity(severity)),
    "title": norm_text,
    "verdict": lambda verdict: verdict_term(Verdict(verdict)),
}
_SECTION = "score_"
"""How the names of columns begin that hold the score of a section."""


def for_people(table: Table[Source]) -> Table[Source]:
    """``table`` in the language that is in use."""
    return replace(table, columns=tuple(_translated(column) for column in table.columns))


def heads(tables: tuple[Table[Any], ...]) -> Iterator[str]:
    """The English head of each column, for the catalogues."""
    return (_head(column.name) for table in tables for column in table.columns)


def _translated(column: Column[Source]) -> Column[Source]:
    return replace(column, name=_translated_head(column.name), read=_reader(column))


def _translated_head(name: str) -> str:
    if name.startswith(_SECTION):
        return ctr("column", "Score: {section}", section=section_term(name.removeprefix(_SECTION)))
    return ctr("column", _head(name))


def _head(name: str) -> str:
    return {"sha256": "SHA-256"}.get(name, name_of(name))


def _reader(column: Column[Source]) -> Callable[[Source], Value]:
    shown = _VALUES.get(column.name)
    if shown is None:
        return column.read

    def read(source: Source) -> Value:
        value = column.read(source)
        return shown(str(value)) if value else value

    return read
