"""Rows of call detail records, found by key and by time without holding them in memory.

They lie in a private temporary database, which has no name in the file system where that is possible and goes with the
process. A million rows take some 30 MiB of memory.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from callgrade.config.batch import CdrField
from callgrade.intake.cdr.layout import CdrValues

_CACHE_KIB = 16_384


class IndexedRow(NamedTuple):
    """A row: ``where`` it is (file:line), the local clock time at which it began (s), and its values."""

    where: str
    clock_s: float
    values: CdrValues


class CdrIndex:
    """An index of rows: filled once, then searched."""

    def __init__(self) -> None:
        """An empty index."""
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{_CACHE_KIB};"
            "CREATE TABLE legs (id INTEGER PRIMARY KEY, place TEXT, clock_s REAL, fields TEXT);"
            "CREATE TABLE keys (key BLOB, leg INTEGER);"
        )

    def fill(self, rows: Iterable[tuple[IndexedRow, Iterable[bytes]]]) -> None:
        """Take ``rows``, each with the keys under which it is to be found."""
        self._database.execute("BEGIN")
        add = self._database.execute
        for row, keys in rows:
            leg = add(
                "INSERT INTO legs (place, clock_s, fields) VALUES (?, ?, ?)",
                (row.where, row.clock_s, json.dumps(row.values)),
            ).lastrowid
            self._database.executemany("INSERT INTO keys VALUES (?, ?)", [(key, leg) for key in keys])
        add("COMMIT")
        add("CREATE INDEX IF NOT EXISTS by_key ON keys (key)")
        add("CREATE INDEX IF NOT EXISTS by_clock ON legs (clock_s)")

    def by_key(self, keys: Iterable[bytes]) -> list[IndexedRow]:
        """The rows under any of ``keys``, in the order of the files."""
        legs: set[int] = set()
        for key in keys:
            legs.update(leg for (leg,) in self._database.execute("SELECT leg FROM keys WHERE key = ?", (key,)))
        found = (self._database.execute(f"{_SELECT} WHERE id = ?", (leg,)) for leg in sorted(legs))
        return [row for rows in found for row in _rows(rows)]

    def by_clock(self, from_s: float, to_s: float) -> list[IndexedRow]:
        """The rows that began between the two times, both included."""
        return list(
            _rows(self._database.execute(f"{_SELECT} WHERE clock_s BETWEEN ? AND ? ORDER BY id", (from_s, to_s)))
        )

    def span_s(self) -> tuple[float, float] | None:
        """The first and the last start by the clock on the wall; ``None`` where there is no row."""
        first_s, last_s = self._database.execute("SELECT min(clock_s), max(clock_s) FROM legs").fetchone()
        return None if first_s is None else (first_s, last_s)

    def close(self) -> None:
        """Close the database."""
        self._database.close()


_SELECT = "SELECT place, clock_s, fields FROM legs"


def _rows(found: Iterable[tuple[str, float, str]]) -> Iterator[IndexedRow]:
    for where, clock_s, values in found:
        yield IndexedRow(where, clock_s, {CdrField(field): text for field, text in json.loads(values).items()})
