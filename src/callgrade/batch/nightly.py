"""A nightly batch from beginning to end: lock, take over, find, work, sum up."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from logging import Logger
from pathlib import Path, PurePosixPath
from typing import Protocol

from callgrade.batch.due import Finder
from callgrade.batch.found_files import FoundFile
from callgrade.batch.matching_records import Records, RecordsTally
from callgrade.batch.queue import Queue, QueueLimits
from callgrade.batch.run import CallEvent, CallExecutor, NightRun
from callgrade.batch.scan import scan
from callgrade.batch.stable import Sighting
from callgrade.batch.summary import RunEnd, Summary
from callgrade.batch.summary_rows import rows
from callgrade.batch.summary_writer import SummaryWriter
from callgrade.config.batch import InternalCalls
from callgrade.config.settings import Settings
from callgrade.errors import CallgradeError
from callgrade.model.frozen import FrozenDict
from callgrade.model.scorecard import Versions
from callgrade.store import Store, site_of
from callgrade.workers.cpu_plan import Plan

VersionsOf = Callable[[str | None], Versions]


def now() -> datetime:
    """The local time, with its offset."""
    return datetime.now().astimezone()


@dataclass(frozen=True)
class NightOrder:
    """What a run is to do.

    ``records``: the night's call detail records, if any; ``until``: an aware time; ``judged_by``: the profile and the
    files of norms and settings, which the store remembers.
    """

    folder: Path
    records: Records | None = None
    limit: int | None = None
    until: datetime | None = None
    judged_by: Mapping[str, str] = FrozenDict()


class Watcher(Protocol):
    """Shows the progress of a run."""

    def begin(self, due: int) -> None:
        """The run begins, with so many due files."""

    def finished(self, summary: Summary, event: CallEvent | None) -> None:
        """A call is done; ``summary``: the counts so far; ``event``: its outcome, if the store kept it."""

    def close(self, summary: Summary) -> None:
        """The run is over, completed or not."""


@dataclass(frozen=True)
class Nightly:
    """Runs nightly batches.

    ``executor``: starts workers only when a call is due, so that a quiet night loads no model. ``versions``: what would
    make the card of a call in a language now, to count older cards. ``clock``: aware local time.
    """

    store: Store
    settings: Settings
    plan: Plan
    executor: CallExecutor
    versions: VersionsOf
    log: Logger
    clock: Callable[[], datetime] = now

    def run(self, order: NightOrder, watcher: Watcher) -> Summary:
        """Do the due calls. ``watcher`` gets the summary even if the run raises.

        Raises ``LockedError`` if another run is at work on a store that is a file, ``OutputError`` and ``StoreError``
        of the store, ``InputError`` for a folder that cannot be read, and the errors that stop the whole work
        (``ModelError`` …).
        """
        with self.store.run_lock():
            summary = SummaryWriter(self._summary(order.records))
            run_id = self.store.ledger.start_run(order.judged_by)
            try:
                self._work(order, run_id, summary, watcher)
            except BaseException as error:
                stopped_by = RunEnd.INTERRUPTED if isinstance(error, KeyboardInterrupt) else RunEnd.FAILED
                with suppress(CallgradeError, OSError):  # the first error is the one to report
                    self._end(run_id, summary, watcher, stopped_by)
                raise
            self._end(run_id, summary, watcher)
            return summary.summary

    def _summary(self, records: Records | None) -> Summary:
        tally = RecordsTally(records.rows, records.unreadable) if records else None
        stable_s = self.settings.batch.scan.stable_s
        return Summary(self.clock(), self.plan.workers, self.plan.threads, stable_s=stable_s, records=tally)

    def _work(self, order: NightOrder, run_id: int, writer: SummaryWriter, watcher: Watcher) -> None:
        ledger, summary = self.store.ledger, writer.summary
        taken = ledger.take_over(run_id, self.settings.store.max_attempts)
        self.log.info("run %d begins; %d calls of runs that died wait again, %d given up", run_id, *taken)
        queue = self._queue(order, run_id, writer)
        writer.begin(len(queue))
        watcher.begin(summary.due)
        self.log.info("%d due, %d unchanged, %d growing", summary.due, summary.unchanged, summary.growing)
        if queue:
            run = NightRun(ledger, run_id, self.settings.store.lease_s, writer, self.log)
            run.work(queue, self.executor, lambda event: watcher.finished(summary, event))
        writer.outdated(self._count_outdated())

    def _queue(self, order: NightOrder, run_id: int, writer: SummaryWriter) -> Queue:
        sites = self.settings.store.retention.sites
        found = scan(order.folder, self.settings.batch.scan, self.clock().timestamp(), self._sighting)
        finder = Finder(self.store, run_id, order.records, lambda path: site_of(PurePosixPath(path), sites), writer)
        skips = self.settings.batch.cdr.internal is InternalCalls.SKIP
        limits = QueueLimits(self.settings.pipeline.group_calls, self.plan.workers, order.limit, order.until, skips)
        lease_s = self.settings.store.lease_s
        return Queue(finder.due(found), self.store.ledger, run_id, lease_s, limits, writer, self.clock)

    def _count_outdated(self) -> int:
        """Count the scorecards that other norms or settings made, or another callgrade."""
        made = self.store.cards.versions().items()
        return sum(count for (language, old), count in made if _judged_by(old) != _judged_by(self.versions(language)))

    def _sighting(self, file: FoundFile) -> Sighting | None:
        known = self.store.ledger.known([file.path]).get(file.path)
        return Sighting(known.size_bytes, known.mtime_ns, known.seen_s) if known else None

    def _end(self, run_id: int, writer: SummaryWriter, watcher: Watcher, stopped_by: RunEnd | None = None) -> None:
        writer.close(self.clock(), stopped_by)
        summary = writer.summary
        counts = {"due": summary.due, "left": summary.left, "unread": summary.unread.total(), **summary.outcomes}
        counted = ", ".join(f"{count} {name}" for name, count in counts.items())
        self.log.info("run %d ends, %s: %s", run_id, summary.end, counted)
        for name, value in rows(summary):
            self.log.info("run %d, %s: %s", run_id, name.strip(), value)
        try:
            self.store.ledger.end_run(run_id, counts | {"passed over": summary.passed_over})
        finally:
            watcher.close(summary)


def _judged_by(made: Versions) -> tuple[str, ...]:
    return made.callgrade, made.norms, made.config
