"""Worker processes that do tasks, so that a crash or a hang costs one task, and nothing is lost or done twice.

A worker that dies, hangs or raises takes its group with it; the tasks of the group that have no outcome yet are done
again one by one, and only one that brings down a worker *alone* is given up. ``ProcessPoolExecutor`` loses all that is
in flight instead. POSIX only.

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

from callgrade.batch.cores import Plan
from callgrade.batch.process import GONE_S, Event, WorkerProcess
from callgrade.batch.stop import check
from callgrade.batch.work import Done, Finished, MakeWork, Outcome, Task
from callgrade.batch.worker import Began, Ended, Halted, Noted, Raised, Result
from callgrade.config.batch import WorkerSettings
from callgrade.errors import DEBUG, WorkerError

TICK_S = 1.0  # s of waiting at a time; so it is seen when a wait took much longer


class Pool(Generic[Task, Outcome]):
    """Workers that all do the same kind of work."""

    def __init__(
        self,
        make_work: MakeWork[Task, Outcome],
        settings: WorkerSettings,
        plan: Plan,
        watch: Callable[[Any], None] | None = None,
    ) -> None:
        """Nothing is started yet. ``make_work`` is pickled: a function of a module, or a frozen dataclass.

        ``watch`` is shown each ``step`` that work reports.
        """
        self._make_work = pickle.dumps(make_work)
        self._settings = settings
        self._plan = plan
        self._watch = watch
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._crew: list[WorkerProcess[Task]] = []
        self._again: deque[Sequence[Task]] = deque()
        self._open = True
        self._halt: Exception | None = None
        self._false_starts = 0
        # Should a run be abandoned half-way: before multiprocessing waits for its children at the end of the program.
        weakref.finalize(self, _kill_all, self._crew)

    @property
    def pids(self) -> tuple[int, ...]:
        """Numbers of the worker processes."""
        return tuple(worker.pid for worker in self._crew if worker.pid)

    def run(self, next_group: Callable[[], Sequence[Task] | None]) -> Generator[Finished[Task, Outcome], None, None]:
        """What became of each task, as it comes.

        ``next_group`` is called when a worker is free, in the thread that iterates; ``None`` or an empty group means
        that no more will come, and the run ends when what was given is finished. Closing the iterator kills the
        workers; what they had in hand is then not finished.

        Raises the ``CallgradeError`` that the work raised, ``WorkerError`` when workers cannot be started, and
        ``KeyboardInterrupt`` when a signal came (see ``stop.py``).
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

    def _hand_out(self, next_group: Callable[[], Sequence[Task] | None]) -> bool:
        """Give groups to all who are free, as far as there are any; whether anybody is at work then."""
        while self._busy < self._plan.workers and (tasks := self._next(next_group)):
            self._free_worker().give(tasks)
        return self._busy > 0

    @property
    def _busy(self) -> int:
        return sum(worker.group is not None for worker in self._crew)

    def _next(self, next_group: Callable[[], Sequence[Task] | None]) -> Sequence[Task] | None:
        if self._again:
            return self._again.popleft()
        tasks = next_group() if self._open else None
        self._open = bool(tasks)
        return tasks

    def _free_worker(self) -> WorkerProcess[Task]:
        free = next((worker for worker in self._crew if worker.group is None), None)
        if free is None:
            free = WorkerProcess(self._make_work, self._plan.threads, self._settings, self._events)
            self._crew.append(free)
        return free

    def _wait(self) -> list[Event]:
        """All that has come from workers, after the next event or deadline; after ``TICK_S`` perhaps nothing."""
        before_s = time.monotonic()
        deadlines_s = [worker.group.deadline_s for worker in self._crew if worker.group]
        patience_s = max(0.0, min(min(deadlines_s) - before_s, TICK_S))
        events: list[Event] = []
        try:
            events.append(self._events.get(timeout=patience_s))
            while True:
                events.append(self._events.get_nowait())
        except Empty:
            pass
        self._forgive(time.monotonic() - before_s - patience_s)
        return events

    def _forgive(self, slept_s: float) -> None:
        """Put time on no budget in which this process, and so the workers, stood still: Ctrl-Z, or a paused machine."""
        if slept_s > TICK_S:
            for worker in self._crew:
                if worker.group:
                    worker.group.deadline_s += slept_s

    def _take(self, event: Event) -> Iterator[Finished[Task, Outcome]]:
        """What an event finishes."""
        worker, message = event.worker, event.message
        if worker not in self._crew:
            return  # given up before
        group = worker.group
        if message is None:
            yield from self._lose(worker)
        elif isinstance(message, Halted):
            self._halt = message.error
        elif isinstance(message, Exception):
            self._halt = message
        elif group is None:
            raise AssertionError(f"{message} of a worker that has nothing to do")
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
            group.fail(message)
        elif isinstance(message, Ended):
            self._rest(worker, message)

    def _rest(self, worker: WorkerProcess[Task], ended: Ended) -> None:
        """Keep a worker that has done its group for the next one, or replace it."""
        worker.group = None
        if worker.is_worn(ended.resident_mib):
            worker.kill()
            worker.bury()
            self._crew.remove(worker)

    def _lose(self, worker: WorkerProcess[Task]) -> Iterator[Finished[Task, Outcome]]:
        """A worker is gone: who of its group is to blame, or who has to be tried alone?"""
        how, where = worker.bury()
        self._crew.remove(worker)
        group = worker.group
        if group is None or not group.unfinished:
            return
        if not group.began:
            self._again.appendleft(tuple(group.unfinished))
            self._false_start(how, group.raised)
        elif group.alone:
            yield group.verdict(how, where)
        else:
            self._again.extend((task,) for task in group.unfinished)

    def _false_start(self, how: str, raised: Raised | None) -> None:
        """A worker was lost before it began anything: that is not its tasks' fault."""
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

    def _end_overdue(self) -> Iterator[Finished[Task, Outcome]]:
        for worker in tuple(self._crew):
            group = worker.group
            if group is None or time.monotonic() < group.deadline_s:
                continue
            if group.overran:  # killed, and still not gone
                yield from self._lose(worker)
            else:
                worker.ask_and_kill()
                group.overrun(time.monotonic() + GONE_S)

    def _dismiss(self) -> None:
        _kill_all(self._crew)
        for worker in self._crew:
            worker.bury()
        self._crew.clear()
        self._again.clear()


def _kill_all(crew: list[WorkerProcess[Task]]) -> None:
    for worker in crew:
        worker.kill()
