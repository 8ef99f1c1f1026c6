"""Judge the calls of a store anew after norms, words or weights changed: no recognition.

Calls that the present norms and settings made already are passed over, so that a run that was cut off goes on where it
stopped. What workers made is kept in bulk; each transaction leaves a whole store.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from callgrade.errors import StoreError
from callgrade.model.scorecard import Versions
from callgrade.rescoring.changes import CardChange, Flip
from callgrade.rescoring.rescoring_work import Rejudged
from callgrade.store import CardFilter, Store, StoredCall, StoredCard, WrittenJudgement
from callgrade.workers.protocol import Done, Finished

GROUP = 20
"""Calls that a worker is given at once: about half a second of work."""

KEPT_AT_ONCE = 200
"""Judgements that are held in memory and kept in one transaction."""


class Crew(Protocol):
    """Whoever does the work."""

    def run(
        self, next_group: Callable[[], Sequence[StoredCard] | None]
    ) -> Iterator[Finished[StoredCard, Rejudged | StoreError]]:
        """What became of each call, as it comes."""


VersionsOf = Callable[[str | None], Versions]
"""What stands on the cards of calls in a language."""

Watch = Callable[[StoredCall, CardChange], None]
"""Is told of every call that was judged anew."""


@dataclass
class Tally:
    """Numbers of calls. ``current``: made by the present norms and settings already, so passed over.

    ``judged``: anew; ``changed`` of them with another score, band or verdict. ``failed``: cannot be judged, by their
    digests. ``elsewhere``: heard anew, erased or taken by another run meanwhile, so left as they are. ``flips``: how
    often each norm's verdict changed, from what to what.
    """

    current: int = 0
    judged: int = 0
    changed: int = 0
    elsewhere: int = 0
    failed: list[str] = field(default_factory=list)
    flips: Counter[Flip] = field(default_factory=Counter)


class Rescoring:
    """One run over a store."""

    def __init__(self, store: Store, versions: VersionsOf, crew: Crew, watch: Watch, *, keep: bool) -> None:
        """``versions``: what stands on the cards that the ``crew`` makes. ``keep``: else nothing is written."""
        self._store = store
        self._crew = crew
        self._watch = watch
        self._keep = keep
        self._versions = versions
        self._tally = Tally()
        self._unkept: list[tuple[StoredCard, WrittenJudgement]] = []

    def run(self, wanted: CardFilter) -> Tally:
        """Judge anew what fits and is not current; what was done is kept, however the run ends.

        Raises ``OutputError`` and ``StoreError`` of the store, and what stops all workers (``ConfigError`` …).
        """
        outdated = self._outdated(wanted)
        try:
            for ended in self._crew.run(lambda: list(islice(outdated, GROUP))):
                self._take(ended)
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

    def _take(self, ended: Finished[StoredCard, Rejudged | StoreError]) -> None:
        if not isinstance(ended, Done) or isinstance(ended.outcome, StoreError):
            self._tally.failed.append(ended.task.call.sha256)
            return
        self._count(ended.task.call, ended.outcome.change)
        if self._keep:
            self._unkept.append((ended.task, ended.outcome.judgement))
        if len(self._unkept) >= KEPT_AT_ONCE:
            self._write()

    def _count(self, call: StoredCall, change: CardChange) -> None:
        self._tally.judged += 1
        self._tally.changed += bool(change)
        self._tally.flips.update(change.flips)
        self._watch(call, change)

    def _write(self) -> None:
        unkept, self._unkept = self._unkept, []
        if unkept:
            self._tally.elsewhere += len(unkept) - self._store.cards.replace_judgements(unkept)
