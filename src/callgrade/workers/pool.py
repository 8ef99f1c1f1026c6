"""A pool of worker processes: a crash or a hang loses one task, and nothing is lost or done twice.

If a worker dies, hangs or raises, its group is lost. The tasks of the group that have no outcome yet are done again one
by one, and a task is given up only if it brings down a worker *alone*. ``ProcessPoolExecutor`` would lose all tasks
that are in progress. POSIX only.

    pool = Pool(make_work, settings, plan)
    for finished in pool.run(next_group):
        ...  # Done, Failed, Crashed or Hung: one for every task that next_group gave
"""

import pickle
import time
import weakref
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from queue import Empty, SimpleQueue
from typing import Any, Generic

from callgrade.config.batch import WorkerSettings
from callgrade.errors import DEBUG, WorkerError
from callgrade.workers.cpu_plan import Plan
from callgrade.workers.messages import Began, GroupEnded, Halted, Noted, Raised, Result
from callgrade.workers.process import GONE_S, Event, WorkerProcess
from callgrade.workers.protocol import Done, Finished, MakeWork, NextGroup, OutcomeT, TaskT
from callgrade.workers.stop import check

TICK_S = 1.0  # s to wait at a time; a wait that takes much longer shows that this process was stopped


class Pool(Generic[TaskT, OutcomeT]):
    """Workers that all do the same kind of work."""

    def __init__(
        self,
        make_work: MakeWork[TaskT, OutcomeT],
        settings: WorkerSettings,
        plan: Plan,
        watch: Callable[[Any], None] | None = None,
    ) -> None:
        """Start nothing yet.

        ``make_work`` is pickled: a function of a module, or a frozen dataclass. ``watch``: called with each ``step``
        that the work reports.
        """
        self._make_work = pickle.dumps(make_work)
        self._settings = settings
        self._plan = plan
        self._watch = watch
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._workers: list[WorkerProcess[TaskT]] = []
        self._retries: deque[Sequence[TaskT]] = deque()
        self._open = True
        self._halt: Exception | None = None
        self._false_starts = 0
        # If a run is abandoned: kill the workers before multiprocessing waits for its children at exit.
        weakref.finalize(self, _kill_all, self._workers)

    @property
    def pids(self) -> tuple[int, ...]:
        """Numbers of the worker processes."""
        return tuple(worker.pid for worker in self._workers if worker.pid)

    def run(self, next_group: NextGroup[TaskT]) -> Generator[Finished[TaskT, OutcomeT], None, None]:
        """Yield what became of each task, as it comes.

        ``next_group`` is called when a worker is free, in the thread that iterates. After ``None`` or an empty group it
        is not called again, and the run ends when the tasks it gave are finished. Closing the iterator kills the
        workers; the tasks they have are then not finished.

        Raises the ``CallgradeError`` that the work raised, ``WorkerError`` if workers cannot be started, and
        ``KeyboardInterrupt`` on a signal (see ``stop.py``).
        """
        self._open, self._halt, self._false_starts = True, None, 0
        try:
            while self._hand_out(next_group):
                check()
                finished = [one for event in self._wait() for one in self._take(event)]
                finished.extend(self._end_overdue())
                yield from finished
                if self._halt:
                    raise self._halt
        finally:
            self._dismiss()

    def _hand_out(self, next_group: NextGroup[TaskT]) -> bool:
        """Give groups to the free workers, as long as there are groups; whether any worker is busy then."""
        while self._busy < self._plan.workers and (tasks := self._next(next_group)):
            self._free_worker().give(tasks)
        return self._busy > 0

    @property
    def _busy(self) -> int:
        return sum(worker.group is not None for worker in self._workers)

    def _next(self, next_group: NextGroup[TaskT]) -> Sequence[TaskT] | None:
        if self._retries:
            return self._retries.popleft()
        tasks = next_group() if self._open else None
        self._open = bool(tasks)
        return tasks

    def _free_worker(self) -> WorkerProcess[TaskT]:
        free = next((worker for worker in self._workers if worker.group is None), None)
        if free is None:
            free = WorkerProcess(self._make_work, self._plan.threads, self._settings, self._events)
            self._workers.append(free)
        return free

    def _wait(self) -> list[Event]:
        """The events that have come, after the next event, deadline or ``TICK_S``; possibly none."""
        before_s = time.monotonic()
        deadlines_s = [worker.group.deadline_s for worker in self._workers if worker.group]
        wait_s = max(0.0, min(min(deadlines_s) - before_s, TICK_S))
        events: list[Event] = []
        try:
            events.append(self._events.get(timeout=wait_s))
            while True:
                events.append(self._events.get_nowait())
        except Empty:
            pass
        self._extend_deadlines(time.monotonic() - before_s - wait_s)
        return events

    def _extend_deadlines(self, slept_s: float) -> None:
        """Leave out the time in which this process, and so its workers, were stopped: Ctrl-Z, or a paused machine."""
        if slept_s > TICK_S:
            for worker in self._workers:
                if worker.group:
                    worker.group.deadline_s += slept_s

    def _take(self, event: Event) -> Iterator[Finished[TaskT, OutcomeT]]:
        """Handle an event; yields the tasks that it finishes."""
        worker, message = event.worker, event.message
        if worker not in self._workers:
            return  # its exit was collected before
        group = worker.group
        if message is None:
            yield from self._lose(worker)
        elif isinstance(message, Halted):
            self._halt = message.error
        elif isinstance(message, Exception):
            self._halt = message
        elif group is None:
            raise AssertionError(f"{message} of a worker that has no tasks")
        elif isinstance(message, Result):
            yield Done(group.unfinished.popleft(), message.outcome)
        elif isinstance(message, Began):
            self._false_starts = 0
            group.begin(event.at_s)
        elif isinstance(message, Noted):
            group.note(message)
            if self._watch and message.step is not None:
                self._watch(message.step)
        elif isinstance(message, Raised):
            group.raised = message
        elif isinstance(message, GroupEnded):
            self._free(worker, message)

    def _free(self, worker: WorkerProcess[TaskT], ended: GroupEnded) -> None:
        """Keep a worker whose group is done for the next one, or end it if it is worn."""
        worker.group = None
        if worker.is_worn(ended.resident_mib):
            worker.kill()
            worker.collect_exit()
            self._workers.remove(worker)

    def _lose(self, worker: WorkerProcess[TaskT]) -> Iterator[Finished[TaskT, OutcomeT]]:
        """Handle the loss of a worker: give up its task if it was alone, otherwise try its tasks one by one."""
        how, where = worker.collect_exit()
        self._workers.remove(worker)
        group = worker.group
        if group is None or not group.unfinished:
            return
        if not group.began:
            self._retries.appendleft(tuple(group.unfinished))
            self._false_start(how, group.raised)
        elif group.alone:
            yield group.end_of_task(how, where)
        else:
            self._retries.extend((task,) for task in group.unfinished)

    def _false_start(self, how: str, raised: Raised | None) -> None:
        """Count a worker that was lost before it began; its tasks did not cause that."""
        self._false_starts += 1
        if raised:
            self._halt = WorkerError(
                f"Workers cannot start: {raised.error} at {raised.where}.",
                f"Run callgrade doctor; {DEBUG}=1 shows more.",
            )
        elif self._false_starts >= self._settings.start_attempts:
            self._halt = WorkerError(
                f"{self._false_starts} workers in a row were lost before they began ({how}).",
                "Most often memory is short: use fewer --workers. Run callgrade doctor to see what else may be wrong.",
            )

    def _end_overdue(self) -> Iterator[Finished[TaskT, OutcomeT]]:
        for worker in tuple(self._workers):
            group = worker.group
            if group is None or time.monotonic() < group.deadline_s:
                continue
            if group.overran:  # killed, but not gone yet
                yield from self._lose(worker)
            else:
                worker.ask_and_kill()
                group.overrun(time.monotonic() + GONE_S)

    def _dismiss(self) -> None:
        _kill_all(self._workers)
        for worker in self._workers:
            worker.collect_exit()
        self._workers.clear()
        self._retries.clear()


def _kill_all(workers: list[WorkerProcess[TaskT]]) -> None:
    for worker in workers:
        worker.kill()
