"""The summary of a run: counts and times without personal data, as a document ``callgrade.summary/1``."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from callgrade.batch.matching_records import RecordsTally
from callgrade.intake.refusal import Refusal
from callgrade.model.reason import Reason
from callgrade.store import CallState

SCHEMA = "callgrade.summary/1"


class RunEnd(StrEnum):
    """Why a run took no more calls."""

    DONE = "all due calls were taken"
    LIMIT = "--limit was reached"
    UNTIL = "the time of --until came"
    INTERRUPTED = "interrupted"
    FAILED = "stopped by an error"


@dataclass
class Summary:
    """Counts of one run; only ``SummaryWriter`` changes them.

    Of all files: ``due``, to do when the run began; ``before``, done by an earlier run, by the state of their call;
    ``growing``, still being written, ``ahead``, those of them with a time in the future, and ``again``, when a run
    would find them complete; ``lone_documents``, whose recording is missing; ``skipped``, by reason code, never opened.
    Passed over: by ``endings`` of names, by patterns (``excluded``, files and folders), and for a leading dot
    (``hidden``).

    Of the due files: ``outcomes``, by state, calls of this run; ``withheld``, scored calls without an overall score;
    ``reasons``, by reason code, calls that were not scored; ``copies``, with the content of another file; ``unread``,
    by reason code, that are gone or cannot be read, which the next run tries again; ``elsewhere``, that another run
    holds; ``internal``, calls among colleagues; ``left``, that were not taken; ``records``, which of them have a call
    detail record.

    ``erased``: files whose call was erased. ``audio_s``: seconds of audio scored. ``stable_s``: seconds without a
    change after which a file is complete. ``outdated``: stored scorecards that other norms or settings made.
    """

    started: datetime
    workers: int
    threads: int
    ended: datetime | None = None
    end: RunEnd = RunEnd.DONE
    stable_s: float = 0.0
    records: RecordsTally | None = None
    again: datetime | None = None
    due: int = 0
    copies: int = 0
    erased: int = 0
    growing: int = 0
    ahead: int = 0
    excluded: int = 0
    hidden: int = 0
    left: int = 0
    elsewhere: int = 0
    internal: int = 0
    lone_documents: int = 0
    outdated: int = 0
    audio_s: float = 0.0
    before: Counter[CallState] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    withheld: Counter[Reason] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def unchanged(self) -> int:
        """Files whose call an earlier run has done."""
        return self.before.total()

    @property
    def unchanged_not_scored(self) -> dict[str, int]:
        """The unchanged files without a scorecard, by the state of their call."""
        return {state.value: count for state, count in self.before.items() if state is not CallState.SCORED}

    @property
    def finished(self) -> int:
        """Calls of this run that have an outcome."""
        return self.outcomes.total()

    @property
    def handled(self) -> int:
        """Due files that the run is done with."""
        return self.finished + self.copies + self.elsewhere + self.internal + self.unread.total()

    @property
    def scored(self) -> int:
        """Calls of this run that have a scorecard."""
        return self.outcomes["scored"]

    @property
    def not_scored(self) -> int:
        """Calls of this run that have another outcome."""
        return self.finished - self.scored

    @property
    def passed_over(self) -> int:
        """Files and folders that were not opened: by their names, by patterns, for a dot, or as no recording."""
        return self.endings.total() + self.excluded + self.hidden + self.skipped.total() + self.lone_documents

    @property
    def complete(self) -> bool:
        """Whether every call that was taken is scored, and every file and folder could be read."""
        return not (self.not_scored or self.unread.total() or self.skipped[Refusal.UNREADABLE])

    @property
    def wall_s(self) -> float:
        """Seconds that the run has taken so far, or took."""
        return ((self.ended or datetime.now().astimezone()) - self.started).total_seconds()

    def document(self) -> dict[str, Any]:
        """Plain values for JSON; times are ISO 8601 with offset, durations are seconds."""
        return {
            "schema": SCHEMA,
            "started": self.started.isoformat(timespec="seconds"),
            "ended": self.ended.isoformat(timespec="seconds") if self.ended else None,
            "end": self.end.value,
            "wall_s": round(self.wall_s, 1),
            "audio_s": round(self.audio_s, 1),
            "workers": self.workers,
            "threads": self.threads,
            "due": self.due,
            "scored": self.scored,
            "not_scored": self.not_scored,
            "withheld": dict(sorted((reason.value, count) for reason, count in self.withheld.items())),
            "outcomes": dict(sorted(self.outcomes.items())),
            "reasons": dict(sorted(self.reasons.items())),
            "left": self.left,
            "elsewhere": self.elsewhere,
            "internal": self.internal,
            "unchanged": self.unchanged,
            "unchanged_not_scored": dict(sorted(self.unchanged_not_scored.items())),
            "erased": self.erased,
            "copies": self.copies,
            "still_being_written": self.growing,
            "dated_in_the_future": self.ahead,
            "run_again_after": self.again.isoformat(timespec="seconds") if self.again else None,
            "lone_documents": self.lone_documents,
            "passed_over": {
                "endings": dict(sorted(self.endings.items())),
                "patterns": self.excluded,
                "hidden": self.hidden,
            },
            "skipped": dict(sorted(self.skipped.items())),
            "unread": dict(sorted(self.unread.items())),
            "records": self.records.document() if self.records else None,
            "outdated": self.outdated,
        }
