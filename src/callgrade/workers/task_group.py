"""A group of tasks that a worker has: its unfinished tasks, its time, and what becomes of it."""

import time
from collections import deque
from collections.abc import Sequence
from typing import Generic

from callgrade.config.batch import WorkerSettings
from callgrade.workers.messages import Noted, Raised
from callgrade.workers.protocol import Crashed, Failed, Hung, TaskT


class TaskGroup(Generic[TaskT]):
    """A group of tasks that a worker has.

    ``unfinished``: tasks without an outcome, in order. ``alone``: it was given only one task. ``deadline_s``: when it
    is overdue (``time.monotonic``). ``raised``: the exception that ended the work. ``overran``: whether it was overdue.
    """

    def __init__(self, tasks: Sequence[TaskT], settings: WorkerSettings) -> None:
        """The group was just handed over; it has ``start_s`` to begin."""
        self.unfinished = deque(tasks)
        self.alone = len(tasks) == 1
        self.began = False
        self.deadline_s = time.monotonic() + settings.start_s
        self._budget_s = settings.budget_s * len(tasks)
        self._budget_per_audio = settings.budget_per_audio
        self._stage: str | None = None
        self.raised: Raised | None = None
        self.overran = False

    def begin(self, at_s: float) -> None:
        """Start the time budget."""
        self.began = True
        self.deadline_s = at_s + self._budget_s

    def note(self, noted: Noted) -> None:
        """Note the stage, and extend the deadline if the group holds more sound."""
        more_s = noted.audio_s * self._budget_per_audio
        self._stage = noted.stage
        self._budget_s += more_s
        self.deadline_s += more_s

    def overrun(self, until_s: float) -> None:
        """Note that it is overdue and its worker was killed; ``until_s``: when to give up waiting for the worker."""
        self.overran = True
        self.deadline_s = until_s

    def end_of_task(self, how: str, where: str | None) -> Failed[TaskT] | Crashed[TaskT] | Hung[TaskT]:
        """What became of its one task when the worker was lost ``how``, ``where``."""
        (task,) = self.unfinished
        if self.raised:
            return Failed(task, self.raised.error, self.raised.where)
        if self.overran:
            return Hung(task, self._stage, self._budget_s, where)
        return Crashed(task, how, where)
