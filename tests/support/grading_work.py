"""The real work of a worker, in which recognition brings down the process at a chosen call."""

import os
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from callgrade.grading.call_task import CallTask
from callgrade.grading.grading_work import Grading, MakeGrading
from callgrade.grading.outcome import GradingStep, Outcome
from callgrade.workers.protocol import ReportStage, Work


@dataclass(frozen=True)
class MakeCrashing:
    """``signals``: what comes while the words of the call at a path are recognised."""

    make: MakeGrading
    signals: dict[Path, signal.Signals]

    def __call__(self) -> Work[CallTask, Outcome]:
        return _Crashing(self.make(), self.signals)


@dataclass(frozen=True)
class _Crashing:
    grading: Grading
    signals: dict[Path, signal.Signals]

    def __call__(self, tasks: Sequence[CallTask], report: ReportStage) -> Iterator[Outcome]:
        deadly = [self.signals[task.call.path] for task in tasks if task.call.path in self.signals]

        def tell(stage: str, audio_s: float = 0.0, step: object = None) -> None:
            report(stage, audio_s, step)
            if stage == GradingStep.RECOGNISE and deadly:
                os.kill(os.getpid(), deadly[0])

        return self.grading(tasks, tell)
