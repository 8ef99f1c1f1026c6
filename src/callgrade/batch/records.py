"""The call detail records of a night: which of them is a recording's, and why some recordings have none."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Protocol

from callgrade.batch.found import FoundFile
from callgrade.config.intake import FileNamePattern
from callgrade.intake.cdr import CallDetailRecords, CdrMatch
from callgrade.intake.cdr_none import NoRecord
from callgrade.intake.file_name import record_of_name


class Records(Protocol):
    """What is known of recordings beside their folder. ``rows``: that were read; ``unreadable``: that were not."""

    @property
    def rows(self) -> int: ...  # noqa: D102

    @property
    def unreadable(self) -> int: ...  # noqa: D102

    def match(self, found: FoundFile) -> CdrMatch:
        """The record of a recording."""

    def why_none(self, found: FoundFile) -> NoRecord:
        """The likely cause why there is none."""


@dataclass(frozen=True)
class RecordsByName:
    """Records that are found by what recordings are called. ``patterns``: of their names."""

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
    """How the records of a night fit its due recordings: ``found`` for so many, ``without`` for the others, by cause.

    ``rows`` and ``unreadable`` as in ``Records``. ``not_understood``: records with a word that is not known.
    """

    rows: int
    unreadable: int
    found: int = 0
    not_understood: int = 0
    without: Counter[NoRecord] = field(default_factory=Counter)

    @property
    def asked(self) -> int:
        """Recordings that a record was looked for."""
        return self.found + self.without.total()

    def note(self, match: CdrMatch, found: FoundFile, records: Records) -> None:
        """Count a due recording."""
        if match.record:
            self.found += 1
            self.not_understood += bool(match.warnings)
        else:
            self.without[records.why_none(found)] += 1

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
