"""Rescore the calls of a store after norms, words or weights changed, without recognition.

Calls that the present norms and settings already judged are passed over, so a run that was cut off goes on where it
stopped. New judgements are written in bulk; each transaction leaves the store whole.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from callgrade.errors import StoreError
from callgrade.model.scorecard import Versions
from callgrade.rescoring.changes import CardChange, Flip
from callgrade.rescoring.work import Rescored
from callgrade.store import CardFilter, Store, StoredCall, StoredCard, WrittenJudgement
from callgrade.workers.protocol import Done, Executor, Finished

GROUP = 20
"""Calls in a group: about half a second of work."""

WRITTEN_AT_ONCE = 200
"""Judgements that are held in memory and written in one transaction."""


VersionsOf = Callable[[str | None], Versions]
"""The versions on a new card of a call in a language."""

Watch = Callable[[StoredCall, CardChange], None]
"""Called for each call that was rescored."""

RescoredCall = Finished[StoredCard, Rescored | StoreError]


@dataclass
class Tally:
    """Numbers of calls. ``current``: already judged by the present norms and settings, so passed over.

    ``judged``: rescored; ``changed``: those with another score, band or verdict. ``failed``: digests of calls that
    cannot be rescored. ``elsewhere``: heard again, erased or claimed by another run meanwhile, so left as they are.
    ``flips``: how often each norm's verdict changed, and how.
    """

    current: int = 0
    judged: int = 0
    changed: int = 0
    elsewhere: int = 0
    failed: list[str] = field(default_factory=list)
    flips: Counter[Flip] = field(default_factory=Counter)


class Rescoring:
    """One run over a store."""

    def __init__(
        self,
        store: Store,
        versions: VersionsOf,
        executor: Executor[StoredCard, Rescored | StoreError],
        watch: Watch,
        *,
        keep: bool,
    ) -> None:
        """``versions``: of the cards that the ``executor`` makes. ``keep``: whether to write the new judgements."""
        self._store = store
        self._executor = executor
        self._watch = watch
        self._keep = keep
        self._versions = versions
        self._tally = Tally()
        self._unwritten: list[tuple[StoredCard, WrittenJudgement]] = []

    def run(self, wanted: CardFilter) -> Tally:
        """Rescore the calls that match and are not current. Finished calls are kept, however the run ends.

        Raises ``OutputError`` and ``StoreError`` of the store, and what stops all workers (``ConfigError`` …).
        """
        outdated = self._outdated(wanted)
        try:
            for finished in self._executor.run(lambda: list(islice(outdated, GROUP))):
                self._take(finished)
        finally:
            self._write()
        return self._tally

    def _outdated(self, wanted: CardFilter) -> Iterator[StoredCard]:
        for stored in self._store.cards.read(wanted):
            if self._is_current(stored.call):
                self._tally.current += 1
            else:
                yield stored

    def _is_current(self, call: StoredCall) -> bool:
        made = self._versions(call.language)
        return (call.callgrade, call.norms, call.config) == (made.callgrade, made.norms, made.config)

    def _take(self, finished: RescoredCall) -> None:
        if not isinstance(finished, Done) or isinstance(finished.outcome, StoreError):
            self._tally.failed.append(finished.task.call.sha256)
            return
        self._count(finished.task.call, finished.outcome.change)
        if self._keep:
            self._unwritten.append((finished.task, finished.outcome.judgement))
        if len(self._unwritten) >= WRITTEN_AT_ONCE:
            self._write()

    def _count(self, call: StoredCall, change: CardChange) -> None:
        self._tally.judged += 1
        self._tally.changed += bool(change)
        self._tally.flips.update(change.flips)
        self._watch(call, change)

    def _write(self) -> None:
        unwritten, self._unwritten = self._unwritten, []
        if unwritten:
            self._tally.elsewhere += len(unwritten) - self._store.cards.replace_judgements(unwritten)
