"""Earlier runs of the batch."""

import json
from typing import Any

from sqlalchemy import Row, Select, select

from callgrade.store.columns import utc
from callgrade.store.connection.database import Database
from callgrade.store.entries import StoredRun
from callgrade.store.tables import RUNS


class Runs:
    """Runs, read only; the ledger begins and ends them."""

    def __init__(self, database: Database) -> None:
        """``database``: at the newest version."""
        self._database = database

    def last(self, limit: int) -> list[StoredRun]:
        """The runs that began last, the newest first."""
        return self._read(select(RUNS).order_by(RUNS.c.id.desc()).limit(limit))

    def last_ended(self) -> StoredRun | None:
        """The run that ended last."""
        ended = select(RUNS).where(RUNS.c.ended_at.is_not(None)).order_by(RUNS.c.ended_at.desc()).limit(1)
        return next(iter(self._read(ended)), None)

    def _read(self, query: Select[Any]) -> list[StoredRun]:
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return [_run(row) for row in rows]


def _run(row: Row[Any]) -> StoredRun:
    ended_at = utc(row.ended_at) if row.ended_at else None
    counts: dict[str, int] = json.loads(row.counts or "{}")
    return StoredRun(row.id, utc(row.started_at), ended_at, counts, row.options or {})
