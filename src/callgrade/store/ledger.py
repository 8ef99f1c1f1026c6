"""The ledger of the nightly batch: runs, the files that they saw, and the state of each call.

A run claims a call by moving it from ``waiting`` to ``claimed`` in one conditional UPDATE, and only the run that holds
a call can finish it. So each call is done once, by any number of runs, and a run that dies leaves only claims to take
over.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, delete, func, select, update

from callgrade.model.heard import HeardCall
from callgrade.model.scorecard import Judgement
from callgrade.store.chunks import chunks
from callgrade.store.columns import RELEASED, UNSCORED, scored_columns
from callgrade.store.connection.database import Database
from callgrade.store.documents.stored_documents import write_heard, write_judgement
from callgrade.store.entries import (
    NOT_SCORED,
    CallState,
    Enrolled,
    KnownFile,
    SeenFile,
    TakenOver,
    path_digest,
)
from callgrade.store.file_rows import KNOWN_FILES, file_row, known_file, place_of_call
from callgrade.store.reviews.review_rows import refresh
from callgrade.store.tables import CALLS, FILES, HEARD, JUDGEMENTS, RUNS, now
from callgrade.text import storable

GIVEN_UP = ("keeps_ending_the_run", "Every run that began this call ended before it was done.")


_SCORED = {"state": CallState.SCORED, "scored_at": now(), "revision": CALLS.c.revision + 1}


class Ledger:
    """Runs, files and the states of calls."""

    def __init__(self, database: Database) -> None:
        """``database``: at the newest version."""
        self._database = database

    def start_run(self, options: Mapping[str, str] | None = None) -> int:
        """Begin a run that judges by ``options``; returns its id, which also marks its claims."""
        values = {"started_at": now(), "options": dict(options) if options else None}
        with self._database.writing() as connection:
            started = connection.execute(RUNS.insert().values(values).returning(RUNS.c.id))
            return int(started.scalar_one())

    def end_run(self, run_id: int, counts: Mapping[str, int]) -> None:
        """End a run with ``counts`` of what it did; calls that it still holds wait again."""
        ended = {"ended_at": now(), "counts": json.dumps(dict(counts), sort_keys=True)}
        with self._database.writing() as connection:
            _release(connection, run_id)
            connection.execute(update(RUNS).where(RUNS.c.id == run_id).values(ended))

    def known(self, paths: Iterable[Path]) -> dict[Path, KnownFile]:
        """What the store knows of those ``paths`` that were seen before."""
        found: dict[Path, KnownFile] = {}
        for chunk in chunks(paths):
            of_digest = {path_digest(path): path for path in chunk}
            with self._database.reading() as connection:
                rows = connection.execute(KNOWN_FILES.where(FILES.c.path_digest.in_(of_digest))).all()
            found |= {of_digest[row.path_digest]: known_file(row) for row in rows}
        return found

    def note_unstable(self, run_id: int, files: Iterable[SeenFile]) -> None:
        """Remember the size and time of files that may still grow, so that the next run can compare."""
        for chunk in chunks(files):
            rows = [file_row(run_id, file) | {"sha256": None, "facts_hash": None} for file in chunk]
            insert = self._database.insert(FILES)
            changed = {name: insert.excluded[name] for name in ("size_bytes", "mtime_ns", "sha256", "last_run")}
            with self._database.writing() as connection:
                connection.execute(insert.on_conflict_do_update(index_elements=["path_digest"], set_=changed), rows)

    def enrol(self, run_id: int, file: SeenFile, sha256: str) -> Enrolled:
        """Enrol a stable file with the content ``sha256`` (hex); returns its call. Safe with several runs at once.

        New content is a new call, ``waiting``. Known content is the same call, whatever the file's name; it waits again
        only if the facts of a known file changed. A call keeps the name of its file while that is there, so a copy
        does not take it over. An erased call stays erased, and only the ``seal`` of its file is
        kept.
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
            place = {} if _lies_elsewhere(call, file) else place_of_call(file)
            if values := place | (_waiting_again(file) if changed else {}):
                connection.execute(update(CALLS).where(CALLS.c.id == call.id).values(values))
            return Enrolled(call.id, CallState.WAITING if changed else CallState(call.state), is_new)

    def claim(self, call_id: int, run_id: int, lease_s: float) -> bool:
        """Claim a waiting call for ``lease_s`` seconds (then ``renew``); whether this run has it now."""
        claimed = {"state": CallState.CLAIMED, "holder": run_id, "lease_until": now() + lease_s}
        waiting = and_(CALLS.c.id == call_id, CALLS.c.state == CallState.WAITING)
        with self._database.writing() as connection:
            return connection.execute(update(CALLS).where(waiting).values(claimed)).rowcount == 1

    def renew(self, run_id: int, lease_s: float) -> int:
        """Extend the claims of this run to ``lease_s`` seconds from now; returns how many calls it still holds."""
        with self._database.writing() as connection:
            return connection.execute(
                update(CALLS).where(_held_by(run_id)).values(lease_until=now() + lease_s)
            ).rowcount

    def take_over(self, run_id: int, max_attempts: int) -> TakenOver:
        """Take calls from runs that died; a call that was taken ``max_attempts`` times is given up as crashed.

        PostgreSQL: a run is dead if its lease is over, by the server's clock. SQLite: every other run is dead, as this
        run holds the lock.
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
        """Store a scorecard, whole or not at all.

        ``False``: nothing was stored, because the run no longer holds the call. The digest in ``heard`` may differ from
        the call's: for a vCon it is that of the sound beside it.
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
            refresh(connection, [call_id])
        return True

    def finish_unscored(self, call_id: int, run_id: int, state: CallState, code: str, text: str) -> bool:
        """Store why a call has no scorecard, without personal data; ``False`` as in ``finish_scored``."""
        if state not in NOT_SCORED:
            raise ValueError(f"{state} is not a final state without a scorecard")
        mine = and_(CALLS.c.id == call_id, _held_by(run_id))
        ended = RELEASED | UNSCORED | {"state": state, "reason_code": code, "reason_text": storable(text)}
        with self._database.writing() as connection:
            if connection.execute(update(CALLS).where(mine).values(ended)).rowcount == 0:
                return False
            for table in (HEARD, JUDGEMENTS):
                connection.execute(delete(table).where(table.c.call_id == call_id))
        return True

    def retry(self, states: Collection[CallState] = NOT_SCORED, call_ids: Collection[int] | None = None) -> int:
        """Let calls in ``states`` wait again (``call_ids``: only these); returns how many.

        Scored calls wait again only if they are named; each keeps its scorecard until it is heard again.
        """
        may_wait = NOT_SCORED if call_ids is None else NOT_SCORED | {CallState.SCORED}
        wanted = [CALLS.c.state.in_(may_wait & set(states))]
        if call_ids is not None:
            wanted.append(CALLS.c.id.in_(call_ids))
        waiting = {"state": CallState.WAITING, "attempts": 0, "reason_code": None, "reason_text": None}
        with self._database.writing() as connection:
            return connection.execute(update(CALLS).where(*wanted).values(waiting)).rowcount

    def counts(self) -> dict[CallState, int]:
        """The number of calls in each state, also 0."""
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
        """Whether the facts of this file changed; those of a copy do not count."""
        before = connection.execute(select(FILES).where(FILES.c.path_digest == path_digest(file.path))).one_or_none()
        return (
            before is not None
            and before.sha256 in (None, call.sha256)
            and before.facts_hash not in (None, file.facts_hash)
            and call.facts_hash != file.facts_hash
        )

    def _enrol_file(self, connection: Connection, run_id: int, file: SeenFile, sha256: str) -> None:
        row = file_row(run_id, file) | {"sha256": sha256, "facts_hash": file.facts_hash}
        insert = self._database.insert(FILES).values(row)
        changed = {name: insert.excluded[name] for name in row if name not in ("path_digest", "first_run")}
        connection.execute(insert.on_conflict_do_update(index_elements=["path_digest"], set_=changed))


def _lies_elsewhere(call: Row[Any], file: SeenFile) -> bool:
    """Whether the recording of ``call`` is another file than ``file`` and still there."""
    return call.path is not None and call.path != place_of_call(file)["path"] and Path(call.path).is_file()


def _held_by(run_id: int) -> ColumnElement[bool]:
    return and_(CALLS.c.state == CallState.CLAIMED, CALLS.c.holder == run_id)


def _release(connection: Connection, run_id: int) -> None:
    waiting = RELEASED | {"state": CallState.WAITING}
    connection.execute(update(CALLS).where(_held_by(run_id)).values(waiting))


def _waiting_again(file: SeenFile) -> dict[str, Any]:
    waiting = {"state": CallState.WAITING, "attempts": 0, "facts_hash": file.facts_hash}
    return RELEASED | waiting | {"reason_code": None, "reason_text": None}
