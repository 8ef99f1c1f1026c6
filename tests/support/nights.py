"""Nights in a folder of calls that were written down: the real store and grader, and an executor without processes."""

import json
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from tests import scorecards

from callgrade.batch.found_files import FoundFile
from callgrade.batch.nightly import Nightly, NightOrder, VersionsOf, Watcher, now
from callgrade.batch.run import CallEvent, CallExecutor, FinishedCall
from callgrade.batch.summary import Summary
from callgrade.config.load import load_settings
from callgrade.config.settings import Settings
from callgrade.grading.call_task import CallTask
from callgrade.grading.grading_work import Grading
from callgrade.grading.judge import Judge
from callgrade.grading.spec import GraderSpec
from callgrade.intake.cdr.no_record import NoRecord
from callgrade.intake.cdr.records import CdrMatch, MatchedBy
from callgrade.model.record import CallRecord
from callgrade.store import open_store
from callgrade.workers.cpu_plan import Plan
from callgrade.workers.protocol import Done

SETTINGS = load_settings()
LONG_AGO_S = 1_780_000_000


@cache
def grading() -> Grading:
    """The real work, without weights: nothing is recognised here."""
    return Grading(GraderSpec(SETTINGS, None, "service", None).grader(), CallRecord())


@cache
def judge() -> Judge:
    """What the calls are judged by."""
    return GraderSpec(SETTINGS, None, "service", None).judge()


class InlineExecutor:
    """Works in this process. ``instead``: what ends a call in place of grading; ``asked``: names of all calls."""

    def __init__(self, instead: Callable[[CallTask], FinishedCall | None] = lambda _: None) -> None:
        self._grading = grading()
        self._instead = instead
        self.asked: list[str] = []

    def run(self, next_group: Callable[[], Sequence[CallTask] | None]) -> Iterator[FinishedCall]:
        while tasks := next_group():
            for task in tasks:
                self.asked.append(task.call.path.name)
                yield self._instead(task) or Done(task, next(self._grading([task], lambda *_: None)))


class Silent:
    """Watches and says nothing; ``summary``: the last that it was shown; ``events``: all of them."""

    def __init__(self) -> None:
        self.summary: Summary | None = None
        self.events: list[CallEvent] = []

    def begin(self, due: int) -> None:
        """Nothing is shown."""

    def finished(self, summary: Summary, event: CallEvent | None) -> None:
        self.summary = summary
        self.events += [event] if event else []

    def close(self, summary: Summary) -> None:
        self.summary = summary


@dataclass(frozen=True)
class RecordsOf:
    """Call detail records that ``tell`` a record of a recording, or none; ``cause``: why there is none."""

    tell: Callable[[FoundFile], CallRecord | None]
    cause: NoRecord = NoRecord.NO_ROW_THEN
    warnings: tuple[str, ...] = ()
    internal: bool = False
    rows: int = 1
    unreadable: int = 0

    def match(self, found: FoundFile) -> CdrMatch:
        record = self.tell(found)
        if record is None:
            return CdrMatch(None, MatchedBy.NOTHING)
        return CdrMatch(record, MatchedBy.TIME, self.warnings, internal=self.internal)

    def why_none(self, _found: FoundFile) -> NoRecord:
        return self.cause


@dataclass
class Nights:
    """A folder of calls with its store, night after night."""

    folder: Path
    store: Path
    versions: VersionsOf = field(default_factory=lambda: judge().versions)
    log: logging.Logger = field(default_factory=lambda: logging.getLogger("tests.nights"))
    settings: Settings = SETTINGS

    def call(self, name: str, customer: str = "Jack Turner", age_s: float = 0) -> Path:
        """A call that was written down and left alone since; other customers make other content."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        turns = [
            {"role": role, "start_s": start, "end_s": end, "text": text.replace("Jack Turner", customer)}
            for role, start, end, text in scorecards.SAID
        ]
        path.write_text(json.dumps({"language": "en", "turns": turns}), encoding="utf-8")
        return aged(path, age_s)

    def run(
        self,
        executor: CallExecutor | None = None,
        clock: Callable[[], datetime] = now,
        watcher: Watcher | None = None,
        **order: object,
    ) -> Summary:
        """One night."""
        with open_store(self.store) as store:
            executor = executor or InlineExecutor()
            batch = Nightly(store, self.settings, Plan(1, 1), executor, self.versions, self.log, clock)
            return batch.run(NightOrder(self.folder, **order), watcher or Silent())  # type: ignore[arg-type]

    def states(self) -> dict[str, int]:
        """The number of calls in each state that occurs."""
        with open_store(self.store) as store:
            return {state.value: count for state, count in store.ledger.counts().items() if count}


def aged(path: Path, age_s: float = 0) -> Path:
    """The file at ``path``, last written long ago; ``age_s``: how much longer."""
    moment_s = LONG_AGO_S - age_s
    os.utime(path, (moment_s, moment_s))
    return path
