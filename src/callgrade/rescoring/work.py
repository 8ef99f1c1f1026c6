"""The work of a worker that rescores stored calls; it needs no sound and no model."""

import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from callgrade.errors import StoreError
from callgrade.grading.judge import Judge
from callgrade.grading.ruleset import Ruleset
from callgrade.rescoring.changes import CardChange, change
from callgrade.reviewing import reviewed
from callgrade.store import StoredCard, WrittenJudgement
from callgrade.workers.protocol import ReportStage

STAGE = "judging"


@dataclass(frozen=True)
class Rescored:
    """The new judgement of a stored call, and what it changes."""

    judgement: WrittenJudgement
    change: CardChange


@dataclass(frozen=True)
class MakeRescoring:
    """Makes the work of one worker."""

    ruleset: Ruleset

    def __call__(self) -> "RescoringWork":
        """The work; raises ``ConfigError``."""
        judge = self.ruleset.judge()
        gc.disable()  # judging leaves no cycles; searching all of the packs for them would take longer than judging
        return RescoringWork(judge)


@dataclass(frozen=True)
class RescoringWork:
    """Rescores stored calls."""

    judge: Judge

    def __call__(self, tasks: Sequence[StoredCard], report: ReportStage) -> Iterator[Rescored | StoreError]:
        """Yield the new judgement of each call, in order; an error if its document cannot be read."""
        report(STAGE)
        for stored in tasks:
            try:
                before, heard = stored.judgement, stored.heard
            except StoreError as error:
                yield error
                continue
            after = self.judge.rescore(heard, before)
            seen = change(reviewed(before, stored.reviews), reviewed(after, stored.reviews))
            yield Rescored(WrittenJudgement.of(after), seen)
