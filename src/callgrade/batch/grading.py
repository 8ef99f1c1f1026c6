"""The work of a worker: calls in, heard and judged calls or refusals out, with the model loaded once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import callgrade.batch.pickling  # noqa: F401  records travel between processes
from callgrade.batch.task import CallTask
from callgrade.batch.work import Report
from callgrade.equipment import Equipment
from callgrade.model.record import CallRecord
from callgrade.pipeline import Grader, Outcome, Progress


@dataclass(frozen=True)
class MakeGrading:
    """Makes the work of one worker. ``options``: what the user says of all calls."""

    equipment: Equipment
    options: CallRecord
    threads: int

    def __call__(self) -> "Grading":
        """The work, its model loaded; raises ``ConfigError`` and ``ModelError``."""
        grader = self.equipment.grader(self.threads)
        grader.recogniser()
        return Grading(grader, self.options)


@dataclass(frozen=True)
class Grading:
    """Grades calls."""

    grader: Grader
    options: CallRecord

    def __call__(self, tasks: Sequence[CallTask], report: Report) -> Iterator[Outcome]:
        """The outcome of each call, in order."""

        def tell(step: Progress) -> None:
            report(step.stage, step.audio_s)

        return self.grader.grade([task.call for task in tasks], self.options, tell)
