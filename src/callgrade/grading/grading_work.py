"""The work of a worker process: grading calls with a model that is loaded once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from callgrade.grading.environment import environment_of
from callgrade.grading.outcome import CallInput, Outcome, Progress
from callgrade.grading.spec import GraderSpec
from callgrade.model.record import CallRecord
from callgrade.workers.protocol import ReportStage

if TYPE_CHECKING:
    from callgrade.grading.grader import Grader


class HasCall(Protocol):
    """A task with a call to grade."""

    @property
    def call(self) -> CallInput:
        """The call."""


@dataclass(frozen=True)
class MakeGrading:
    """Makes the work of one worker.

    ``spec``: what to grade with. ``options``: the user's facts, which apply to all calls. ``model_first``: load the
    model before the first call is opened, so that loading does not use up a call's time; otherwise it is loaded when
    the first recording needs it (a transcript needs none).
    """

    spec: GraderSpec
    options: CallRecord
    threads: int
    model_first: bool = True

    def __call__(self) -> "Grading":
        """The work, ready to start; raises ``ConfigError`` and ``ModelError``."""
        grader = self.spec.grader(self.threads)
        if self.model_first:
            grader.recogniser()
        return Grading(grader, self.options)

    def environment(self) -> Mapping[str, str]:
        """What scorecards depend on, on the machine that runs this; see ``environment_of``."""
        return environment_of(self.spec)


@dataclass(frozen=True)
class Grading:
    """Grades calls."""

    grader: "Grader"
    options: CallRecord

    def __call__(self, tasks: Sequence[HasCall], report: ReportStage) -> Iterator[Outcome]:
        """Yield the outcome of each call, in order."""

        def report_step(step: Progress) -> None:
            report(step.stage, step.audio_s, step)

        return self.grader.grade([task.call for task in tasks], self.options, report_step)
