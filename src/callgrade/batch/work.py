"""The contract between who has tasks, the pool, and who does them.

A pool (``pool.py``) hands groups of tasks to worker processes (``worker.py``). What a task is and what comes of it is
not the pool's business: both only have to be picklable. The names here are all that a user of the pool needs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")
Task_contra = TypeVar("Task_contra", contravariant=True)
Outcome_co = TypeVar("Outcome_co", covariant=True)


class Report(Protocol):
    """How work says what it is at."""

    def __call__(self, stage: str, audio_s: float = 0.0, step: Any = None) -> None:
        """``stage``: what is being done, without personal data.

        ``audio_s``: seconds of sound that the group is now known to hold *more*; they raise its budget of time.
        ``step``: more about it, picklable, for whoever watches the pool.
        """


class Work(Protocol[Task_contra, Outcome_co]):
    """Does tasks in a worker process."""

    def __call__(self, tasks: Sequence[Task_contra], report: Report) -> Iterator[Outcome_co]:
        """One outcome for each of ``tasks``, in their order, each as soon as it is ready.

        Several tasks come together so that they may share steps. A ``CallgradeError`` raised here stops the whole run
        (the model is missing, the configuration is wrong); any other exception costs the one task that raises it.
        """


class MakeWork(Protocol[Task_contra, Outcome_co]):
    """Makes the work: picklable, called once in each worker process, so that a model is loaded once."""

    def __call__(self) -> Work[Task_contra, Outcome_co]:
        """The work; a ``CallgradeError`` raised here stops the whole run."""


@dataclass(frozen=True)
class Done(Generic[Task, Outcome]):
    """The work gave its outcome for ``task``."""

    task: Task
    outcome: Outcome


@dataclass(frozen=True)
class Failed(Generic[Task]):
    """The work raised: the type of the exception, without its text, which may hold what was said in the call.

    ``where``: the innermost line of callgrade's own code, such as ``hearing/listen.py:80``; ``None`` where unknown.
    """

    task: Task
    error: str
    where: str | None


@dataclass(frozen=True)
class Crashed(Generic[Task]):
    """The worker process died of ``task``. ``how``: ``SIGSEGV``, ``exit 3`` …; ``where`` as in ``Failed``."""

    task: Task
    how: str
    where: str | None


@dataclass(frozen=True)
class Hung(Generic[Task]):
    """``task`` was not finished within its budget of ``budget_s`` seconds. ``stage``: the last one that it reported."""

    task: Task
    stage: str | None
    budget_s: float
    where: str | None


Finished = Done[Task, Outcome] | Failed[Task] | Crashed[Task] | Hung[Task]
