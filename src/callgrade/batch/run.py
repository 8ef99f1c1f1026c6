"""One run of the nightly batch: it claims the due calls, has them graded, and writes the outcomes into the store.

Only the run writes outcomes; workers, here or on a cluster, just return them. So a worker may be killed at any moment.
So may the run: the next run takes over the calls that it held.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from logging import Logger
from pathlib import Path
from threading import Event, Thread
from typing import Any

from callgrade.batch.queue import Queue
from callgrade.batch.summary_writer import SummaryWriter
from callgrade.errors import CallgradeError
from callgrade.grading.call_task import CallTask
from callgrade.grading.outcome import Outcome, Refused, Scored
from callgrade.grading.withheld import why_withheld
from callgrade.intake.refusal import Refusal
from callgrade.store import CallState
from callgrade.store.columns import shown
from callgrade.store.ledger import Ledger
from callgrade.workers.loss import loss_of
from callgrade.workers.protocol import Done, Executor, Finished
from callgrade.workers.stop import check

SCHEMA = "callgrade.event/1"
_DIGITS = 12  # of a digest, in the log
_TEMPORARY = frozenset({Refusal.MISSING, Refusal.UNREADABLE})

FinishedCall = Finished[CallTask, Outcome]
CallExecutor = Executor[CallTask, Outcome]


@dataclass(frozen=True)
class CallEvent:
    """A call got its outcome in this run. ``code``: why it has no scorecard, or no overall score; else ``None``."""

    path: Path
    sha256: str
    state: CallState
    code: str | None = None
    overall: float | None = None
    band: str | None = None

    def document(self) -> dict[str, Any]:
        """Plain values for JSON; the path as the store keeps it, without card numbers."""
        return {"schema": SCHEMA} | asdict(self) | {"path": shown(self.path), "state": self.state.value}


OnFinished = Callable[[CallEvent | None], None]


class NightRun:
    """Works through a queue."""

    def __init__(self, ledger: Ledger, run_id: int, lease_s: float, summary: SummaryWriter, log: Logger) -> None:
        """``lease_s``: how long a claim lasts without being renewed, seconds."""
        self._ledger, self._run_id, self._lease_s = ledger, run_id, lease_s
        self._summary, self._log = summary, log

    def work(self, queue: Queue, executor: CallExecutor, on_finished: OnFinished) -> None:
        """Run until each call of the queue has its outcome.

        ``on_finished``: called after each, with ``None`` if the outcome is not kept.
        """
        try:
            with _renewing(self._ledger, self._run_id, self._lease_s):
                for finished in executor.run(queue.next_group):
                    on_finished(self._keep(finished))
                    check()
        finally:
            self._summary.taken_until(queue.end, len(queue))

    def _keep(self, finished: FinishedCall) -> CallEvent | None:
        """Write the outcome of a call; ``None``: it is not kept, and a later run does the call."""
        task = finished.task
        if _has_changed(task):
            self._summary.changed()
            return None
        unread = _unread_code(finished)
        if unread:  # the call stays claimed, and waits again when the run ends
            self._summary.unread(unread)
            self._log.info("%s left: %s", task.sha256[:_DIGITS], unread)
            return None
        if isinstance(finished, Done) and isinstance(finished.outcome, Scored):
            return self._keep_scored(task, finished.outcome)
        return self._keep_unscored(task, *_why_unscored(finished))

    def _keep_scored(self, task: CallTask, scored: Scored) -> CallEvent | None:
        if not self._ledger.finish_scored(task.call_id, self._run_id, scored.heard, scored.judgement):
            self._summary.elsewhere()
            return None
        duration_s = scored.heard.file.duration_s
        withheld = why_withheld(scored.judgement)
        self._summary.scored(duration_s if scored.heard.conversation.has_audio else 0.0, withheld)
        no_score = f", no score: {withheld.text}" if withheld else ""
        self._log.info("%s %s %.1f s%s", task.sha256[:_DIGITS], CallState.SCORED, duration_s, no_score)
        score = scored.judgement.score
        code = withheld.value if withheld else None
        return CallEvent(task.call.path, task.sha256, CallState.SCORED, code, score.overall, score.band)

    def _keep_unscored(self, task: CallTask, state: CallState, code: str, text: str) -> CallEvent | None:
        if not self._ledger.finish_unscored(task.call_id, self._run_id, state, code, text):
            self._summary.elsewhere()
            return None
        self._summary.not_scored(state, code)
        self._log.info("%s %s %s: %s", task.sha256[:_DIGITS], state, code, text)
        return CallEvent(task.call.path, task.sha256, state, code)


def _has_changed(task: CallTask) -> bool:
    """Whether the file was changed after its call was claimed: the outcome is dropped, and the next run does it."""
    try:
        now = task.call.path.stat()
    except OSError:
        return False
    return (now.st_size, now.st_mtime_ns) != (task.size_bytes, task.mtime_ns)


def _unread_code(finished: FinishedCall) -> str | None:
    """The reason code if the file is gone or cannot be read, perhaps only for now (a network share)."""
    if isinstance(finished, Done) and isinstance(finished.outcome, Refused):
        code = finished.outcome.error.code
        return code if code in _TEMPORARY else None
    return None


def _why_unscored(finished: FinishedCall) -> tuple[CallState, str, str]:
    """Why a call has no scorecard: its state, the reason code, and a text without personal data."""
    if isinstance(finished, Done):
        assert isinstance(finished.outcome, Refused)
        return CallState.REFUSED, finished.outcome.error.code, finished.outcome.error.remedy
    loss = loss_of(finished)
    return CallState(loss.state), loss.code, loss.text


@contextmanager
def _renewing(ledger: Ledger, run_id: int, lease_s: float) -> Iterator[None]:
    """Renew the claims of the run until the block ends."""
    over = Event()

    def renew() -> None:
        while not over.wait(lease_s / 3):
            try:
                ledger.renew(run_id, lease_s)
            except CallgradeError:
                continue  # the server may be away for a moment; if it stays away, writing an outcome fails

    thread = Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
