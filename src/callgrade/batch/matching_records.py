"""Match recordings with the call detail records of a night."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Protocol

from callgrade.batch.found_files import FoundFile
from callgrade.config.intake import FileNamePattern
from callgrade.intake.cdr.no_record import NoRecord
from callgrade.intake.cdr.records import CallDetailRecords, CdrMatch
from callgrade.intake.file_name import record_of_name


class Records(Protocol):
    """Finds the call detail record of a recording. ``rows``: that were read; ``unreadable``: that could not be."""

    @property
    def rows(self) -> int: ...  # noqa: D102

    @property
    def unreadable(self) -> int: ...  # noqa: D102

    def match(self, found: FoundFile) -> CdrMatch:
        """The record of a recording."""

    def why_none(self, found: FoundFile) -> NoRecord:
        """The likely reason why a recording has no record."""


@dataclass(frozen=True)
class RecordsByName:
    """Finds records by the file names of recordings. ``patterns``: of those names."""

    records: CallDetailRecords
    patterns: tuple[FileNamePattern, ...]

    @property
    def rows(self) -> int:
        """See ``Records``."""
        return self.records.rows

    @property
    def unreadable(self) -> int:
        """See ``Records``."""
        return self.records.unreadable

    def match(self, found: FoundFile) -> CdrMatch:
        """See ``Records``."""
        return self.records.match(found.relative, record_of_name(found.path.name, self.patterns))

    def why_none(self, found: FoundFile) -> NoRecord:
        """See ``Records``."""
        return self.records.why_none(found.relative, record_of_name(found.path.name, self.patterns))


@dataclass
class RecordsTally:
    """How many due recordings have a call detail record (``found``), and how many do not (``without``), by cause.

    ``rows`` and ``unreadable`` as in ``Records``. ``not_understood``: records with an unknown word.
    """

    rows: int
    unreadable: int
    found: int = 0
    not_understood: int = 0
    without: Counter[NoRecord] = field(default_factory=Counter)

    @property
    def asked(self) -> int:
        """Recordings for which a record was searched."""
        return self.found + self.without.total()

    def document(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "rows": self.rows,
            "unreadable_rows": self.unreadable,
            "recordings": self.asked,
            "found": self.found,
            "not_understood": self.not_understood,
            "without": {cause.value: count for cause, count in sorted(self.without.items())},
        }
