"""Which files of the recordings folder are due, found without reading a recording."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from callgrade.batch.facts import facts_hash
from callgrade.batch.found import FoundFile, SkippedFile, Unstable
from callgrade.batch.summary import Summary
from callgrade.model.record import CallRecord
from callgrade.store.entries import CallState, KnownFile, SeenFile
from callgrade.store.ledger import Ledger

OPEN = frozenset({CallState.WAITING, CallState.CLAIMED})
_LOOKED_UP_AT_ONCE = 500

Scanned = FoundFile | Unstable | SkippedFile
RecordOf = Callable[[FoundFile], CallRecord | None]
SiteOf = Callable[[str], str | None]


@dataclass(frozen=True)
class DueFile:
    """A file to do. ``call_id`` and ``sha256``: of its call where an earlier run enrolled it, else ``None``.

    ``attempts``: runs that died while they had the call.
    """

    found: FoundFile
    seen: SeenFile
    cdr: CallRecord | None
    call_id: int | None
    sha256: str | None
    attempts: int = 0


@dataclass(frozen=True)
class Finder:
    """Finds what is due. ``record_of``: the call detail record of a file; ``site_of``: of a path below the folder."""

    ledger: Ledger
    run_id: int
    record_of: RecordOf
    site_of: SiteOf
    summary: Summary

    def due(self, scanned: Iterable[Scanned]) -> Iterator[DueFile]:
        """The files of ``scanned`` that have no outcome yet, or other facts than then; the rest is counted."""
        for chunk in _chunks(scanned):
            found = [one for one in chunk if isinstance(one, FoundFile)]
            known = self.ledger.known([one.path for one in found])
            yield from (due for one in found if (due := self._due(one, known.get(one.path))))
            self._remember_growing([one.file for one in chunk if isinstance(one, Unstable)])
            self.summary.skipped.update(one.code for one in chunk if isinstance(one, SkippedFile))

    def _due(self, found: FoundFile, known: KnownFile | None) -> DueFile | None:
        cdr = self.record_of(found)
        facts = facts_hash(found, cdr, known.facts_hash if known else None)
        seen = SeenFile(found.path, found.size_bytes, found.mtime_ns, facts, self.site_of(found.relative))
        if known is None or not known.is_same(seen):
            return DueFile(found, seen, cdr, None, None, known.attempts if known else 0)
        if known.state in OPEN:
            return DueFile(found, seen, cdr, known.call_id, known.sha256, known.attempts)
        self.summary.unchanged += 1
        return None

    def _remember_growing(self, files: list[FoundFile]) -> None:
        """By what is remembered now the next run sees whether they still grow."""
        self.summary.growing += len(files)
        self.ledger.sight(self.run_id, [SeenFile(one.path, one.size_bytes, one.mtime_ns, "") for one in files])


def _chunks(scanned: Iterable[Scanned]) -> Iterator[list[Scanned]]:
    scanned = iter(scanned)
    while chunk := list(islice(scanned, _LOOKED_UP_AT_ONCE)):
        yield chunk
