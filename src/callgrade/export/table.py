"""Tables: columns with a name, a meaning, a type and a way to read their value from a source.

All formats and docs/reference/exports.md use these definitions, so a column is defined once.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from callgrade.model.reason import Reason
from callgrade.text import plain

Source = TypeVar("Source")


class CellLink(NamedTuple):
    """A cell with a link to ``address``, relative to the file of the table."""

    address: str
    text: str


Value = str | float | int | CellLink | None
Row = tuple[Value, ...]
Rows = Sequence[Row]
Write = Callable[[Rows], None]


def rounded(value: float) -> float:
    """``value`` with at most three decimals (times: to the millisecond)."""
    return round(value, 3) + 0.0  # + 0.0 turns -0.0 into 0.0


class ColumnKind(StrEnum):
    """The type of a column's values; any value may be missing."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole number"
    TIME = "time"
    LINK = "link"


@dataclass(frozen=True)
class Heading:
    """A column as readers see it. ``unit``: empty for text and counts. ``title``: its head where people read it."""

    name: str
    kind: ColumnKind
    unit: str
    meaning: str
    title: str = field(default="", kw_only=True)

    @property
    def shown(self) -> str:
        """Its head."""
        return self.title or self.name


@dataclass(frozen=True)
class Column(Heading, Generic[Source]):
    """A column, and how to read its value."""

    read: Callable[[Source], Value]

    def value(self, source: Source) -> Value:
        """The value as all formats show it: text on one line, numbers with at most three decimals."""
        value = self.read(source)
        if value is None or isinstance(value, CellLink):
            return value
        if self.kind in (ColumnKind.TEXT, ColumnKind.TIME):
            return plain(str(value)) or None
        return int(value) if self.kind is ColumnKind.WHOLE else rounded(float(value))


def text(name: str, meaning: str, read: Callable[[Source], Value]) -> Column[Source]:
    """A column of text."""
    return Column(name, ColumnKind.TEXT, "", meaning, read)


def reason(meaning: str, read: Callable[[Source], Reason | None]) -> tuple[Column[Source], Column[Source]]:
    """The two columns of a reason: its sentence and its code."""

    def sentence(source: Source) -> Value:
        found = read(source)
        return found.text if found else None

    def code(source: Source) -> Value:
        found = read(source)
        return found.value if found else None

    return text("reason", meaning, sentence), text("reason_code", "code of the reason; codes never change", code)


def time(name: str, meaning: str, read: Callable[[Source], Value]) -> Column[Source]:
    """A column of local times, ISO 8601, with their UTC offset if it is known."""
    return Column(name, ColumnKind.TIME, "", meaning, read)


def number(name: str, unit: str, meaning: str, read: Callable[[Source], Value]) -> Column[Source]:
    """A column of numbers in ``unit``."""
    return Column(name, ColumnKind.NUMBER, unit, meaning, read)


def whole(name: str, meaning: str, read: Callable[[Source], Value]) -> Column[Source]:
    """A column of counts."""
    return Column(name, ColumnKind.WHOLE, "", meaning, read)


@dataclass(frozen=True)
class Table(Generic[Source]):
    """A table. ``name``: of its file, without the ending. ``meaning``: of a row."""

    name: str
    meaning: str
    columns: tuple[Column[Source], ...]

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The columns as readers see them."""
        return self.columns

    def rows(self, sources: Iterable[Source]) -> list[Row]:
        """One row per source."""
        return [tuple(column.value(source) for column in self.columns) for source in sources]
