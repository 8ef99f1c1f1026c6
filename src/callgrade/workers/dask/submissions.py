"""Submit groups of tasks to Dask workers and collect what became of them.

If a worker dies, Dask gives its group to another worker, but only to one that is fit at that moment. It does not look
again when another worker becomes fit, which a worker can only report after it has joined. So groups that wait although
there are free places are taken back and submitted again.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Generic

from distributed import Client, Future, KilledWorker
from distributed.client import ClosedClientError

from callgrade.errors import CallgradeError, WorkerError
from callgrade.workers.dask.fitness import Fitness
from callgrade.workers.dask.plugin import NAME, Packed, do_group
from callgrade.workers.protocol import Crashed, Finished, NextGroup, OutcomeT, TaskT
from callgrade.workers.stop import check

CHECK_S = 5.0  # s between checks of the workers
FETCH_S = 60.0  # s to wait for a result that a worker has
RETRIES = 2  # of a group that a worker could not do, on any worker; also of a group whose workers left

SCHEDULER_GONE = (OSError, RuntimeError, CancelledError, ClosedClientError)  # what Dask raises when it is


@dataclass(frozen=True)
class Submission(Generic[TaskT]):
    """Tasks that are submitted together. ``losses``: how often they were taken back from workers that left."""

    tasks: Sequence[TaskT]
    losses: int = 0

    def lost_again(self) -> "Submission[TaskT]":
        """The same tasks, taken back once more."""
        return Submission(self.tasks, self.losses + 1)


class Submissions(Generic[TaskT, OutcomeT]):
    """The groups of one run."""

    def __init__(
        self,
        client: Client,
        fitness: Fitness,
        patience_s: float,
        first: Submission[TaskT],
        next_group: NextGroup[TaskT],
    ) -> None:
        """``patience_s``: how long the run waits for a fit worker."""
        self._client, self._fitness, self._patience_s, self._next_group = client, fitness, patience_s, next_group
        self._waiting = deque([first])
        self._open = True
        self._submitted: dict[Future[Packed], Submission[TaskT]] = {}
        self._arrived: SimpleQueue[Future[Packed]] = SimpleQueue()
        self._last_fit_s = self._last_check_s = monotonic()
        self._idle: frozenset[Future[Packed]] = frozenset()

    def run(self) -> Iterator[Finished[TaskT, OutcomeT]]:
        """Yield what became of each task, until all groups are done."""
        try:
            while self._submit():
                check()
                for future in self._arrivals():
                    group = self._submitted.pop(future, None)
                    if group:
                        yield from self._take(future, group)
                yield from self._check_workers()
        finally:
            with suppress(*SCHEDULER_GONE):
                self._client.cancel(list(self._submitted))

    def _submit(self) -> bool:
        """Submit as many groups as the fit workers do at a time; whether any group is unfinished or to come."""
        with in_touch(self._client):
            places = self._fitness.places()
        self._check_patience(places)
        while len(self._submitted) < places and (group := self._next()):
            self._send(group)
        return bool(self._submitted or self._waiting or self._open)

    def _check_patience(self, places: int) -> None:
        now_s = monotonic()
        self._last_fit_s = now_s if places else self._last_fit_s
        if now_s - self._last_fit_s > self._patience_s:
            unfit = self._fitness.unfit_text()
            raise WorkerError(
                f"No worker was fit for this run for {self._patience_s:.0f} s.{unfit}",
                "See the logs of the Dask workers, then start the run again: it goes on where it was.",
            )

    def _next(self) -> Submission[TaskT] | None:
        if self._waiting:
            return self._waiting.popleft()
        tasks = self._next_group() if self._open else None
        self._open = bool(tasks)
        return Submission(tasks) if tasks else None

    def _send(self, group: Submission[TaskT]) -> None:
        with in_touch(self._client):
            future = self._client.submit(
                do_group, Packed(tuple(group.tasks)), pure=False, resources={NAME: 1}, retries=RETRIES
            )
        self._submitted[future] = group
        future.add_done_callback(self._arrived.put)

    def _arrivals(self) -> Iterator["Future[Packed]"]:
        """The results that have come, after waiting at most ``CHECK_S`` for one."""
        with suppress(Empty):
            yield self._arrived.get(timeout=CHECK_S)
            while True:
                yield self._arrived.get_nowait()

    def _check_workers(self) -> Iterator[Finished[TaskT, OutcomeT]]:
        """Every ``CHECK_S``: ask new workers, and take back groups that no worker had at two checks in a row."""
        if monotonic() - self._last_check_s < CHECK_S:
            return
        self._last_check_s = monotonic()
        with in_touch(self._client):
            self._fitness.update()
            busy = {key for keys in self._client.processing().values() for key in keys}
            any_fit = self._fitness.places() > 0
        idle = frozenset(one for one in self._submitted if one.key not in busy and one.status == "pending")
        stranded, self._idle = (idle & self._idle if any_fit else frozenset()), idle
        for future in stranded:
            group = self._submitted.pop(future)
            future.cancel()
            yield from self._retry(group.lost_again())

    def _retry(self, group: Submission[TaskT]) -> Iterator[Finished[TaskT, OutcomeT]]:
        """Submit tasks again whose workers left, up to ``RETRIES`` times."""
        if group.losses <= RETRIES:
            self._waiting.append(group)
        else:
            yield from self._give_up(group.tasks)

    def _take(self, future: "Future[Packed]", group: Submission[TaskT]) -> Iterator[Finished[TaskT, OutcomeT]]:
        with in_touch(self._client):
            try:
                error = future.exception(FETCH_S)
                finished = () if error else future.result(FETCH_S).open()
            except TimeoutError:  # the worker left with the result
                future.cancel()
                yield from self._retry(group.lost_again())
                return
        if error is None:
            yield from finished
        elif isinstance(error, KilledWorker):
            yield from self._give_up(group.tasks)
        else:
            raise error if isinstance(error, CallgradeError) else _unexpected(error)

    def _give_up(self, tasks: Sequence[TaskT]) -> Iterator[Finished[TaskT, OutcomeT]]:
        """Give up a task that brought down several workers; tasks of a group are first tried one by one."""
        if len(tasks) > 1:
            self._waiting.extend(Submission((task,)) for task in tasks)
        else:
            yield Crashed(tasks[0], "several Dask workers died of it", None)


@contextmanager
def in_touch(client: Client) -> Iterator[None]:
    """Raise ``WorkerError`` if the scheduler is gone."""
    try:
        if client.status == "closed":
            raise CancelledError
        yield
    except SCHEDULER_GONE as error:
        raise WorkerError(
            "The scheduler of the cluster is gone.", "Start it again, then the run: it goes on where it was."
        ) from error


def _unexpected(error: BaseException) -> WorkerError:
    return WorkerError(f"A Dask worker raised {type(error).__name__}.", "See its log.")
