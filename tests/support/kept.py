"""Generated calls in a store, judged by the shipped norms, and an executor without processes that rescores them."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from tests.support.generated_calls import generated_calls
from tests.support.stored import LEASE_S

from callgrade.config.load import load_settings
from callgrade.config.settings import Settings
from callgrade.errors import StoreError
from callgrade.grading.judge import Judge
from callgrade.grading.ruleset import Ruleset
from callgrade.model.heard import HeardCall
from callgrade.rescoring.work import Rescored, RescoringWork
from callgrade.store import SeenFile, Store, StoredCard
from callgrade.workers.protocol import Done, Finished

SETTINGS = load_settings()
FOLDER = Path("/recordings/north")


@cache
def shipped() -> Judge:
    """What the shipped norms judge by."""
    return judge_by()


def judge_by(settings: Settings = SETTINGS, site: Path | None = None) -> Judge:
    """The same by other settings, or with a site pack laid over."""
    return Ruleset(settings, "service", site).judge()


def keep(store: Store, calls: Sequence[HeardCall], site: str | None = None) -> list[int]:
    """Put ``calls`` into ``store``, judged; their ids."""
    run = store.ledger.start_run()
    ids = []
    for heard in calls:
        seen = SeenFile(FOLDER / heard.file.name, 1000, 0, "facts", site)
        call_id = store.ledger.enrol(run, seen, heard.file.sha256).call_id
        assert store.ledger.claim(call_id, run, LEASE_S)
        assert store.ledger.finish_scored(call_id, run, heard, shipped().judge(heard))
        ids.append(call_id)
    store.ledger.end_run(run, {})
    return ids


def english(count: int, words: int = 60, seed: int = 3) -> list[HeardCall]:
    """``count`` English calls: one pack to read."""
    many = generated_calls(20 * count, words, seed)
    return [call for call in many if call.conversation.language == "en"][:count]


class InlineExecutor:
    """Rescores in this process. ``interrupt_after``: calls after which somebody presses Ctrl-C."""

    def __init__(self, by: Judge, interrupt_after: int | None = None) -> None:
        self._work = RescoringWork(by)
        self._left = interrupt_after

    def run(
        self, next_group: Callable[[], Sequence[StoredCard] | None]
    ) -> Iterator[Finished[StoredCard, Rescored | StoreError]]:
        while tasks := next_group():
            for task, outcome in zip(tasks, self._work(tasks, lambda *_: None), strict=True):
                if self._left == 0:
                    raise KeyboardInterrupt
                self._left = None if self._left is None else self._left - 1
                yield Done(task, outcome)
