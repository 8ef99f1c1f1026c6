"""A nightly batch from beginning to end: lock, take over, find, work, sum up."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from logging import Logger
from pathlib import Path, PurePosixPath
from typing import Protocol

from callgrade.batch.due import Finder
from callgrade.batch.found_files import FoundFile
from callgrade.batch.matching_records import Records, RecordsTally
from callgrade.batch.queue import Queue
from callgrade.batch.run import Crew, NightRun
from callgrade.batch.scan import scan
from callgrade.batch.stable import Sighting
from callgrade.batch.summary import End, Summary
from callgrade.batch.summary_rows import rows
from callgrade.config.settings import Settings
from callgrade.errors import CallgradeError
from callgrade.model.scorecard import Versions
from callgrade.store import Store, site_of
from callgrade.workers.cpu_plan import Plan

VersionsOf = Callable[[str | None], Versions]


def now() -> datetime:
    """The local time, with its offset."""
    return datetime.now().astimezone()


@dataclass(frozen=True)
class NightOrder:
    """What is asked of a run. ``records``: the night's call detail records, if any; ``until``: an aware time."""

    folder: Path
    records: Records | None = None
    limit: int | None = None
    until: datetime | None = None


class Watcher(Protocol):
    """Whoever shows how a run goes on."""

    def begin(self, due: int) -> None:
        """So many files are due."""

    def ended(self, summary: Summary) -> None:
        """One more call came to its end; ``summary``: the counts so far."""

    def close(self, summary: Summary) -> None:
        """The run is over, whatever its end."""


@dataclass(frozen=True)
class Nightly:
    """What a run works with.

    ``crew``: starts nobody before something is due, so that a quiet night loads no model. ``versions``: what the cards
    of calls in a language are made by now, so that older ones can be counted. ``clock``: aware local time.
    """

    store: Store
    settings: Settings
    plan: Plan
    crew: Crew
    versions: VersionsOf
    log: Logger
    clock: Callable[[], datetime] = now

    def run(self, order: NightOrder, watcher: Watcher) -> Summary:
        """Do what is due. The summary is given to ``watcher`` even where the run raises.

        Raises ``LockedError`` when another run is at work on a store that is a file, ``OutputError`` and ``StoreError``
        of the store, ``InputError`` for a folder that cannot be read, and what stops the whole work (``ModelError`` …).
        """
        with self.store.run_lock():
            summary = self._summary(order.records)
            run_id = self.store.ledger.start_run()
            try:
                self._work(order, run_id, summary, watcher)
            except BaseException as error:
                summary.end = End.INTERRUPTED if isinstance(error, KeyboardInterrupt) else End.FAILED
                with suppress(CallgradeError, OSError):  # what went wrong first is what has to be told
                    self._end(run_id, summary, watcher)
                raise
            self._end(run_id, summary, watcher)
            return summary

    def _summary(self, records: Records | None) -> Summary:
        tally = RecordsTally(records.rows, records.unreadable) if records else None
        stable_s = self.settings.batch.scan.stable_s
        return Summary(self.clock(), self.plan.workers, self.plan.threads, stable_s=stable_s, records=tally)

    def _work(self, order: NightOrder, run_id: int, summary: Summary, watcher: Watcher) -> None:
        taken = self.store.ledger.take_over(run_id, self.settings.store.max_attempts)
        self.log.info("run %d begins; %d calls of runs that died wait again, %d given up", run_id, *taken)
        queue = self._queue(order, run_id, summary)
        watcher.begin(summary.due)
        self.log.info("%d due, %d unchanged, %d growing", summary.due, summary.unchanged, summary.growing)
        if summary.due:
            run = NightRun(self.store, run_id, self.settings.store.lease_s, summary, self.log)
            run.work(queue, self.crew, lambda _task, _state: watcher.ended(summary))
        summary.outdated = self._outdated()

    def _queue(self, order: NightOrder, run_id: int, summary: Summary) -> Queue:
        sites = self.settings.store.retention.sites
        found = scan(order.folder, self.settings.batch.scan, self.clock().timestamp(), self._sighting)
        finder = Finder(self.store, run_id, order.records, lambda path: site_of(PurePosixPath(path), sites), summary)
        return Queue(
            finder.due(found),
            self.store.ledger,
            run_id,
            self.settings.store.lease_s,
            self.settings.pipeline.group_calls,
            self.plan.workers,
            summary,
            limit=order.limit,
            until=order.until,
            clock=self.clock,
        )

    def _outdated(self) -> int:
        """Scorecards that other norms or settings made, or another callgrade."""
        made = self.store.cards.versions().items()
        return sum(count for (language, old), count in made if _judged_by(old) != _judged_by(self.versions(language)))

    def _sighting(self, file: FoundFile) -> Sighting | None:
        known = self.store.ledger.known([file.path]).get(file.path)
        return Sighting(known.size_bytes, known.mtime_ns, known.seen_s) if known else None

    def _end(self, run_id: int, summary: Summary, watcher: Watcher) -> None:
        summary.ended = self.clock()
        counts = {"due": summary.due, "left": summary.left, "unread": summary.unread.total(), **summary.outcomes}
        told = ", ".join(f"{count} {name}" for name, count in counts.items())
        self.log.info("run %d ends, %s: %s", run_id, summary.end, told)
        for name, value in rows(summary):
            self.log.info("run %d, %s: %s", run_id, name.strip(), value)
        try:
            self.store.ledger.end_run(run_id, counts)
        finally:
            watcher.close(summary)


def _judged_by(made: Versions) -> tuple[str, ...]:
    return made.callgrade, made.norms, made.config
