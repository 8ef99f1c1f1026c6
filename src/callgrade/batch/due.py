"""Which files of the recordings folder are due, found without reading a recording."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

from callgrade.batch.fingerprint import facts_hash, said_by_cdr, warned_by_cdr
from callgrade.batch.found_files import FoundFile, LoneDocument, PassedBy, PassedOver, SkippedFile, Unstable
from callgrade.batch.matching_records import Records
from callgrade.batch.scan import Scanned
from callgrade.batch.summary import Summary
from callgrade.errors import StoreError
from callgrade.intake.cdr.records import CdrMatch, MatchedBy
from callgrade.model.record import CallRecord
from callgrade.store import CallState, CardFilter, KnownFile, SeenFile, Store
from callgrade.workers.stop import check

NO_MATCH = CdrMatch(None, MatchedBy.NOTHING)
OPEN = frozenset({CallState.WAITING, CallState.CLAIMED})
_LOOKED_UP_AT_ONCE = 500

SiteOf = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class DueFile:
    """A file to do. ``call_id`` and ``sha256``: of its call where an earlier run enrolled it, else ``None``.

    ``facts_hash`` and ``site`` as in ``SeenFile``. ``cdr``: what call detail records say; ``cdr_warnings``: what in
    them was not understood. ``attempts``: runs that died while they had the call.
    """

    found: FoundFile
    facts_hash: str
    site: str | None
    cdr: CallRecord | None
    call_id: int | None = None
    sha256: str | None = None
    attempts: int = 0
    cdr_warnings: tuple[str, ...] = ()

    @property
    def seen(self) -> SeenFile:
        """The file as the store takes it."""
        return SeenFile(self.found.path, self.found.size_bytes, self.found.mtime_ns, self.facts_hash, self.site)


@dataclass(frozen=True)
class Finder:
    """Finds what is due. ``records``: the night's call detail records; ``site_of``: of a path below the folder."""

    store: Store
    run_id: int
    records: Records | None
    site_of: SiteOf
    summary: Summary

    def due(self, scanned: Iterable[Scanned]) -> Iterator[DueFile]:
        """The files of ``scanned`` that have no outcome yet, or other facts than then; the rest is counted."""
        sealed = self.store.erasure.seals()
        for chunk in _chunks(scanned):
            check()
            found = [one for one in chunk if isinstance(one, FoundFile)]
            known = self.store.ledger.known([one.path for one in found])
            yield from (due for one in found if (due := self._due(one, known.get(one.path), sealed)))
            self._remember_growing([one for one in chunk if isinstance(one, Unstable)])
            self._count_passed_over([one for one in chunk if isinstance(one, PassedOver)])
            self.summary.lone_documents += sum(isinstance(one, LoneDocument) for one in chunk)
            self.summary.skipped.update(one.code for one in chunk if isinstance(one, SkippedFile))

    def _due(self, found: FoundFile, known: KnownFile | None, sealed: Collection[str]) -> DueFile | None:
        match = self.records.match(found) if self.records else NO_MATCH
        due = self._to_do(found, known, match)
        if known is None and due is not None and due.seen.seal in sealed:
            self.summary.erased += 1
            return None
        if due is None:
            assert known is not None
            assert known.state is not None
            self._count_done(known.state)
        elif self.records and self.summary.records:
            self.summary.records.note(match, found, self.records)
        return due

    def _count_done(self, state: CallState) -> None:
        if state is CallState.ERASED:
            self.summary.erased += 1
        else:
            self.summary.before[state] += 1

    def _to_do(self, found: FoundFile, known: KnownFile | None, match: CdrMatch) -> DueFile | None:
        facts = facts_hash(found, match.record, known.facts_hash if known else None)
        site, attempts = self.site_of(found.relative), known.attempts if known else 0
        due = DueFile(found, facts, site, match.record, attempts=attempts, cdr_warnings=match.warnings)
        if known is None:
            return due
        if not known.is_same(due.seen):
            return due if match.record else self._with_earlier_record(due, known)
        return replace(due, call_id=known.call_id, sha256=known.sha256) if known.state in OPEN else None

    def _with_earlier_record(self, due: DueFile, known: KnownFile) -> DueFile:
        """With what call detail records said when the same recording was heard: tonight's need not hold it."""
        same = (known.size_bytes, known.mtime_ns) == (due.found.size_bytes, due.found.mtime_ns)
        if not same or known.call_id is None or known.state is not CallState.SCORED:
            return due
        with suppress(StoreError):  # a damaged call is heard again, which mends it
            for stored in self.store.cards.read(CardFilter(call_ids=(known.call_id,))):
                heard = stored.heard
                return replace(due, cdr=said_by_cdr(heard.record), cdr_warnings=warned_by_cdr(heard.file))
        return due

    def _remember_growing(self, files: list[Unstable]) -> None:
        """By what is remembered now the next run sees whether they still grow."""
        for one in files:
            self.summary.wait_until(one.ready_s)
        seen = [SeenFile(one.file.path, one.file.size_bytes, one.file.mtime_ns, "") for one in files]
        self.store.ledger.note_unstable(self.run_id, seen)

    def _count_passed_over(self, names: list[PassedOver]) -> None:
        self.summary.endings.update(one.ending for one in names if one.by is PassedBy.ENDING)
        self.summary.excluded += sum(one.by is PassedBy.PATTERN for one in names)
        self.summary.hidden += sum(one.by is PassedBy.DOT for one in names)


def _chunks(scanned: Iterable[Scanned]) -> Iterator[list[Scanned]]:
    scanned = iter(scanned)
    while chunk := list(islice(scanned, _LOOKED_UP_AT_ONCE)):
        yield chunk
