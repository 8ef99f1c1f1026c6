"""The ledger of the nightly batch: which files were seen, which calls they are, and what becomes of each call.

A call belongs to whoever moves it from ``waiting`` to ``claimed`` in one conditional UPDATE; whoever no longer holds
it cannot finish it. So each is done once, by however many runs, and a run that dies leaves only claims to take over.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, delete, func, select, update

from callgrade.model.heard import HeardCall
from callgrade.model.scorecard import Judgement
from callgrade.store.chunks import chunks
from callgrade.store.columns import RELEASED, UNSCORED, scored_columns, shown
from callgrade.store.connection.database import Database
from callgrade.store.entries import (
    NOT_SCORED,
    CallState,
    Enrolled,
    KnownFile,
    SeenFile,
    TakenOver,
    path_digest,
)
from callgrade.store.stored_documents import write_heard, write_judgement
from callgrade.store.tables import CALLS, FILES, HEARD, JUDGEMENTS, RUNS, now
from callgrade.text import storable

GIVEN_UP = ("keeps_ending_the_run", "Every run that began this call ended before it was done.")


_SCORED = {"state": CallState.SCORED, "scored_at": now(), "revision": CALLS.c.revision + 1}


class Ledger:
    """Runs, files and the states of calls."""

    def __init__(self, database: Database) -> None:
        """``database``: at the newest version."""
        self._database = database

    def start_run(self) -> int:
        """The id of a new run, which is also the holder of its claims."""
        with self._database.writing() as connection:
            started = connection.execute(RUNS.insert().values(started_at=now()).returning(RUNS.c.id))
            return int(started.scalar_one())

    def end_run(self, run_id: int, counts: Mapping[str, int]) -> None:
        """Note that a run has ended, with ``counts`` of what it did; what it still held waits again."""
        ended = {"ended_at": now(), "counts": json.dumps(dict(counts), sort_keys=True)}
        with self._database.writing() as connection:
            _release(connection, run_id)
            connection.execute(update(RUNS).where(RUNS.c.id == run_id).values(ended))

    def known(self, paths: Iterable[Path]) -> dict[Path, KnownFile]:
        """Those of ``paths`` that were seen before, with what the store has of them."""
        found: dict[Path, KnownFile] = {}
        for chunk in chunks(paths):
            of_digest = {path_digest(path): path for path in chunk}
            files = FILES.join(RUNS, FILES.c.last_run == RUNS.c.id)
            files = files.outerjoin(CALLS, FILES.c.sha256 == CALLS.c.sha256)
            columns = (
                FILES,
                RUNS.c.started_at.label("seen_s"),
                CALLS.c.id.label("call_id"),
                CALLS.c.state,
                CALLS.c.attempts,
            )
            query = select(*columns).select_from(files)
            with self._database.reading() as connection:
                rows = connection.execute(query.where(FILES.c.path_digest.in_(of_digest))).all()
            found |= {of_digest[row.path_digest]: _known(row) for row in rows}
        return found

    def sight(self, run_id: int, files: Iterable[SeenFile]) -> None:
        """Remember files that are not stable yet: by size and time the next run tells whether they are."""
        for chunk in chunks(files):
            rows = [_file_row(run_id, file) | {"sha256": None, "facts_hash": None} for file in chunk]
            insert = self._database.insert(FILES)
            changed = {name: insert.excluded[name] for name in ("size_bytes", "mtime_ns", "sha256", "last_run")}
            with self._database.writing() as connection:
                connection.execute(insert.on_conflict_do_update(index_elements=["path_digest"], set_=changed), rows)

    def enrol(self, run_id: int, file: SeenFile, sha256: str) -> Enrolled:
        """The call that the content ``sha256`` (hex) of a stable file is, safe under several runs at once.

        New content is a new call, ``waiting``. Content that is known, under whatever name, is the call it was; only
        when the facts of a known file changed, the call waits again. An erased call stays erased, and only the
        ``seal`` of its file is kept.
        """
        with self._database.writing() as connection:
            is_new = self._insert_call(connection, file, sha256)
            call = connection.execute(select(CALLS).where(CALLS.c.sha256 == sha256).with_for_update()).one()
            if call.state == CallState.ERASED:
                connection.execute(delete(FILES).where(FILES.c.path_digest == path_digest(file.path)))
                connection.execute(update(CALLS).where(CALLS.c.id == call.id).values(facts_hash=file.seal))
                return Enrolled(call.id, CallState.ERASED, is_new=False)
            changed = self._file_facts_changed(connection, file, call)
            self._enrol_file(connection, run_id, file, sha256)
            place = _place(file) | (_again(file) if changed else {})
            connection.execute(update(CALLS).where(CALLS.c.id == call.id).values(place))
            return Enrolled(call.id, CallState.WAITING if changed else CallState(call.state), is_new)

    def claim(self, call_id: int, run_id: int, lease_s: float) -> bool:
        """Whether this run, and no other, has the call now, for ``lease_s`` seconds (then ``renew``)."""
        claimed = {"state": CallState.CLAIMED, "holder": run_id, "lease_until": now() + lease_s}
        waiting = and_(CALLS.c.id == call_id, CALLS.c.state == CallState.WAITING)
        with self._database.writing() as connection:
            return connection.execute(update(CALLS).where(waiting).values(claimed)).rowcount == 1

    def renew(self, run_id: int, lease_s: float) -> int:
        """Hold every call of this run for another ``lease_s`` seconds; the number of calls it still holds."""
        with self._database.writing() as connection:
            return connection.execute(
                update(CALLS).where(_held_by(run_id)).values(lease_until=now() + lease_s)
            ).rowcount

    def release(self, run_id: int) -> int:
        """Let calls that this run holds wait again (it is about to stop); their number."""
        with self._database.writing() as connection:
            return _release(connection, run_id)

    def take_over(self, run_id: int, max_attempts: int) -> TakenOver:
        """Take calls from runs that died; a call that was taken ``max_attempts`` times is given up as crashed.

        On PostgreSQL a run is dead when its lease is over, by the server's clock. On SQLite this run holds the lock, so
        every other is.
        """
        dead = [CALLS.c.state == CallState.CLAIMED, CALLS.c.holder != run_id]
        if not self._database.is_file:
            dead.append(CALLS.c.lease_until < now())
        too_often = CALLS.c.attempts + 1 >= max_attempts
        taken = {
            "attempts": CALLS.c.attempts + 1,
            "state": case((too_often, CallState.CRASHED.value), else_=CallState.WAITING.value),
            "reason_code": case((too_often, GIVEN_UP[0]), else_=None),
            "reason_text": case((too_often, GIVEN_UP[1]), else_=None),
        }
        with self._database.writing() as connection:
            states = connection.scalars(update(CALLS).where(*dead).values(RELEASED | taken).returning(CALLS.c.state))
            count = Counter(states)
        return TakenOver(count[CallState.WAITING], count[CallState.CRASHED])

    def finish_scored(self, call_id: int, run_id: int, heard: HeardCall, judgement: Judgement) -> bool:
        """Keep a scorecard, whole or not at all.

        ``False``: nothing was kept, as the run no longer holds the call. The digest in ``heard`` may be another than
        the call's: that of the sound beside a vCon.
        """
        mine = and_(CALLS.c.id == call_id, _held_by(run_id))
        scored = RELEASED | scored_columns(heard, judgement) | _SCORED
        documents = ((HEARD, write_heard(heard)), (JUDGEMENTS, write_judgement(judgement)))
        with self._database.writing() as connection:
            if connection.execute(update(CALLS).where(mine).values(scored)).rowcount == 0:
                return False
            for table, document in documents:
                insert = self._database.insert(table).values(call_id=call_id, document=document)
                replaced = {"document": insert.excluded.document}
                connection.execute(insert.on_conflict_do_update(index_elements=["call_id"], set_=replaced))
        return True

    def finish_other(self, call_id: int, run_id: int, state: CallState, code: str, text: str) -> bool:
        """Keep why a call has no scorecard; ``code`` and ``text`` hold no personal data. ``False``: as above."""
        if state not in NOT_SCORED:
            raise ValueError(f"{state} is no end without a scorecard")
        mine = and_(CALLS.c.id == call_id, _held_by(run_id))
        ended = RELEASED | UNSCORED | {"state": state, "reason_code": code, "reason_text": storable(text)}
        with self._database.writing() as connection:
            if connection.execute(update(CALLS).where(mine).values(ended)).rowcount == 0:
                return False
            for table in (HEARD, JUDGEMENTS):
                connection.execute(delete(table).where(table.c.call_id == call_id))
        return True

    def retry(self, states: Collection[CallState] = NOT_SCORED, call_ids: Collection[int] | None = None) -> int:
        """Let calls that ended in ``states`` wait again (``call_ids``: only those); their number."""
        wanted = [CALLS.c.state.in_(NOT_SCORED & set(states))]
        if call_ids is not None:
            wanted.append(CALLS.c.id.in_(call_ids))
        anew = {"state": CallState.WAITING, "attempts": 0, "reason_code": None, "reason_text": None}
        with self._database.writing() as connection:
            return connection.execute(update(CALLS).where(*wanted).values(anew)).rowcount

    def counts(self) -> dict[CallState, int]:
        """The number of calls in each state, all states."""
        with self._database.reading() as connection:
            rows = connection.execute(select(CALLS.c.state, func.count()).group_by(CALLS.c.state)).all()
        return dict.fromkeys(CallState, 0) | {CallState(state): count for state, count in rows}

    def _insert_call(self, connection: Connection, file: SeenFile, sha256: str) -> bool:
        values = {
            "sha256": sha256,
            "state": CallState.WAITING,
            "attempts": 0,
            "revision": 0,
            "facts_hash": file.facts_hash,
            "enrolled_at": now(),
            "started": "",
        }
        insert = self._database.insert(CALLS).values(values).on_conflict_do_nothing(index_elements=["sha256"])
        return connection.execute(insert).rowcount == 1

    @staticmethod
    def _file_facts_changed(connection: Connection, file: SeenFile, call: Row[Any]) -> bool:
        """Whether this very file had other facts before; a copy's own do not count."""
        before = connection.execute(select(FILES).where(FILES.c.path_digest == path_digest(file.path))).one_or_none()
        return (
            before is not None
            and before.sha256 in (None, call.sha256)
            and before.facts_hash not in (None, file.facts_hash)
            and call.facts_hash != file.facts_hash
        )

    def _enrol_file(self, connection: Connection, run_id: int, file: SeenFile, sha256: str) -> None:
        row = _file_row(run_id, file) | {"sha256": sha256, "facts_hash": file.facts_hash}
        insert = self._database.insert(FILES).values(row)
        changed = {name: insert.excluded[name] for name in row if name not in ("path_digest", "first_run")}
        connection.execute(insert.on_conflict_do_update(index_elements=["path_digest"], set_=changed))


def _held_by(run_id: int) -> ColumnElement[bool]:
    return and_(CALLS.c.state == CallState.CLAIMED, CALLS.c.holder == run_id)


def _release(connection: Connection, run_id: int) -> int:
    waiting = RELEASED | {"state": CallState.WAITING}
    return connection.execute(update(CALLS).where(_held_by(run_id)).values(waiting)).rowcount


def _known(row: Row[Any]) -> KnownFile:
    return KnownFile(
        size_bytes=row.size_bytes,
        mtime_ns=row.mtime_ns,
        sha256=row.sha256,
        facts_hash=row.facts_hash,
        call_id=row.call_id,
        state=None if row.state is None else CallState(row.state),
        attempts=row.attempts or 0,
        last_run=row.last_run,
        seen_s=row.seen_s,
    )


def _file_row(run_id: int, file: SeenFile) -> dict[str, Any]:
    return {
        "path_digest": path_digest(file.path),
        "size_bytes": file.size_bytes,
        "mtime_ns": file.mtime_ns,
        "first_run": run_id,
        "last_run": run_id,
    }


def _place(file: SeenFile) -> dict[str, Any]:
    path = shown(file.path.absolute())
    return {"path": path, "name": PurePosixPath(path).name, "site": file.site}


def _again(file: SeenFile) -> dict[str, Any]:
    anew = {"state": CallState.WAITING, "attempts": 0, "facts_hash": file.facts_hash}
    return RELEASED | anew | {"reason_code": None, "reason_text": None}
