"""Erase calls, and remember the tables that were exported."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, not_, or_, select, update

from callgrade.errors import LockedError
from callgrade.store.chunks import chunks
from callgrade.store.columns import ERASED, started_key, utc
from callgrade.store.connection.database import Database
from callgrade.store.entries import CallState, RememberedExport, seal
from callgrade.store.tables import CALLS, EXPORTS, FILES, HEARD, JUDGEMENTS, METADATA, OF_PEOPLE, now
from callgrade.text import storable


class Erasure:
    """Erases calls and compacts the store; remembers where calls were exported to."""

    def __init__(self, database: Database) -> None:
        """``database``: at the newest version."""
        self._database = database

    def erase(self, call_ids: Iterable[int]) -> int:
        """Erase calls: words, judgement, reviews, names, path and reason, each whole; returns how many were erased.

        What remains of a call is the SHA-256 of its recording, its ``seal`` and the state, so that the next night does
        not read it again. Call ``compact`` afterwards, so that the free space holds nothing of them either.
        """
        return sum(self._erase(chunk) for chunk in chunks(call_ids))

    def _erase(self, call_ids: list[int]) -> int:
        there = and_(CALLS.c.id.in_(call_ids), CALLS.c.state != CallState.ERASED)
        with self._database.writing() as connection:
            erased = update(CALLS).where(there).values(ERASED).returning(CALLS.c.id, CALLS.c.sha256)
            rows = connection.execute(erased).all()
            _keep_seals(connection, [row.sha256 for row in rows])
            for table in (HEARD, JUDGEMENTS, *OF_PEOPLE):
                connection.execute(delete(table).where(table.c.call_id.in_([row.id for row in rows])))
            connection.execute(delete(FILES).where(FILES.c.sha256.in_([row.sha256 for row in rows])))
        return len(rows)

    def seals(self) -> frozenset[str]:
        """The seals of erased calls' files, one per call; see ``entries.seal``."""
        sealed = and_(CALLS.c.state == CallState.ERASED, CALLS.c.facts_hash.is_not(None))
        with self._database.reading() as connection:
            return frozenset(connection.scalars(select(CALLS.c.facts_hash).where(sealed)))

    def compact(self) -> None:
        """Rewrite the store without what was erased; meanwhile it needs the same disk space again.

        SQLite: raises ``LockedError`` while another program reads the store, as its journal then keeps what was erased.
        PostgreSQL: locks each table while it is rewritten; the server's log keeps what was erased until it is recycled.
        """
        if not self._database.is_file:
            tables = [table.name for table in METADATA.sorted_tables]
            statistics = "pg_catalog.pg_statistic"  # holds samples of the columns for the planner
            self._database.run_alone(*(f"VACUUM (FULL, ANALYZE) {table}" for table in (*tables, statistics)))
            return
        _, (busy, *_) = self._database.run_alone("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            raise LockedError(
                f"Another program reads the store {self._database.location}; what was erased is still in its journal.",
                "Run again when that has ended.",
            )

    def older_than(self, moment: datetime, *, site: str | None = None, not_sites: Collection[str] = ()) -> list[int]:
        """Ids of calls that began before ``moment`` (with offset); without a known start, the time of enrolment counts.

        ``site``: only calls of this site; ``not_sites``: no calls of these sites.
        """
        local = started_key(moment.astimezone())
        began = and_(CALLS.c.started != "", CALLS.c.started < local)
        enrolled = and_(CALLS.c.started == "", CALLS.c.enrolled_at < moment.timestamp())
        query = select(CALLS.c.id).where(CALLS.c.state != CallState.ERASED, or_(began, enrolled)).order_by(CALLS.c.id)
        if site is not None:
            query = query.where(CALLS.c.site == site)
        if not_sites:
            query = query.where(or_(CALLS.c.site.is_(None), not_(CALLS.c.site.in_(not_sites))))
        with self._database.reading() as connection:
            return list(connection.scalars(query))

    def remember_export(self, folder: str, options: Mapping[str, Any]) -> None:
        """Remember that tables were written to ``folder`` with ``options`` (JSON), replacing an earlier entry."""
        values = {"folder": storable(folder), "options": json.dumps(dict(options), sort_keys=True), "written_at": now()}
        insert = self._database.insert(EXPORTS).values(values)
        replaced = {name: insert.excluded[name] for name in ("options", "written_at")}
        with self._database.writing() as connection:
            connection.execute(insert.on_conflict_do_update(index_elements=["folder"], set_=replaced))

    def exports(self) -> list[RememberedExport]:
        """The remembered exports, by folder."""
        with self._database.reading() as connection:
            rows = connection.execute(select(EXPORTS).order_by(EXPORTS.c.folder)).all()
        return [RememberedExport(row.folder, row.options, utc(row.written_at)) for row in rows]

    def forget_export(self, folder: str) -> None:
        """Forget ``folder`` (it was deleted)."""
        with self._database.writing() as connection:
            connection.execute(delete(EXPORTS).where(EXPORTS.c.folder == storable(folder)))


_SEAL = update(CALLS).where(CALLS.c.sha256 == bindparam("of")).values(facts_hash=bindparam("seal"))


def _keep_seals(connection: Connection, digests: list[str]) -> None:
    """Replace the facts hash of erased calls by the seal of their file."""
    files = connection.execute(select(FILES).where(FILES.c.sha256.in_(digests))).all()
    seals = [{"of": row.sha256, "seal": seal(row.path_digest, row.size_bytes, row.mtime_ns)} for row in files]
    if seals:
        connection.execute(_SEAL, seals)
