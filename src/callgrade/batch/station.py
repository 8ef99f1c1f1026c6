"""What a Dask worker holds: callgrade's own worker processes, one for each group that it does at a time.

The work is not done in Dask's thread but in a process of ``pool.py``, so that a crash or a hang costs one call there as
it does on one machine, and the model stays loaded from group to group.
"""

import asyncio
import multiprocessing
import pickle
from collections import deque
from collections.abc import Sequence
from itertools import islice
from typing import Any

from distributed import Worker, WorkerPlugin, get_worker

from callgrade.batch.cores import Plan
from callgrade.batch.grading import MakeGrading
from callgrade.batch.pool import Pool
from callgrade.batch.surroundings import differences, is_there, seen
from callgrade.batch.task import CallTask
from callgrade.batch.work import Finished
from callgrade.config.batch import WorkerSettings
from callgrade.errors import WorkerError
from callgrade.outcome import Outcome

NAME = "callgrade"  # of the plugin, and of the resource that only workers fit for the run offer

DAEMON = "it may start no processes; give dask worker --no-nanny, or DASK_DISTRIBUTED__WORKER__DAEMON=False"

Ended = Finished[CallTask, Outcome]


class SteadyWorker:
    """A pool of one worker process that waits for its next group instead of ending."""

    def __init__(self, make_work: MakeGrading, settings: WorkerSettings) -> None:
        """Nothing is started before the first group."""
        self._next: Sequence[CallTask] = ()
        pool: Pool[CallTask, Outcome] = Pool(make_work, settings, Plan(1, make_work.threads))
        self._ended = pool.run(self._take)

    def do(self, tasks: Sequence[CallTask]) -> list[Ended]:
        """What became of each of ``tasks``; after an error it is of no more use."""
        self._next = tasks
        return list(islice(self._ended, len(tasks)))

    def close(self) -> None:
        """End the process."""
        self._next = ()
        next(self._ended, None)

    def _take(self) -> Sequence[CallTask]:
        tasks, self._next = self._next, ()
        return tasks


class Station(WorkerPlugin):
    """Callgrade's place in a Dask worker. Dask sets one up in every worker, also in those that come later."""

    name = NAME

    def __init__(
        self,
        make_work: MakeGrading,
        settings: WorkerSettings,
        landmarks: Sequence[CallTask],
    ) -> None:
        """``landmarks``: calls whose recordings every worker must find."""
        self._make_work, self._settings = make_work, settings
        self._expected = seen(make_work.equipment)
        self._landmarks = tuple(landmarks)
        self._idle: deque[SteadyWorker] = deque()
        self._closed = False
        self.faults: tuple[str, ...] | None = None

    async def setup(self, worker: Worker) -> None:
        """Offer to do groups, one a thread, if everything here is as it is where the run was started."""
        self.faults = await asyncio.to_thread(self._look_around)
        await worker.set_resources(**{NAME: 0 if self.faults else worker.state.nthreads})

    async def teardown(self, worker: Worker) -> None:
        """Offer nothing more, and end the processes; who is at work ends after its group."""
        self._closed = True
        await worker.set_resources(**{NAME: 0})
        await asyncio.to_thread(self._close_idle)

    def do(self, tasks: Sequence[CallTask], worker: Worker) -> list[Ended]:
        """What became of each of ``tasks``. Raises ``WorkerError`` where the recordings are not mounted any more."""
        if not any(map(is_there, (*tasks, *self._landmarks))):
            worker.loop.add_callback(worker.set_resources, **{NAME: 0})
            raise WorkerError("The recordings are gone from a worker.", "Mount them again, then start it again.")
        steady = self._idle.pop() if self._idle else SteadyWorker(self._make_work, self._settings)
        ended = steady.do(tasks)
        self._idle.append(steady)
        if self._closed:
            self._close_idle()
        return ended

    def _look_around(self) -> tuple[str, ...]:
        daemon = (DAEMON,) if multiprocessing.current_process().daemon else ()
        there = sum(map(is_there, self._landmarks))
        unseen = f"it finds {there} of {len(self._landmarks)} recordings under their paths"
        different = differences(self._expected, seen(self._make_work.equipment))
        return (*daemon, *different, *((unseen,) if there < len(self._landmarks) else ()))

    def _close_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()


class Parcel:
    """A value on its way. Dask writes what it sends into its logs when something fails; this shows nothing of it."""

    def __init__(self, value: Any) -> None:
        """Pack ``value``, which must be picklable."""
        self._pickled = pickle.dumps(value)

    def __repr__(self) -> str:
        """Its size."""
        return f"<{len(self._pickled)} bytes>"

    def open(self) -> Any:
        """The value."""
        return pickle.loads(self._pickled)


def do_parcel(parcel: Parcel) -> Parcel:
    """Do a group of tasks, in the Dask worker that calls this."""
    worker = get_worker()
    return Parcel(_station(worker).do(parcel.open(), worker))


def faults_of(dask_worker: Worker) -> tuple[str, ...] | None:
    """Why a Dask worker is not fit for the run, none where it is; ``None`` while it does not know."""
    station = dask_worker.plugins.get(NAME)
    return station.faults if isinstance(station, Station) else None


def _station(worker: Worker) -> Station:
    station = worker.plugins[NAME]
    assert isinstance(station, Station)
    return station
