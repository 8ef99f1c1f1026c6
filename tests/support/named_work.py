"""The real work of ``analyze``, in which the judging of a chosen call goes wrong."""

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from callgrade.config.settings import Settings
from callgrade.grading.grading_work import Grading, HasCall, MakeGrading
from callgrade.grading.outcome import Outcome
from callgrade.grading.spec import GraderSpec
from callgrade.model.record import CallRecord
from callgrade.workers.protocol import ReportStage

SECRET = "my card is 4111 1111 1111 1111"


def die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def hang() -> None:
    time.sleep(600)


def raise_with_personal_data() -> None:
    raise ValueError(SECRET)


@dataclass(frozen=True)
class MakeFaulty(MakeGrading):
    """``faults``: what happens when the call at a path comes up."""

    faults: dict[Path, Callable[[], None]] = field(default_factory=dict)

    def __call__(self) -> Grading:
        return _Faulty(**vars(super().__call__()), faults=self.faults)


@dataclass(frozen=True)
class _Faulty(Grading):
    faults: dict[Path, Callable[[], None]]

    def __call__(self, tasks: Sequence[HasCall], report: ReportStage) -> Iterator[Outcome]:
        for task, outcome in zip(tasks, super().__call__(tasks, report), strict=True):
            self.faults.get(task.call.path, _nothing)()
            yield outcome


def _nothing() -> None:
    """All is well."""


def make_faulty(settings: Settings, faults: dict[Path, Callable[[], None]]) -> MakeFaulty:
    equipment = GraderSpec(settings, None, "service", None)
    return MakeFaulty(equipment, CallRecord(), threads=1, model_first=False, faults=faults)
