"""Find the due files of the recordings folder, without reading a recording."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from callgrade.batch.fingerprint import facts_hash, record_from_cdr, warnings_from_cdr
from callgrade.batch.found_files import FoundFile, Unstable
from callgrade.batch.matching_records import Records
from callgrade.batch.scan import Scanned
from callgrade.batch.summary_writer import SummaryWriter
from callgrade.errors import StoreError
from callgrade.intake.cdr.records import CdrMatch, MatchedBy
from callgrade.store import CallState, CardFilter, KnownFile, SeenFile, Store
from callgrade.store.chunks import chunks
from callgrade.workers.stop import check

NO_MATCH = CdrMatch(None, MatchedBy.NOTHING)
UNFINISHED = frozenset({CallState.WAITING, CallState.CLAIMED})
_MAY_HAVE_CARD = UNFINISHED | {CallState.SCORED}

SiteOf = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class DueFile:
    """A file to do.

    ``facts_hash`` and ``site`` as in ``SeenFile``. ``cdr``: its call detail record. ``call_id`` and ``sha256``: of its
    call if an earlier run enrolled it, else ``None``. ``attempts``: how many runs died while they had the call.
    """

    found: FoundFile
    facts_hash: str
    site: str | None
    cdr: CdrMatch
    call_id: int | None = None
    sha256: str | None = None
    attempts: int = 0

    @property
    def seen(self) -> SeenFile:
        """The file as the store takes it."""
        return SeenFile(
            self.found.path, self.found.size_bytes, self.found.mtime_ns, self.facts_hash, self.site, self.cdr.system_id
        )


@dataclass(frozen=True)
class Finder:
    """Finds due files. ``records``: the night's call detail records; ``site_of``: the site of a path below the folder.

    ``summary``: counts the files that are not due.
    """

    store: Store
    run_id: int
    records: Records | None
    site_of: SiteOf
    summary: SummaryWriter

    def due(self, scanned: Iterable[Scanned]) -> Iterator[DueFile]:
        """Yield the files of ``scanned`` that have no outcome yet, or whose facts changed since; count the others."""
        seals = self.store.erasure.seals()
        for chunk in chunks(scanned):
            check()
            found = [one for one in chunk if isinstance(one, FoundFile)]
            known = self.store.ledger.known([one.path for one in found])
            yield from (due for one in found if (due := self._due(one, known.get(one.path), seals)))
            self._remember_growing([one for one in chunk if isinstance(one, Unstable)])
            for one in chunk:
                if not isinstance(one, FoundFile):
                    self.summary.not_taken(one)

    def _due(self, found: FoundFile, known: KnownFile | None, seals: Collection[str]) -> DueFile | None:
        """The file if it is due; otherwise it is counted."""
        match = self.records.match(found) if self.records else NO_MATCH
        due = self._to_do(found, known, match)
        if due is None:
            assert known is not None
            assert known.state is not None
            self.summary.done_before(known.state)
            return None
        if known is None and due.seen.seal in seals:
            self.summary.done_before(CallState.ERASED)
            return None
        if self.records:
            self.summary.record(match, found, self.records)
        return due

    def _to_do(self, found: FoundFile, known: KnownFile | None, match: CdrMatch) -> DueFile | None:
        facts = facts_hash(found, match.record, known.facts_hash if known else None)
        site, attempts = self.site_of(found.relative), known.attempts if known else 0
        due = DueFile(found, facts, site, match, attempts=attempts)
        if known is None:
            return due
        if not known.is_same(due.seen):
            return due if match.record else self._with_earlier_record(due, known)
        if known.state not in UNFINISHED:
            return None
        again = replace(due, call_id=known.call_id, sha256=known.sha256)
        return again if match.record else self._with_earlier_record(again, known)

    def _with_earlier_record(self, due: DueFile, known: KnownFile) -> DueFile:
        """Add the call detail record with which the same recording was heard; tonight's records may not have it."""
        same = (known.size_bytes, known.mtime_ns) == (due.found.size_bytes, due.found.mtime_ns)
        if not same or known.call_id is None or known.state not in _MAY_HAVE_CARD:
            return due
        with suppress(StoreError):  # a damaged call is heard again, which repairs it
            for stored in self.store.cards.read(CardFilter(call_ids=(known.call_id,))):
                heard = stored.heard
                earlier = replace(due.cdr, record=record_from_cdr(heard.record), warnings=warnings_from_cdr(heard.file))
                return replace(due, cdr=earlier)
        return due

    def _remember_growing(self, files: list[Unstable]) -> None:
        """Remember sizes and times, by which the next run sees whether the files still grow."""
        seen = [SeenFile(one.file.path, one.file.size_bytes, one.file.mtime_ns, "") for one in files]
        self.store.ledger.note_unstable(self.run_id, seen)
