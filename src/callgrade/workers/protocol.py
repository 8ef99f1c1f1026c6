"""The contract between the caller who has tasks, the executor that runs them, and the work that does them.

An executor (``Pool``, or ``Cluster`` on other machines) hands groups of tasks to worker processes. It knows nothing of
tasks and outcomes, except that they can be pickled. A caller needs only the names in this module.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeAlias, TypeVar


class RemoteTask(Protocol):
    """A task that another machine can do."""

    def is_reachable(self) -> bool:
        """Whether this machine finds the file that the task needs."""


TaskT = TypeVar("TaskT")
OutcomeT = TypeVar("OutcomeT")
RemoteTaskT = TypeVar("RemoteTaskT", bound=RemoteTask)
TaskT_contra = TypeVar("TaskT_contra", contravariant=True)
OutcomeT_co = TypeVar("OutcomeT_co", covariant=True)


class ReportStage(Protocol):
    """How work reports what it is doing."""

    def __call__(self, stage: str, audio_s: float = 0.0, step: Any = None) -> None:
        """Report ``stage``: what is being done, without personal data.

        ``audio_s``: seconds of sound that the group holds in addition to what was reported before; they extend its
        time budget. ``step``: details for the pool's ``watch``; must be picklable.
        """


class Work(Protocol[TaskT_contra, OutcomeT_co]):
    """Does tasks in a worker process."""

    def __call__(self, tasks: Sequence[TaskT_contra], report: ReportStage) -> Iterator[OutcomeT_co]:
        """Yield one outcome for each of ``tasks``, in order, each as soon as it is ready.

        Tasks come in groups so that they can share steps. A ``CallgradeError`` raised here stops the whole run (the
        model is missing, the configuration is wrong); any other exception loses only the task that raised it.
        """


class MakeWork(Protocol[TaskT_contra, OutcomeT_co]):
    """Makes the work. It is pickled, and called once in each worker process, so that a model is loaded once."""

    def __call__(self) -> Work[TaskT_contra, OutcomeT_co]:
        """The work; a ``CallgradeError`` raised here stops the whole run."""


class MakeRemoteWork(MakeWork[TaskT_contra, OutcomeT_co], Protocol[TaskT_contra, OutcomeT_co]):
    """Makes the work on another machine, if that machine is the same in all that matters."""

    @property
    def threads(self) -> int:
        """Threads that the work uses."""

    def environment(self) -> Mapping[str, str]:
        """What outcomes depend on, on the machine that runs this: name → version or digest."""


@dataclass(frozen=True)
class Done(Generic[TaskT, OutcomeT]):
    """The work gave its outcome for ``task``."""

    task: TaskT
    outcome: OutcomeT


@dataclass(frozen=True)
class Failed(Generic[TaskT]):
    """The work raised an exception. ``error``: its type, without its text, which may hold personal data.

    ``where``: the innermost line of callgrade's own code, such as ``hearing/prepare.py:80``; ``None`` if unknown.
    """

    task: TaskT
    error: str
    where: str | None


@dataclass(frozen=True)
class Crashed(Generic[TaskT]):
    """The worker process died of ``task``. ``how``: ``SIGSEGV``, ``exit 3`` …; ``where`` as in ``Failed``."""

    task: TaskT
    how: str
    where: str | None


@dataclass(frozen=True)
class Hung(Generic[TaskT]):
    """``task`` was not done within its budget of ``budget_s`` seconds. ``stage``: the last one reported."""

    task: TaskT
    stage: str | None
    budget_s: float
    where: str | None


Finished: TypeAlias = Done[TaskT, OutcomeT] | Failed[TaskT] | Crashed[TaskT] | Hung[TaskT]

NextGroup: TypeAlias = Callable[[], Sequence[TaskT] | None]
"""Gives the next tasks to do together; ``None`` or an empty group: there are no more."""


class Executor(Protocol[TaskT, OutcomeT]):
    """Runs tasks in worker processes, on this machine or on others."""

    def run(self, next_group: NextGroup[TaskT]) -> Iterator[Finished[TaskT, OutcomeT]]:
        """Yield what became of each task, as it comes; see ``Pool.run``."""
