"""The work of a worker: calls in, heard and judged calls or refusals out, with the model loaded once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from callgrade.grading.outcome import CallInput, Outcome, Progress
from callgrade.grading.spec import GraderSpec
from callgrade.model.record import CallRecord
from callgrade.workers.protocol import Report

if TYPE_CHECKING:
    from callgrade.grading.grader import Grader


class HasCall(Protocol):
    """A task whose call is to be graded."""

    @property
    def call(self) -> CallInput:
        """The call."""


@dataclass(frozen=True)
class MakeGrading:
    """Makes the work of one worker.

    ``options``: what the user says of all calls. ``model_first``: load the model before the first call is opened, so
    that the time it takes is no call's; otherwise when the first recording needs it, and a transcript needs none.
    """

    equipment: GraderSpec
    options: CallRecord
    threads: int
    model_first: bool = True

    def __call__(self) -> "Grading":
        """The work, ready to begin; raises ``ConfigError`` and ``ModelError``."""
        grader = self.equipment.grader(self.threads)
        if self.model_first:
            grader.recogniser()
        return Grading(grader, self.options)


@dataclass(frozen=True)
class Grading:
    """Grades calls."""

    grader: "Grader"
    options: CallRecord

    def __call__(self, tasks: Sequence[HasCall], report: Report) -> Iterator[Outcome]:
        """The outcome of each call, in order."""

        def tell(step: Progress) -> None:
            report(step.stage, step.audio_s, step)

        return self.grader.grade([task.call for task in tasks], self.options, tell)
