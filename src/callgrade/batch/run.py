"""One run of the nightly batch: what is due is claimed, worked on elsewhere, and its outcome written into the store.

The run is the only writer of outcomes; workers, here or on a cluster, only answer. So a worker may be killed at any
moment, and the run itself, too: what it held is taken over by the next one.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from logging import Logger
from threading import Event, Thread
from typing import Protocol

from callgrade.batch.queue import Queue
from callgrade.batch.summary import Summary
from callgrade.batch.withheld import why_withheld
from callgrade.errors import CallgradeError
from callgrade.grading.call_task import CallTask
from callgrade.grading.outcome import Outcome, Refused, Scored
from callgrade.intake.refusal import Refusal
from callgrade.store import CallState, Store
from callgrade.workers.loss import reason_of
from callgrade.workers.protocol import Done, Finished
from callgrade.workers.stop import check

_DIGITS = 12  # of a digest, in the log
_PASSING = frozenset({Refusal.MISSING, Refusal.UNREADABLE})

Ended = Finished[CallTask, Outcome]


class Crew(Protocol):
    """Whoever works: the pool of this machine, or a cluster."""

    def run(self, next_group: Callable[[], Sequence[CallTask] | None]) -> Iterator[Ended]:
        """What became of each task of the groups; see ``Pool.run``."""


class NightRun:
    """Works through a queue with a crew."""

    def __init__(self, store: Store, run_id: int, lease_s: float, summary: Summary, log: Logger) -> None:
        """``lease_s``: how long a claim lasts without being renewed, seconds."""
        self._store, self._run_id, self._lease_s = store, run_id, lease_s
        self._summary, self._log = summary, log

    def work(self, queue: Queue, crew: Crew, told: Callable[[CallTask, str], None]) -> None:
        """Until the queue gives no more and all that it gave has its outcome; ``told`` hears of each state."""
        with _renewing(self._store, self._run_id, self._lease_s):
            for ended in crew.run(queue.next_group):
                told(ended.task, self._keep(ended))
                check()

    def _keep(self, ended: Ended) -> str:
        """Write the outcome; the state of the call."""
        task = ended.task
        if _changed(task):
            self._summary.wait()
            return "changed"
        unread = _unread(ended)
        if unread:
            return self._leave(task, unread)
        if isinstance(ended, Done) and isinstance(ended.outcome, Scored):
            return self._keep_scored(task, ended.outcome)
        state, code, text = _why(ended)
        kept = self._store.ledger.finish_unscored(task.call_id, self._run_id, state, code, text)
        if kept:
            self._summary.reasons[code] += 1
        return self._noted(task, state, kept, f" {code}: {text}")

    def _leave(self, task: CallTask, code: str) -> str:
        """The call stays this run's, and so waits again when the run ends."""
        self._summary.unread[code] += 1
        self._log.info("%s left: %s", task.sha256[:_DIGITS], code)
        return "unread"

    def _keep_scored(self, task: CallTask, scored: Scored) -> str:
        kept = self._store.ledger.finish_scored(task.call_id, self._run_id, scored.heard, scored.judgement)
        if kept and scored.heard.conversation.has_audio:
            self._summary.audio_s += scored.heard.file.duration_s
        withheld = why_withheld(scored.judgement)
        if kept and withheld:
            self._summary.withheld[withheld] += 1
        without = f", no score: {withheld}" if withheld else ""
        return self._noted(task, CallState.SCORED, kept, f" {scored.heard.file.duration_s:.1f} s{without}")

    def _noted(self, task: CallTask, state: CallState, kept: bool, more: str) -> str:
        if not kept:  # taken over by another run, or erased meanwhile
            self._summary.elsewhere += 1
            return "elsewhere"
        self._summary.outcomes[state] += 1
        self._log.info("%s %s%s", task.sha256[:_DIGITS], state, more)
        return state.value


def _changed(task: CallTask) -> bool:
    """Whether the file is another than the one that was enrolled: its outcome is nobody's, and the next run does it."""
    try:
        now = task.call.path.stat()
    except OSError:
        return False
    return (now.st_size, now.st_mtime_ns) != (task.size_bytes, task.mtime_ns)


def _unread(ended: Ended) -> str | None:
    """The reason code of a call whose file is gone or cannot be read: that of a share that left, over tomorrow."""
    if isinstance(ended, Done) and isinstance(ended.outcome, Refused):
        code = ended.outcome.error.code
        return code if code in _PASSING else None
    return None


def _why(ended: Ended) -> tuple[CallState, str, str]:
    """Why a call has no scorecard: its state, the reason code, and a text without a name or a word of the call."""
    if isinstance(ended, Done):
        assert isinstance(ended.outcome, Refused)
        return CallState.REFUSED, ended.outcome.error.code, ended.outcome.error.remedy
    reason = reason_of(ended)
    return CallState(reason.state), reason.code, reason.text


@contextmanager
def _renewing(store: Store, run_id: int, lease_s: float) -> Iterator[None]:
    """Keep the claims of the run alive meanwhile."""
    over = Event()

    def renew() -> None:
        while not over.wait(lease_s / 3):
            try:
                store.ledger.renew(run_id, lease_s)
            except CallgradeError:
                continue  # a server that is away for a moment; the write of an outcome tells whether it stays so

    thread = Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
