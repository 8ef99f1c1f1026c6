"""What became of a run: counts and times without a word of any call, as a document ``callgrade.summary/1``."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from callgrade.intake.refusal import Refusal

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

    Of all files: ``due``, to be done when it began; ``unchanged``, done in an earlier run; ``growing``, still being
    written; ``lone_documents``, whose recording is not there; ``skipped``, by reason code, never opened.

    Of those due: ``outcomes``, by state, calls of this run; ``reasons``, by reason code, those not scored; ``copies``,
    whose content another file had already; ``unread``, by reason code, that were gone or could not be read, which the
    next run tries again; ``elsewhere``, that another run has; ``left``, that were not taken.

    ``audio_s``: seconds of audio scored. ``outdated``: stored scorecards that other norms or settings made.
    """

    started: datetime
    workers: int
    threads: int
    ended: datetime | None = None
    end: End = End.DONE
    due: int = 0
    unchanged: int = 0
    copies: int = 0
    growing: int = 0
    left: int = 0
    elsewhere: int = 0
    lone_documents: int = 0
    outdated: int = 0
    audio_s: float = 0.0
    skipped: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

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
            "outcomes": dict(sorted(self.outcomes.items())),
            "reasons": dict(sorted(self.reasons.items())),
            "left": self.left,
            "elsewhere": self.elsewhere,
            "unchanged": self.unchanged,
            "copies": self.copies,
            "still_being_written": self.growing,
            "lone_documents": self.lone_documents,
            "skipped": dict(sorted(self.skipped.items())),
            "unread": dict(sorted(self.unread.items())),
            "outdated": self.outdated,
        }
