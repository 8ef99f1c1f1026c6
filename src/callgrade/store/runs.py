"""Earlier runs of the batch, and the log of erasures, which holds no content."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, select, update

from callgrade.store.columns import utc
from callgrade.store.connection.database import Database
from callgrade.store.entries import StoredRun
from callgrade.store.tables import RUNS, now

_ERASURE = "erasure"
"""The key in the options of a run that erased, with the reason: such runs scored nothing."""


class Runs:
    """Runs of the batch, read only, as the ledger begins and ends them; and erasures, logged here."""

    def __init__(self, database: Database) -> None:
        """``database``: at the newest version."""
        self._database = database

    def last(self, limit: int) -> list[StoredRun]:
        """The runs that began last, the newest first."""
        return self._read(select(RUNS).where(_is_batch()).order_by(RUNS.c.id.desc()).limit(limit))

    def last_ended(self) -> StoredRun | None:
        """The run that ended last."""
        done = (RUNS.c.ended_at.is_not(None), _is_batch())
        return next(iter(self._read(select(RUNS).where(*done).order_by(RUNS.c.ended_at.desc()).limit(1))), None)

    def begin_erasure(self, reason: str) -> int:
        """Log that an erasure begins, and why; returns its id. What is erased is not said."""
        values = {"started_at": now(), "options": {_ERASURE: reason}}
        with self._database.writing() as connection:
            erasure: int = connection.execute(RUNS.insert().values(values).returning(RUNS.c.id)).scalar_one()
        return erasure

    def end_erasure(self, erasure: int, counts: Mapping[str, int]) -> None:
        """Log that it has ended, with ``counts`` by name."""
        values = {"ended_at": now(), "counts": json.dumps(dict(counts))}
        with self._database.writing() as connection:
            connection.execute(update(RUNS).where(RUNS.c.id == erasure).values(values))

    def erasures(self) -> list[StoredRun]:
        """The logged erasures, the newest first; their reason is the option ``erasure``."""
        return self._read(select(RUNS).where(~_is_batch()).order_by(RUNS.c.id.desc()))

    def forget_erasures(self, before: datetime) -> None:
        """Remove from the log what began before ``before`` (with offset)."""
        old = (~_is_batch(), RUNS.c.started_at < before.timestamp())
        with self._database.writing() as connection:
            connection.execute(delete(RUNS).where(*old))

    def _read(self, query: Select[Any]) -> list[StoredRun]:
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return [_run(row) for row in rows]


def _is_batch() -> ColumnElement[bool]:
    reason: ColumnElement[str] = RUNS.c.options[_ERASURE].as_string()
    return reason.is_(None)


def _run(row: Row[Any]) -> StoredRun:
    ended_at = utc(row.ended_at) if row.ended_at else None
    counts: dict[str, int] = json.loads(row.counts or "{}")
    return StoredRun(row.id, utc(row.started_at), ended_at, counts, row.options or {})
