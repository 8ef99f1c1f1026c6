"""Erasing calls, and the tables that were written of them."""

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
from callgrade.store.tables import CALLS, EXPORTS, FILES, HEARD, JUDGEMENTS, METADATA, now
from callgrade.text import storable


class Erasure:
    """What goes, and where it may have gone to."""

    def __init__(self, database: Database) -> None:
        """``database``: at the newest version."""
        self._database = database

    def erase(self, call_ids: Iterable[int]) -> int:
        """Erase calls: words, judgement, names, path, reason. Each goes whole; the number that were erased.

        What remains is the SHA-256 of the recording, its ``seal`` and that it is erased, so that the next night neither
        does nor reads it again.
        Then ``compact``, so that the space they took holds nothing of them either.
        """
        return sum(self._erase(chunk) for chunk in chunks(call_ids))

    def _erase(self, call_ids: list[int]) -> int:
        there = and_(CALLS.c.id.in_(call_ids), CALLS.c.state != CallState.ERASED)
        with self._database.writing() as connection:
            erased = update(CALLS).where(there).values(ERASED).returning(CALLS.c.id, CALLS.c.sha256)
            rows = connection.execute(erased).all()
            _keep_seals(connection, [row.sha256 for row in rows])
            for table in (HEARD, JUDGEMENTS):
                connection.execute(delete(table).where(table.c.call_id.in_([row.id for row in rows])))
            connection.execute(delete(FILES).where(FILES.c.sha256.in_([row.sha256 for row in rows])))
        return len(rows)

    def seals(self) -> frozenset[str]:
        """Of the files of erased calls, one of each; see ``entries.seal``."""
        sealed = and_(CALLS.c.state == CallState.ERASED, CALLS.c.facts_hash.is_not(None))
        with self._database.reading() as connection:
            return frozenset(connection.scalars(select(CALLS.c.facts_hash).where(sealed)))

    def compact(self) -> None:
        """Rewrite the store without what was erased; takes as much room again meanwhile.

        SQLite: raises ``LockedError`` while another program reads the store, as its journal then keeps what was erased.
        PostgreSQL: locks each table while it is rewritten; its own log keeps what was erased until it is recycled.
        """
        if not self._database.is_file:
            tables = [table.name for table in METADATA.sorted_tables]
            statistics = "pg_catalog.pg_statistic"  # where the planner keeps samples of the columns
            self._database.run_alone(*(f"VACUUM (FULL, ANALYZE) {table}" for table in (*tables, statistics)))
            return
        _, (busy, *_) = self._database.run_alone("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            raise LockedError(
                f"Another program reads the store {self._database.location}; what was erased is still in its journal.",
                "Run again when that has ended.",
            )

    def older_than(self, moment: datetime, *, site: str | None = None, not_sites: Collection[str] = ()) -> list[int]:
        """Ids of calls that began before ``moment`` (with offset), or were enrolled before it where no start is known.

        ``site``: only calls of this site; ``not_sites``: only calls of none of these.
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
        """Remember that tables were written to ``folder`` with ``options`` (as JSON), in place of what was there."""
        values = {"folder": storable(folder), "options": json.dumps(dict(options), sort_keys=True), "written_at": now()}
        insert = self._database.insert(EXPORTS).values(values)
        replaced = {name: insert.excluded[name] for name in ("options", "written_at")}
        with self._database.writing() as connection:
            connection.execute(insert.on_conflict_do_update(index_elements=["folder"], set_=replaced))

    def exports(self) -> list[RememberedExport]:
        """What was exported, by folder."""
        with self._database.reading() as connection:
            rows = connection.execute(select(EXPORTS).order_by(EXPORTS.c.folder)).all()
        return [RememberedExport(row.folder, row.options, utc(row.written_at)) for row in rows]

    def forget_export(self, folder: str) -> None:
        """Remember ``folder`` no longer (it was deleted)."""
        with self._database.writing() as connection:
            connection.execute(delete(EXPORTS).where(EXPORTS.c.folder == storable(folder)))


_SEAL = update(CALLS).where(CALLS.c.sha256 == bindparam("of")).values(facts_hash=bindparam("seal"))


def _keep_seals(connection: Connection, digests: list[str]) -> None:
    """Seal the files of erased calls, in place of the facts that were known of them."""
    files = connection.execute(select(FILES).where(FILES.c.sha256.in_(digests))).all()
    seals = [{"of": row.sha256, "seal": seal(row.path_digest, row.size_bytes, row.mtime_ns)} for row in files]
    if seals:
        connection.execute(_SEAL, seals)
