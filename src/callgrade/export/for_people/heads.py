"""Tables for people: heads and values in the reader's language. Programs get the tables as they are.

Names of files, agents and norms, numbers and codes stay; a column is known by its name.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from callgrade.export.for_people.terms import (
    band_term,
    direction_term,
    flag_term,
    gate_term,
    role_term,
    section_term,
    severity_term,
    verdict_term,
)
from callgrade.export.table import CellLink, Column, Heading, Table, Value
from callgrade.model.finding import Severity, Verdict
from callgrade.model.line import LineGate
from callgrade.translation.current import ctr, norm_text

Source = TypeVar("Source")


def _line(quality: str) -> str:
    """A gate and its flags."""
    gate, *flags = quality.split(", ")
    return ", ".join((gate_term(LineGate(gate)), *map(flag_term, flags)))


_VALUES: dict[str, Callable[[str], str]] = {
    "advice": norm_text,
    "band": band_term,
    "direction": direction_term,
    "effect": lambda effect: ctr("effect", effect),
    "expected": norm_text,
    "fault": norm_text,
    "figure": lambda figure: ctr("figure", figure),
    "found_by": lambda found_by: ctr("found by", found_by),
    "line_agent": _line,
    "line_customer": _line,
    "reason": lambda reason: ctr("reason", reason),
    "role": role_term,
    "section": section_term,
    "severity": lambda severity: severity_term(Severity(severity)),
    "title": norm_text,
    "unit": lambda unit: ctr("unit", unit),
    "verdict": lambda verdict: verdict_term(Verdict(verdict)),
}
MEANING = "column meaning"
"""The context of what a column means."""

_SECTION = "score_"
"""How the names of columns begin that hold the score of a section."""

_UNITS_IN_NAMES = ("", "points", "share", "as in unit")


def for_people(table: Table[Source]) -> Table[Source]:
    """``table`` in the language that is in use."""
    return replace(table, columns=tuple(_translated(column) for column in table.columns))


def heads(tables: Iterable[Table[Any]]) -> Iterator[str]:
    """The English head of each column, for the catalogues."""
    return (_head(column) for table in tables for column in table.columns)


def _translated(column: Column[Source]) -> Column[Source]:
    meaning = _translated_meaning(column)
    return replace(column, title=_translated_head(column), meaning=meaning, read=_reader(column))


def _translated_head(heading: Heading) -> str:
    if heading.name.startswith(_SECTION):
        return ctr("column", "score {section}", section=section_term(heading.name.removeprefix(_SECTION)))
    return ctr("column", _head(heading))


def _translated_meaning(heading: Heading) -> str:
    if heading.name.startswith(_SECTION):
        section = section_term(heading.name.removeprefix(_SECTION))
        return ctr("column meaning", "score of the section {section}, 0 to 100", section=section)
    return ctr(MEANING, heading.meaning)


def _head(heading: Heading) -> str:
    """The name of a column for people: duration_s → duration (s)."""
    name = heading.name.removesuffix(f"_{heading.unit}").replace("_", " ")
    return name if heading.unit in _UNITS_IN_NAMES else f"{name} ({heading.unit})"


def _reader(column: Column[Source]) -> Callable[[Source], Value]:
    shown = _VALUES.get(column.name)
    if shown is None:
        return column.read

    def read(source: Source) -> Value:
        value = column.read(source)
        return shown(str(value)) if value and not isinstance(value, CellLink) else value

    return read
