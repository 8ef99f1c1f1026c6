"""What a Dask worker holds: callgrade's own worker processes, one for each group that it does at a time.

The work runs in a process of ``Pool``, not in Dask's thread. So a crash or a hang loses only one task, as it does on
one machine, and the model stays loaded from group to group.
"""

import asyncio
import multiprocessing
import pickle
from collections import deque
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, Generic

from distributed import Worker, WorkerPlugin, get_worker

from callgrade.config.batch import WorkerSettings
from callgrade.errors import WorkerError
from callgrade.workers.cpu_plan import Plan
from callgrade.workers.pool import Pool
from callgrade.workers.protocol import Finished, MakeRemoteWork, OutcomeT, RemoteTaskT

NAME = "callgrade"  # of the plugin, and of the resource that only workers fit for the run offer

DAEMON = "it may start no processes; give dask worker --no-nanny, or DASK_DISTRIBUTED__WORKER__DAEMON=False"


class PersistentWorker(Generic[RemoteTaskT, OutcomeT]):
    """A pool of one worker process that waits for its next group instead of ending."""

    def __init__(self, make_work: MakeRemoteWork[RemoteTaskT, OutcomeT], settings: WorkerSettings) -> None:
        """Start nothing before the first group."""
        self._next: Sequence[RemoteTaskT] = ()
        pool = Pool(make_work, settings, Plan(1, make_work.threads))
        self._finished = pool.run(self._take)

    def do(self, tasks: Sequence[RemoteTaskT]) -> list[Finished[RemoteTaskT, OutcomeT]]:
        """What became of each of ``tasks``. After an error the worker cannot be used again."""
        self._next = tasks
        return list(islice(self._finished, len(tasks)))

    def close(self) -> None:
        """End the process."""
        self._next = ()
        next(self._finished, None)

    def _take(self) -> Sequence[RemoteTaskT]:
        tasks, self._next = self._next, ()
        return tasks


class PoolPlugin(WorkerPlugin, Generic[RemoteTaskT, OutcomeT]):
    """Callgrade's part of a Dask worker. Dask sets one up in every worker, also in those that join later."""

    name = NAME

    def __init__(
        self,
        make_work: MakeRemoteWork[RemoteTaskT, OutcomeT],
        settings: WorkerSettings,
        samples: Sequence[RemoteTaskT],
    ) -> None:
        """``samples``: tasks whose files every worker must find."""
        self._make_work, self._settings = make_work, settings
        self._expected = make_work.environment()
        self._samples = tuple(samples)
        self._idle: deque[PersistentWorker[RemoteTaskT, OutcomeT]] = deque()
        self._closed = False
        self.faults: tuple[str, ...] | None = None

    async def setup(self, worker: Worker) -> None:
        """Offer one place per thread, if this machine is the same as the one that started the run."""
        self.faults = await asyncio.to_thread(self._find_faults)
        await worker.set_resources(**{NAME: 0 if self.faults else worker.state.nthreads})

    async def teardown(self, worker: Worker) -> None:
        """Offer no more places, and end the processes; a busy one ends after its group."""
        self._closed = True
        await worker.set_resources(**{NAME: 0})
        await asyncio.to_thread(self._close_idle)

    def do(self, tasks: Sequence[RemoteTaskT], worker: Worker) -> list[Finished[RemoteTaskT, OutcomeT]]:
        """What became of each of ``tasks``. Raises ``WorkerError`` if no file is there any more."""
        if not any(task.is_reachable() for task in (*tasks, *self._samples)):
            worker.loop.add_callback(worker.set_resources, **{NAME: 0})
            raise WorkerError("A worker does not find the files any more.", "Mount them again, then start it again.")
        own = self._idle.pop() if self._idle else PersistentWorker(self._make_work, self._settings)
        finished = own.do(tasks)
        self._idle.append(own)
        if self._closed:
            self._close_idle()
        return finished

    def _find_faults(self) -> tuple[str, ...]:
        daemon = (DAEMON,) if multiprocessing.current_process().daemon else ()
        found = sum(task.is_reachable() for task in self._samples)
        unreachable = f"it finds {found} of {len(self._samples)} files under their paths"
        different = differences(self._expected, self._make_work.environment())
        return (*daemon, *different, *((unreachable,) if found < len(self._samples) else ()))

    def _close_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()


class Packed:
    """A pickled value to send. Dask logs what it sends when something fails; this hides the contents."""

    def __init__(self, value: Any) -> None:
        """Pickle ``value``."""
        self._pickled = pickle.dumps(value)

    def __repr__(self) -> str:
        """Its size."""
        return f"<{len(self._pickled)} bytes>"

    def open(self) -> Any:
        """The value."""
        return pickle.loads(self._pickled)


def differences(ours: Mapping[str, str], theirs: Mapping[str, str]) -> tuple[str, ...]:
    """How ``theirs`` differs from ``ours``, in words; both must have the same keys."""
    return tuple(f"{name} is {theirs[name]}, not {value}" for name, value in ours.items() if theirs[name] != value)


def do_group(tasks: Packed) -> Packed:
    """Do a group of tasks, in the Dask worker that calls this."""
    worker = get_worker()
    plugin = worker.plugins[NAME]
    assert isinstance(plugin, PoolPlugin)
    return Packed(plugin.do(tasks.open(), worker))


def faults_of(dask_worker: Worker) -> tuple[str, ...] | None:
    """Why a Dask worker is not fit for the run; empty if it is fit, ``None`` while it has not checked yet."""
    plugin = dask_worker.plugins.get(NAME)
    return plugin.faults if isinstance(plugin, PoolPlugin) else None
