"""A group of tasks in the hands of a worker: what of it is unfinished, the time it has, and what becomes of it."""

import time
from collections import deque
from collections.abc import Sequence
from typing import Generic

from callgrade.config.batch import WorkerSettings
from callgrade.workers.child import Noted, Raised
from callgrade.workers.protocol import Crashed, Failed, Hung, Task


class TaskGroup(Generic[Task]):
    """``unfinished``: tasks without an outcome, in their order. ``deadline_s``: when it is late (``time.monotonic``).

    ``alone``: it has had one task only. ``raised``: what ended the work, ``overran``: whether it was late.
    """

    def __init__(self, tasks: Sequence[Task], settings: WorkerSettings) -> None:
        """Just handed over: it has ``start_s`` to begin."""
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
        """Its budget of time runs."""
        self.began = True
        self.deadline_s = at_s + self._budget_s

    def note(self, noted: Noted) -> None:
        """It is at another stage, or holds more sound."""
        more_s = noted.audio_s * self._budget_per_audio
        self._stage = noted.stage
        self._budget_s += more_s
        self.deadline_s += more_s

    def fail(self, raised: Raised) -> None:
        """Its work raised; the worker leaves."""
        self.raised = raised

    def overrun(self, until_s: float) -> None:
        """It was late, and its worker is killed; it is forgotten at ``until_s`` if that does not help."""
        self.overran = True
        self.deadline_s = until_s

    def verdict(self, how: str, where: str | None) -> Failed[Task] | Crashed[Task] | Hung[Task]:
        """What became of its one task when the worker was lost ``how``, ``where``."""
        (task,) = self.unfinished
        if self.raised:
            return Failed(task, self.raised.error, self.raised.where)
        if self.overran:
            return Hung(task, self._stage, self._budget_s, where)
        return Crashed(task, how, where)
