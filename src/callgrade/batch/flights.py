"""Groups of calls on their way to Dask workers and back.

Dask gives a group whose worker died to another worker, but only to one that is fit at that moment: it does not look
again when a later one turns out to be fit, which a worker can only say after it has joined. So groups that wait
although there are places are taken back and sent once more.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from queue import Empty, SimpleQueue
from time import monotonic

from distributed import Client, Future, KilledWorker
from distributed.client import ClosedClientError

from callgrade.batch.roll import Roll
from callgrade.batch.station import NAME, Ended, Parcel, do_parcel
from callgrade.batch.stop import check
from callgrade.batch.task import CallTask
from callgrade.batch.work import Crashed
from callgrade.errors import CallgradeError, WorkerError

LOOK_S = 5.0  # s after which the workers are counted again
FETCH_S = 60.0  # s to wait for what a worker has done
RETRIES = 2  # of a group that a worker could not do, on any worker; and of one whose workers went away

GONE = (OSError, RuntimeError, CancelledError, ClosedClientError)  # what Dask raises when its scheduler is

NextGroup = Callable[[], Sequence[CallTask] | None]


@dataclass(frozen=True)
class Group:
    """Calls that travel together. ``losses``: how often they were taken back from workers that went away."""

    tasks: Sequence[CallTask]
    losses: int = 0


class Flights:
    """Groups on their way."""

    def __init__(self, client: Client, roll: Roll, patience_s: float, first: Group, next_group: NextGroup) -> None:
        """``patience_s``: how long there may be no fit worker."""
        self._client, self._roll, self._patience_s, self._next_group = client, roll, patience_s, next_group
        self._waiting = deque([first])
        self._open = True
        self._flying: dict[Future[Parcel], Group] = {}
        self._landed: SimpleQueue[Future[Parcel]] = SimpleQueue()
        self._numbers = count()
        self._manned_s = self._looked_s = monotonic()
        self._idle: frozenset[Future[Parcel]] = frozenset()

    def ended(self) -> Iterator[Ended]:
        """What became of each call, until all groups are done."""
        try:
            while self._send_out():
                check()
                for future in self._arrivals():
                    group = self._flying.pop(future, None)
                    if group:
                        yield from self._take(future, group)
                yield from self._look()
        finally:
            with suppress(*GONE):
                self._client.cancel(list(self._flying))

    def _send_out(self) -> bool:
        """As many groups as fit workers do at a time; whether any is out or to come."""
        with in_touch(self._client):
            places = self._roll.places()
        self._watch(places)
        while len(self._flying) < places and (group := self._next()):
            self._send(group)
        return bool(self._flying or self._waiting or self._open)

    def _watch(self, places: int) -> None:
        now_s = monotonic()
        self._manned_s = now_s if places else self._manned_s
        if now_s - self._manned_s > self._patience_s:
            raise WorkerError(
                f"No worker that is fit for this run has been there for {self._patience_s:.0f} s.{self._roll.told()}",
                "See the logs of the Dask workers, then start the run again: it goes on where it was.",
            )

    def _next(self) -> Group | None:
        if self._waiting:
            return self._waiting.popleft()
        tasks = self._next_group() if self._open else None
        self._open = bool(tasks)
        return Group(tasks) if tasks else None

    def _send(self, group: Group) -> None:
        key = f"{NAME}-{group.tasks[0].sha256[:12]}-{next(self._numbers)}"
        with in_touch(self._client):
            future = self._client.submit(
                do_parcel, Parcel(tuple(group.tasks)), key=key, pure=False, resources={NAME: 1}, retries=RETRIES
            )
        self._flying[future] = group
        future.add_done_callback(self._landed.put)

    def _arrivals(self) -> Iterator["Future[Parcel]"]:
        """Whatever has come back, after waiting a moment for it."""
        with suppress(Empty):
            yield self._landed.get(timeout=LOOK_S)
            while True:
                yield self._landed.get_nowait()

    def _look(self) -> Iterator[Ended]:
        """Now and then: who has joined, and which groups no worker has at two looks in a row."""
        if monotonic() - self._looked_s < LOOK_S:
            return
        self._looked_s = monotonic()
        with in_touch(self._client):
            self._roll.call()
            busy = {key for keys in self._client.processing().values() for key in keys}
            manned = self._roll.places() > 0
        idle = frozenset(one for one in self._flying if one.key not in busy and one.status == "pending")
        stranded, self._idle = (idle & self._idle if manned else frozenset()), idle
        for future in stranded:
            group = self._flying.pop(future)
            future.cancel()
            yield from self._lose(Group(group.tasks, group.losses + 1))

    def _lose(self, group: Group) -> Iterator[Ended]:
        """Send calls once more whose workers went away, but not for ever."""
        if group.losses <= RETRIES:
            self._waiting.append(group)
        else:
            yield from self._give_up(group.tasks)

    def _take(self, future: "Future[Parcel]", group: Group) -> Iterator[Ended]:
        with in_touch(self._client):
            try:
                error = future.exception(FETCH_S)
                ended = () if error else future.result(FETCH_S).open()
            except TimeoutError:  # its worker went away with what it had done
                future.cancel()
                yield from self._lose(Group(group.tasks, group.losses + 1))
                return
        if error is None:
            yield from ended
        elif isinstance(error, KilledWorker):
            yield from self._give_up(group.tasks)
        else:
            raise error if isinstance(error, CallgradeError) else _unexpected(error)

    def _give_up(self, tasks: Sequence[CallTask]) -> Iterator[Ended]:
        """Calls that took several workers with them: whose fault it was shows when each is alone."""
        if len(tasks) > 1:
            self._waiting.extend(Group((task,)) for task in tasks)
        else:
            yield Crashed(tasks[0], "several Dask workers died of it", None)


@contextmanager
def in_touch(client: Client) -> Iterator[None]:
    """What Dask raises when its scheduler is gone, as ``WorkerError``."""
    try:
        if client.status == "closed":
            raise CancelledError
        yield
    except GONE as error:
        raise WorkerError(
            "The scheduler of the cluster is gone.", "Start it again, then the run: it goes on where it was."
        ) from error


def _unexpected(error: BaseException) -> WorkerError:
    return WorkerError(f"A Dask worker raised {type(error).__name__}.", "See its log.")
