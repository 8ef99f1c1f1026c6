"""The queue of due files: it reads each recording, gives its call an identity, and hands out claimed calls."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from callgrade.batch.due import UNFINISHED, DueFile
from callgrade.batch.fingerprint import content_hash
from callgrade.batch.summary import RunEnd
from callgrade.batch.summary_writer import SummaryWriter
from callgrade.errors import InputError
from callgrade.grading.call_task import CallTask
from callgrade.grading.outcome import CallInput
from callgrade.intake.refusal import REMEDIES, Refusal
from callgrade.model.record import CallRecord
from callgrade.store import CallState
from callgrade.store.ledger import Ledger
from callgrade.workers.stop import check

EMPTY_SHA256 = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True)
class QueueLimits:
    """How much a queue hands out.

    ``group_calls``: calls in a group, at most; ``workers``: how many share the calls. ``calls``: in the whole run, at
    most; ``until``: no call is taken from then on (aware time). ``skips_internal``: no call among colleagues is done.
    """

    group_calls: int
    workers: int
    calls: int | None = None
    until: datetime | None = None
    skips_internal: bool = False


class Queue:
    """Groups of claimed calls, until there are no more or a limit is reached. ``end``: why it gives no more."""

    def __init__(
        self,
        due: Iterable[DueFile],
        ledger: Ledger,
        run_id: int,
        lease_s: float,
        limits: QueueLimits,
        summary: SummaryWriter,
        clock: Callable[[], datetime],
    ) -> None:
        """``lease_s``: how long a claim lasts. ``summary``: counts the files whose call this run does not do."""
        self._due = deque(_in_order(due, limits))
        self._ledger, self._run_id, self._lease_s = ledger, run_id, lease_s
        self._limits, self._summary, self._clock = limits, summary, clock
        self._taken: set[int] = set()
        self.end = RunEnd.DONE

    def __len__(self) -> int:
        """How many due files are left."""
        return len(self._due)

    def next_group(self) -> Sequence[CallTask]:
        """The next calls, claimed for this run; empty if no more are taken.

        Towards the end groups get smaller, and the largest recordings come first, so that no worker is busy with a long
        call or a full group while the others are idle. Calls that a run died of, or with, come last and alone: a call
        that brings down the machine delays no other.
        """
        group: list[CallTask] = []
        size = self._group_size()
        while len(group) < size and self._due and self._may_take():
            check()
            task = self._take(self._due.popleft())
            if task:
                group.append(task)
                self._taken.add(task.call_id)
        return group

    def _group_size(self) -> int:
        if self._due and self._due[0].attempts:
            return 1
        return min(self._limits.group_calls, max(1, len(self._due) // (2 * self._limits.workers)))

    def _may_take(self) -> bool:
        if self._limits.calls is not None and len(self._taken) >= self._limits.calls:
            self.end = RunEnd.LIMIT
        elif self._limits.until is not None and self._clock() >= self._limits.until:
            self.end = RunEnd.UNTIL
        return self.end is RunEnd.DONE

    def _take(self, due: DueFile) -> CallTask | None:
        """Claim the call of a file; if another run or file has it, count that instead."""
        identity = self._identify(due)
        if identity is None:
            return None
        call_id, sha256 = identity
        if call_id in self._taken:
            self._summary.copy_of(CallState.CLAIMED)
            return None
        if not self._ledger.claim(call_id, self._run_id, self._lease_s):
            self._summary.elsewhere()
            return None
        if due.cdr.internal and self._limits.skips_internal:
            self._pass_over_internal(call_id)
            return None
        found = due.found
        call = CallInput(found.path, due.cdr.record or CallRecord(), due.cdr.warnings)
        return CallTask(call_id, sha256, found.size_bytes, found.mtime_ns, call)

    def _pass_over_internal(self, call_id: int) -> None:
        """Note in the store that colleagues talk to each other; later records need not say so again."""
        code = Refusal.INTERNAL_CALL
        self._ledger.finish_unscored(call_id, self._run_id, CallState.REFUSED, code, REMEDIES[code])
        self._summary.internal()

    def _identify(self, due: DueFile) -> tuple[int, str] | None:
        """The id and digest of the file's call; ``None`` if it is done already or the file cannot be read now."""
        if due.call_id is not None and due.sha256 is not None:
            return due.call_id, due.sha256
        sha256 = self._read(due)
        if sha256 is None:
            return None
        enrolled = self._ledger.enrol(self._run_id, due.seen, sha256)
        if enrolled.state not in UNFINISHED:
            self._summary.copy_of(enrolled.state)
            return None
        return enrolled.call_id, sha256

    def _read(self, due: DueFile) -> str | None:
        """The digest of the recording; ``None`` if it has changed or cannot be read."""
        try:
            sha256 = content_hash(due.found)
        except InputError as error:
            if error.code == Refusal.EMPTY:  # a call of its own, so that it is refused once and not every night
                return EMPTY_SHA256
            self._summary.unread(error.code)
            return None
        if sha256 is None:
            self._summary.changed()
        return sha256


def _in_order(due: Iterable[DueFile], limits: QueueLimits) -> list[DueFile]:
    """The order in which calls are handed out.

    As they were found, but the largest first: all of them if the run does every call, else only the last ones, since
    small calls would wait night after night.
    """
    ordered = sorted(due, key=lambda one: one.attempts)
    fresh = sum(not one.attempts for one in ordered)
    every = limits.calls is None and limits.until is None
    first = 0 if every else max(0, fresh - 2 * limits.workers * limits.group_calls)
    last = sorted(ordered[first:fresh], key=lambda one: -one.found.size_bytes)
    return [*ordered[:first], *last, *ordered[fresh:]]
