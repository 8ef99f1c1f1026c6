"""Due files, handed out as claimed calls: here a recording is read first, and its call gets its identity."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from callgrade.batch.due import DueFile
from callgrade.batch.facts import content_hash
from callgrade.batch.stop import check
from callgrade.batch.summary import End, Summary
from callgrade.batch.task import CallTask
from callgrade.errors import InputError
from callgrade.intake.refusal import Refusal
from callgrade.model.record import CallRecord
from callgrade.outcome import Call
from callgrade.store.entries import CallState
from callgrade.store.ledger import Ledger

EMPTY_SHA256 = hashlib.sha256(b"").hexdigest()


class Queue:
    """Groups of claimed calls until there are none, or the run is to take no more."""

    def __init__(
        self,
        due: Iterable[DueFile],
        ledger: Ledger,
        run_id: int,
        lease_s: float,
        group_calls: int,
        workers: int,
        summary: Summary,
        *,
        limit: int | None = None,
        until: datetime | None = None,
        clock: Callable[[], datetime],
    ) -> None:
        """``limit``: calls at most; ``until``: no call is taken from then on; ``group_calls``: at most in a group."""
        self._due = deque(sorted(due, key=lambda one: one.attempts))
        self._ledger, self._run_id, self._lease_s = ledger, run_id, lease_s
        self._group_calls, self._workers = group_calls, workers
        self._summary = summary
        self._limit, self._until, self._clock = limit, until, clock
        self._taken: set[int] = set()
        summary.due = len(self._due)

    def next_group(self) -> Sequence[CallTask]:
        """The next calls, claimed for this run; none when no more are taken.

        Towards the end groups get smaller, so that no worker is left with a full one while the others are done. Calls
        that a run died of, or beside, come last and alone: one that brings down the machine keeps no other waiting.
        """
        group: list[CallTask] = []
        alone = bool(self._due and self._due[0].attempts)
        size = 1 if alone else min(self._group_calls, max(1, len(self._due) // (2 * self._workers)))
        while len(group) < size and self._due and self._may_take():
            check()
            task = self._take(self._due.popleft())
            if task:
                group.append(task)
                self._taken.add(task.call_id)
        self._summary.left = len(self._due)
        return group

    def _may_take(self) -> bool:
        if self._limit is not None and len(self._taken) >= self._limit:
            self._summary.end = End.LIMIT
        elif self._until is not None and self._clock() >= self._until:
            self._summary.end = End.UNTIL
        return self._summary.end is End.DONE

    def _take(self, due: DueFile) -> CallTask | None:
        """The call of a file, if it is this run's to do; else what is known of it is counted."""
        call_id, sha256 = due.call_id, due.sha256
        if call_id is None or sha256 is None:
            sha256 = self._identify(due)
            if sha256 is None:
                return None
            enrolled = self._ledger.enrol(self._run_id, due.seen, sha256)
            if enrolled.state not in (CallState.WAITING, CallState.CLAIMED):
                self._count_known(enrolled.state)
                return None
            call_id = enrolled.call_id
        if call_id in self._taken:
            self._summary.copies += 1
            return None
        if not self._ledger.claim(call_id, self._run_id, self._lease_s):
            self._summary.elsewhere += 1
            return None
        found = due.found
        call = Call(found.path, due.cdr or CallRecord(), due.cdr_warnings)
        return CallTask(call_id, sha256, found.size_bytes, found.mtime_ns, call)

    def _count_known(self, state: CallState) -> None:
        if state is CallState.ERASED:
            self._summary.erased += 1
        else:
            self._summary.copies += 1

    def _identify(self, due: DueFile) -> str | None:
        """The digest of the recording; ``None`` when it grew meanwhile or cannot be read."""
        try:
            sha256 = content_hash(due.found)
        except InputError as error:
            if error.code == Refusal.EMPTY:  # a call of its own, so that it is refused once and not every night
                return EMPTY_SHA256
            self._summary.unread[error.code] += 1
            return None
        if sha256 is None:
            self._summary.wait()
        return sha256
