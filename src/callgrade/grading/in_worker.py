"""Grade files in a worker process, one by one and in order, without a store."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from callgrade.grading.grading_work import MakeGrading
from callgrade.grading.outcome import CallInput, Outcome, Progress
from callgrade.workers.cpu_plan import Plan
from callgrade.workers.pool import Pool
from callgrade.workers.protocol import Finished


@dataclass(frozen=True)
class NamedCall:
    """The file at ``path``, as a task."""

    path: Path

    @property
    def call(self) -> CallInput:
        """The call."""
        return CallInput(self.path)


def grade_named(
    files: Sequence[Path], make: MakeGrading, watch: Callable[[Progress], None]
) -> Generator[Finished[NamedCall, Outcome], None, None]:
    """Yield the finished task of each of ``files``, in order.

    Each file is a group of its own: its outcome is yielded as soon as it is ready, and it has its own time budget.
    ``watch``: called with each step of the work. Raises the errors that stop the whole work (``ModelError`` …).
    """
    tasks = map(NamedCall, files)
    pool: Pool[NamedCall, Outcome] = Pool(make, make.spec.settings.batch.workers, Plan(1, make.threads), watch)
    return pool.run(lambda: list(islice(tasks, 1)))
