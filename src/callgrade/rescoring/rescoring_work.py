"""The work of a worker that judges stored calls anew: no sound, no model."""

import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from callgrade.errors import StoreError
from callgrade.grading.judge import Judge
from callgrade.grading.ruleset import Ruleset
from callgrade.rescoring.changes import CardChange, change
from callgrade.store import StoredCard, WrittenJudgement
from callgrade.workers.protocol import Report

STAGE = "judging"


@dataclass(frozen=True)
class Rejudged:
    """The new judgement of a stored call, and what is different in it."""

    judgement: WrittenJudgement
    change: CardChange


@dataclass(frozen=True)
class MakeRejudging:
    """Makes the work of one worker."""

    judged_by: Ruleset

    def __call__(self) -> "Rejudging":
        """The work; raises ``ConfigError``."""
        judge = self.judged_by.judge()
        gc.disable()  # judging leaves no cycles behind; to look for them through all of the packs costs more than it
        return Rejudging(judge)


@dataclass(frozen=True)
class Rejudging:
    """Judges stored calls anew."""

    judge: Judge

    def __call__(self, tasks: Sequence[StoredCard], report: Report) -> Iterator[Rejudged | StoreError]:
        """The new judgement of each call, in order; the error where its document cannot be read."""
        report(STAGE)
        for stored in tasks:
            try:
                before, heard = stored.judgement, stored.heard
            except StoreError as error:
                yield error
                continue
            after = self.judge.rescore(heard, before)
            yield Rejudged(WrittenJudgement.of(after), change(before, after))
