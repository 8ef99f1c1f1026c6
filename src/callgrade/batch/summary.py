"""What became of a run: counts and times without a word of any call, as a document ``callgrade.summary/1``."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from callgrade.batch.matching_records import RecordsTally
from callgrade.intake.refusal import Refusal
from callgrade.model.reason import Reason
from callgrade.store.entries import CallState

SCHEMA = "callgrade.summary/1"


class End(StrEnum):
    """Why a run took no further calls."""

    DONE = "all due calls were taken"
    LIMIT = "--limit was reached"
    UNTIL = "the time of --until came"
    INTERRUPTED = "interrupted"
    FAILED = "stopped by an error"


@dataclass
class Summary:
    """Counts of one run; filled while it goes on.

    Of all files: ``due``, to be done when it began; ``before``, done in an earlier run, by the state of their call;
    ``growing``, still being written, ``again``: when a run would find them complete; ``lone_documents``, whose
    recording is not there; ``skipped``, by reason code, never opened. Passed over: by ``endings``, as patterns say
    (``excluded``, files and folders), and by a dot in front (``hidden``).

    Of those due: ``outcomes``, by state, calls of this run; ``withheld``, scored ones without an overall score;
    ``reasons``, by reason code, those not scored; ``copies``, whose content another file had already; ``unread``, by
    reason code, that were gone or could not be read, which the next run tries again; ``elsewhere``, that another run
    has; ``left``, that were not taken; ``records``, what call detail records there are for them.

    ``erased``: files whose call was erased. ``audio_s``: seconds of audio scored. ``stable_s``: how long a complete
    file was left alone, at least. ``outdated``: stored scorecards that other norms or settings made.
    """

    started: datetime
    workers: int
    threads: int
    ended: datetime | None = None
    end: End = End.DONE
    stable_s: float = 0.0
    records: RecordsTally | None = None
    again: datetime | None = None
    due: int = 0
    copies: int = 0
    erased: int = 0
    growing: int = 0
    excluded: int = 0
    hidden: int = 0
    left: int = 0
    elsewhere: int = 0
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

    def wait_until(self, ready_s: float) -> None:
        """Count a file that is still being written, and will be complete at ``ready_s`` (s since 1970)."""
        ready = datetime.fromtimestamp(ready_s).astimezone()
        self.again = max(self.again or ready, ready)
        self.growing += 1

    def wait(self) -> None:
        """Count a file that was written to just now."""
        self.wait_until(datetime.now().timestamp() + self.stable_s)

    @property
    def unchanged(self) -> int:
        """Files that an earlier run has done."""
        return self.before.total()

    @property
    def unchanged_not_scored(self) -> dict[str, int]:
        """Those of them that have no scorecard, by the state of their call."""
        return {state.value: count for state, count in self.before.items() if state is not CallState.SCORED}

    @property
    def finished(self) -> int:
        """Calls of this run that came to an outcome."""
        return self.outcomes.total()

    @property
    def handled(self) -> int:
        """Due files of which nothing more is to be expected."""
        return self.finished + self.copies + self.elsewhere + self.unread.total()

    @property
    def scored(self) -> int:
        """Calls of this run that have a scorecard."""
        return self.outcomes["scored"]

    @property
    def not_scored(self) -> int:
        """Calls of this run that came to another outcome."""
        return self.finished - self.scored

    @property
    def complete(self) -> bool:
        """Whether every call that was taken was scored, and every file and folder could be read."""
        return not (self.not_scored or self.unread.total() or self.skipped[Refusal.UNREADABLE])

    @property
    def wall_s(self) -> float:
        """Seconds since the run began, or that it took."""
        return ((self.ended or datetime.now().astimezone()) - self.started).total_seconds()

    def document(self) -> dict[str, Any]:
        """Plain values for JSON; times are ISO 8601 with their offset, durations seconds."""
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
            "unchanged": self.unchanged,
            "unchanged_not_scored": dict(sorted(self.unchanged_not_scored.items())),
            "erased": self.erased,
            "copies": self.copies,
            "still_being_written": self.growing,
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
