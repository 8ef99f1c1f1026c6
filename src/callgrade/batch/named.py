"""Calls that were named one by one, graded in their order by a worker process as a batch has them, without a store."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from callgrade.batch.cores import Plan
from callgrade.batch.grading import MakeGrading
from callgrade.batch.pool import Pool
from callgrade.batch.work import Finished
from callgrade.outcome import Call, Outcome, Progress


@dataclass(frozen=True)
class NamedCall:
    """The file at ``path``, as a task."""

    path: Path

    @property
    def call(self) -> Call:
        """The call."""
        return Call(self.path)


def grade_named(
    files: Sequence[Path], make: MakeGrading, watch: Callable[[Progress], None]
) -> Generator[Finished[NamedCall, Outcome], None, None]:
    """What became of each of ``files``, in their order: with one worker none overtakes another.

    Each is handed over alone: whoever waits sees it as soon as it is done, and it has its budget of time to itself.
    Raises what stops the whole work (``ModelError`` …).
    """
    tasks = map(NamedCall, files)
    pool: Pool[NamedCall, Outcome] = Pool(make, make.equipment.settings.batch.workers, Plan(1, make.threads), watch)
    return pool.run(lambda: list(islice(tasks, 1)))
