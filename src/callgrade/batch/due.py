"""Which files of the recordings folder are due, found without reading a recording."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

from callgrade.batch.facts import facts_hash, said_by_cdr
from callgrade.batch.found import FoundFile, LoneDocument, SkippedFile, Unstable
from callgrade.batch.scan import Scanned
from callgrade.batch.stop import check
from callgrade.batch.summary import Summary
from callgrade.errors import StoreError
from callgrade.model.record import CallRecord
from callgrade.store import CallState, CardFilter, KnownFile, SeenFile, Store

OPEN = frozenset({CallState.WAITING, CallState.CLAIMED})
_LOOKED_UP_AT_ONCE = 500

RecordOf = Callable[[FoundFile], CallRecord | None]
SiteOf = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class DueFile:
    """A file to do. ``call_id`` and ``sha256``: of its call where an earlier run enrolled it, else ``None``.

    ``facts_hash`` and ``site`` as in ``SeenFile``. ``attempts``: runs that died while they had the call.
    """

    found: FoundFile
    facts_hash: str
    site: str | None
    cdr: CallRecord | None
    call_id: int | None = None
    sha256: str | None = None
    attempts: int = 0

    @property
    def seen(self) -> SeenFile:
        """The file as the store takes it."""
        return SeenFile(self.found.path, self.found.size_bytes, self.found.mtime_ns, self.facts_hash, self.site)


@dataclass(frozen=True)
class Finder:
    """Finds what is due. ``record_of``: the call detail record of a file; ``site_of``: of a path below the folder."""

    store: Store
    run_id: int
    record_of: RecordOf
    site_of: SiteOf
    summary: Summary

    def due(self, scanned: Iterable[Scanned]) -> Iterator[DueFile]:
        """The files of ``scanned`` that have no outcome yet, or other facts than then; the rest is counted."""
        sealed = self.store.seals()
        for chunk in _chunks(scanned):
            check()
            found = [one for one in chunk if isinstance(one, FoundFile)]
            known = self.store.known([one.path for one in found])
            yield from (due for one in found if (due := self._due(one, known.get(one.path), sealed)))
            self._remember_growing([one.file for one in chunk if isinstance(one, Unstable)])
            self.summary.lone_documents += sum(isinstance(one, LoneDocument) for one in chunk)
            self.summary.skipped.update(one.code for one in chunk if isinstance(one, SkippedFile))

    def _due(self, found: FoundFile, known: KnownFile | None, sealed: Collection[str]) -> DueFile | None:
        cdr = self.record_of(found)
        facts = facts_hash(found, cdr, known.facts_hash if known else None)
        due = DueFile(found, facts, self.site_of(found.relative), cdr, attempts=known.attempts if known else 0)
        if known is None and due.seen.seal in sealed:
            self.summary.unchanged += 1
            return None
        if known is None:
            return due
        if not known.is_same(due.seen):
            return due if cdr else replace(due, cdr=self._cdr_before(found, known))
        if known.state in OPEN:
            return replace(due, call_id=known.call_id, sha256=known.sha256)
        self.summary.unchanged += 1
        return None

    def _cdr_before(self, found: FoundFile, known: KnownFile) -> CallRecord | None:
        """What call detail records said of the same recording when it was heard: tonight's need not hold it."""
        same = (known.size_bytes, known.mtime_ns) == (found.size_bytes, found.mtime_ns)
        if not same or known.call_id is None or known.state is not CallState.SCORED:
            return None
        heard = (stored.heard for stored in self.store.cards(CardFilter(call_ids=(known.call_id,))))
        with suppress(StoreError):  # a damaged call is heard anew, which mends it
            return next((said_by_cdr(one.record) for one in heard), None)
        return None

    def _remember_growing(self, files: list[FoundFile]) -> None:
        """By what is remembered now the next run sees whether they still grow."""
        self.summary.growing += len(files)
        self.store.sight(self.run_id, [SeenFile(one.path, one.size_bytes, one.mtime_ns, "") for one in files])


def _chunks(scanned: Iterable[Scanned]) -> Iterator[list[Scanned]]:
    scanned = iter(scanned)
    while chunk := list(islice(scanned, _LOOKED_UP_AT_ONCE)):
        yield chunk
