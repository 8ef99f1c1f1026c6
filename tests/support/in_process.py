"""A pool without processes, for tests of what a command prints: a worker takes seconds to start."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from callgrade.batch.work import Done


class InProcess:
    """Does the work itself. A fault of the work ends it: those of workers are tried in tests/faults."""

    def __init__(self, make_work: Any, _settings: object, _plan: object, watch: Callable[[Any], None]) -> None:
        self._make_work, self._watch = make_work, watch

    def run(self, next_group: Callable[[], Sequence[Any] | None]) -> Iterator[Done[Any, Any]]:
        work = self._make_work()
        while tasks := next_group():
            for task, outcome in zip(tasks, work(tasks, self._report), strict=True):
                yield Done(task, outcome)

    def _report(self, _stage: str, _audio_s: float = 0.0, step: Any = None) -> None:
        self._watch(step)
