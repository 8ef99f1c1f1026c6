"""Make rows of the table ``calls`` from scorecards, and read them."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from callgrade.model.heard import HeardCall
from callgrade.model.scorecard import Judgement
from callgrade.store.entries import CallState
from callgrade.store.stored_call import StoredCall
from callgrade.store.tables import CALLS
from callgrade.text import storable

RELEASED: dict[str, Any] = {"holder": None, "lease_until": None}

_OF_CARD = (
    "team", "agent", "extension", "direction", "language", "duration_s", "overall", "band", "coverage",
    "callgrade", "model", "norms", "config", "scored_at", "withheld", "verdicts",
)  # fmt: skip

UNSCORED: dict[str, Any] = {"started": "", **dict.fromkeys(_OF_CARD)}
"""The columns of a call without a scorecard."""

ERASED: dict[str, Any] = {
    **RELEASED,
    **UNSCORED,
    **dict.fromkeys(("reason_code", "reason_text", "path", "name", "site", "facts_hash", "system_id")),
    "state": CallState.ERASED,
    "attempts": 0,
}
"""The columns of an erased call: only its digest is left, and the state that keeps it from being done again."""


def judged_columns(judgement: Judgement) -> dict[str, Any]:
    """The columns that a judgement gives."""
    record, score, versions = judgement.record, judgement.score, judgement.versions
    return {
        "started": started_key(record.started),
        "team": _text(record.team),
        "agent": _text(record.agent),
        "extension": _text(record.extension),
        "direction": record.direction,
        "overall": score.overall,
        "band": _text(score.band),
        "coverage": score.coverage,
        "callgrade": versions.callgrade,
        "model": versions.model,
        "norms": versions.norms,
        "config": versions.config,
        "withheld": score.reason.value if score.reason else None,
        "verdicts": {finding.norm: finding.verdict.value for finding in judgement.findings},
    }


def scored_columns(heard: HeardCall, judgement: Judgement) -> dict[str, Any]:
    """The columns that a scorecard gives."""
    heard_columns = {"language": heard.conversation.language, "duration_s": heard.file.duration_s}
    return judged_columns(judgement) | heard_columns | {"reason_code": None, "reason_text": None}


def stored_call(row: Row[Any]) -> StoredCall:
    """A row of ``calls`` as a ``StoredCall``."""
    values = {name: getattr(row, name) for name in _NAMES}
    times = {
        "enrolled_at": utc(row.enrolled_at),
        "scored_at": None if row.scored_at is None else utc(row.scored_at),
        "started": datetime.fromisoformat(row.started) if row.started else None,
    }
    return StoredCall(**values | times | {"state": CallState(row.state)})


_NOT_SHOWN = ("holder", "lease_until", "facts_hash", "verdicts")
_NAMES = [column.name for column in CALLS.c if column.name not in _NOT_SHOWN]


def started_key(started: datetime | None) -> str:
    """A local time as sortable text, to the second and without offset; ``""`` if unknown."""
    return "" if started is None else started.replace(tzinfo=None).isoformat(timespec="seconds")


def utc(seconds: float) -> datetime:
    """A time of the database (s since 1970) in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def shown(name: str | Path) -> str:
    """A file's name or path as the store keeps it: invalid UTF-8 becomes U+FFFD, card numbers are redacted."""
    from callgrade.redaction import redact_text  # only writers need it, and it takes long to load

    return redact_text(os.fsencode(name).decode("utf-8", "replace"))


def _text(value: str | None) -> str | None:
    return None if value is None else storable(value)
