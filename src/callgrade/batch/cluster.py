"""The same work on other machines, by Dask: groups go to Dask workers, what became of their calls comes back.

Who may take part, the workers settle themselves (``station.py``): only one that is as this machine offers the resource
that groups ask for; that goes for those that come later, too. A group that is lost with its worker, Dask gives to
another one. The run alone writes to the store, as it does without a cluster.
"""

import logging
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from itertools import count
from queue import Empty, SimpleQueue
from time import monotonic

from distributed import Client, Future, KilledWorker, Lock
from distributed.client import ClosedClientError
from distributed.comm.addressing import get_address_host_port

from callgrade.batch.grading import MakeGrading
from callgrade.batch.station import NAME, Ended, Parcel, Station, do_parcel, faults_of
from callgrade.batch.task import CallTask
from callgrade.batch.work import Crashed
from callgrade.config.batch import WorkerSettings
from callgrade.errors import DEBUG, CallgradeError, LockedError, UsageError, WorkerError

RETRIES = 2  # of a group that a worker could not do, on any worker
LOOK_S = 5.0  # s after which the workers are counted again
CONNECT_S = 30.0  # s to wait for the scheduler, also where it goes away during the run
LOCK_S = 60.0  # s to wait for the lock of another run; Dask takes it from a killed one after 30

GONE = (OSError, RuntimeError, CancelledError, ClosedClientError)  # what Dask raises when its scheduler is
LOGGERS = ("distributed", "distributed.client", "tornado", "tornado.application")

NextGroup = Callable[[], Sequence[CallTask] | None]


class Cluster:
    """The Dask workers around a scheduler; to be used as ``pool.Pool`` is."""

    def __init__(self, address: str, make_work: MakeGrading, settings: WorkerSettings) -> None:
        """``address``: of the scheduler, such as tcp://host:8786. Nothing is asked of it yet."""
        self._address, self._make_work, self._settings = address, make_work, settings

    def run(self, next_group: NextGroup) -> Iterator[Ended]:
        """What became of each call, as its group is done; see ``Pool.run``.

        Raises ``UsageError`` for an address that is none, ``LockedError`` when another run uses these workers,
        ``WorkerError`` when the scheduler cannot be reached or no worker is fit for the run, and the
        ``CallgradeError`` that the work raised.
        """
        first = next_group()
        if not first:
            return
        station = Station(self._make_work, self._settings, landmarks=first)
        with _connected(self._address) as client, _alone(client), _stationed(client, station):
            yield from _Flights(client, self._settings.start_s, first, next_group).ended()


class _Flights:
    """Groups on their way."""

    def __init__(self, client: Client, patience_s: float, first: Sequence[CallTask], next_group: NextGroup) -> None:
        """``patience_s``: how long there may be no worker at all."""
        self._client, self._patience_s, self._next_group = client, patience_s, next_group
        self._waiting = deque([first])
        self._open = True
        self._flying: dict[Future[Parcel], Sequence[CallTask]] = {}
        self._landed: SimpleQueue[Future[Parcel]] = SimpleQueue()
        self._numbers = count()
        self._manned_s = monotonic()

    def ended(self) -> Iterator[Ended]:
        """Until all groups are done."""
        try:
            while self._send_out():
                for future in self._arrivals():
                    yield from self._take(future, self._flying.pop(future))
        finally:
            with suppress(*GONE):
                self._client.cancel(list(self._flying))

    def _send_out(self) -> bool:
        """As many groups as workers do at a time; whether any is out or to come."""
        places = _places(self._client)
        self._watch(places)
        while len(self._flying) < places and (tasks := self._next()):
            self._send(tasks)
        return bool(self._flying or self._waiting or self._open)

    def _watch(self, places: int) -> None:
        now_s = monotonic()
        self._manned_s = now_s if places else self._manned_s
        if now_s - self._manned_s > self._patience_s:
            raise WorkerError(
                f"No worker that is fit for this run has been there for {self._patience_s:.0f} s.",
                "See the logs of the Dask workers, then start the run again: it goes on where it was.",
            )

    def _next(self) -> Sequence[CallTask] | None:
        if self._waiting:
            return self._waiting.popleft()
        tasks = self._next_group() if self._open else None
        self._open = bool(tasks)
        return tasks

    def _send(self, tasks: Sequence[CallTask]) -> None:
        key = f"{NAME}-{tasks[0].sha256[:12]}-{next(self._numbers)}"
        with _in_touch():
            future = self._client.submit(
                do_parcel, Parcel(tuple(tasks)), key=key, pure=False, resources={NAME: 1}, retries=RETRIES
            )
        self._flying[future] = tasks
        future.add_done_callback(self._landed.put)

    def _arrivals(self) -> Iterator["Future[Parcel]"]:
        """Whatever has come back, after waiting a moment for it."""
        with suppress(Empty):
            yield self._landed.get(timeout=LOOK_S)
            while True:
                yield self._landed.get_nowait()

    def _take(self, future: "Future[Parcel]", tasks: Sequence[CallTask]) -> Iterator[Ended]:
        with _in_touch():
            error = future.exception()
            ended = () if error else future.result().open()
        if error is None:
            yield from ended
        elif not isinstance(error, KilledWorker):
            raise error if isinstance(error, CallgradeError) else _unexpected(error)
        elif len(tasks) > 1:  # whose fault it was shows when each is alone
            self._waiting.extend((task,) for task in tasks)
        else:
            yield Crashed(tasks[0], "several Dask workers died of it", None)


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        get_address_host_port(address, strict=True)  # before there is a client, which would have to be taken down again
        client = Client(address, timeout=CONNECT_S, set_as_default=False)
    except ValueError as error:
        raise UsageError(f"{address} is no address of a scheduler.", "Write such as tcp://host:8786.") from error
    except OSError as error:
        raise WorkerError(
            f"No Dask scheduler answers at {address}.", "Start one with: dask scheduler. See docs/scaling.md."
        ) from error
    if not os.environ.get(DEBUG):
        for logger in LOGGERS:  # what goes wrong, the errors here say
            logging.getLogger(logger).setLevel(logging.CRITICAL)
    with client:
        yield client


@contextmanager
def _alone(client: Client) -> Iterator[None]:
    """The lock of the cluster: a run takes all of its workers."""
    lock = Lock(NAME, scheduler_rpc=client.scheduler, loop=client.loop)
    if not lock.acquire(timeout=LOCK_S):
        raise LockedError("Another run uses the workers of this cluster.", "Wait for it, or end it.")
    try:
        yield
    finally:
        with suppress(*GONE):
            lock.release()


@contextmanager
def _stationed(client: Client, station: Station) -> Iterator[None]:
    """``station`` in every worker; raises ``WorkerError`` when none is fit."""
    try:
        client.register_plugin(station)
    except Exception as error:  # whatever a worker raises that cannot even load it
        raise WorkerError(
            f"A worker of the cluster cannot load callgrade: {type(error).__name__}.",
            "Install on every worker what is installed here, or take the worker out.",
        ) from error
    try:
        _check_any_fit(client)
        yield
    finally:
        if client.status == "running":
            with suppress(*GONE):
                client.unregister_worker_plugin(NAME)


def _check_any_fit(client: Client) -> None:
    faults: dict[str, tuple[str, ...]] = client.run(faults_of)
    if all(faults.values()):
        told = "; ".join(f"{address}: {', '.join(each)}" for address, each in faults.items())
        raise WorkerError(
            f"No worker of the cluster is fit for this run. {told or 'There are none'}.",
            "Verdicts must not depend on who works: install there what is installed here (see docs/scaling.md).",
        )


def places(address: str) -> int:
    """How many groups the workers around the scheduler at ``address`` could do at a time; at least 1.

    Raises ``UsageError`` and ``WorkerError`` as ``Cluster.run`` does.
    """
    with _connected(address) as client:
        threads: dict[str, int] = client.nthreads()
    return max(1, sum(threads.values()))


def _places(client: Client) -> int:
    """How many groups the fit workers do at a time."""
    with _in_touch():
        if client.status == "closed":
            raise CancelledError
        workers = client.scheduler_info()["workers"].values()
    return int(sum(worker["resources"].get(NAME, 0) for worker in workers))


@contextmanager
def _in_touch() -> Iterator[None]:
    try:
        yield
    except GONE as error:
        raise WorkerError(
            "The scheduler of the cluster is gone.", "Start it again, then the run: it goes on where it was."
        ) from error


def _unexpected(error: BaseException) -> WorkerError:
    return WorkerError(f"A Dask worker raised {type(error).__name__}.", "See its log.")
