"""Times and durations, as telephone systems write them."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from callgrade.config.batch import CdrSettings

_SLASHED = re.compile(r"[0-9]{4}/[0-9]{2}/[0-9]{2}")
EPOCH_S = "%s"
"""The form of ``time_formats`` for seconds since 1970-01-01 00:00 UTC; strptime has none."""
_SECONDS = re.compile(r"[0-9]{1,11}(?:\.[0-9]{1,6})?")
_UTC = re.compile(r"(?<![A-Za-z%])(?:UTC|GMT|Z)(?![A-Za-z])")
"""What a form of times may write out: the zone, of which strptime keeps nothing."""
_YEARS = range(1970, 3000)  # of others the arithmetic of time zones may overflow
_CLOCK = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,4}):([0-9]{1,2}(?:\.[0-9]+)?)")


def time_of(text: str, settings: CdrSettings) -> datetime | None:
    """The time in ``text``, in UTC where the settings or an offset of zero say so; ``None`` if it is not a time."""
    time = _iso(text) or next((time for form in settings.time_formats if (time := _formed(text, form))), None)
    if time is None or time.year not in _YEARS:
        return None
    if time.tzinfo is None:
        return time.replace(tzinfo=UTC) if settings.utc else time
    return time.astimezone(UTC) if not time.utcoffset() else time


def clock_s(time: datetime, time_zone: str | None) -> float:
    """What a clock on the wall shows, as s since 1970-01-01 00:00 of that clock.

    A time with an offset is that of ``time_zone`` (IANA name), else of its own.
    """
    if time.tzinfo is not None and time_zone is not None:
        time = time.astimezone(ZoneInfo(time_zone))
    return time.replace(tzinfo=UTC).timestamp()


def seconds_of(text: str) -> float | None:
    """Seconds written as a number or as ``00:01:07``; ``None`` if it is neither."""
    found = _CLOCK.fullmatch(text)
    if found:
        hours, minutes, seconds = found.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)
    return float(text) if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", text) else None


def _iso(text: str) -> datetime | None:
    if len(text) <= len("2026-03-02"):  # a day alone, and what fromisoformat takes for one
        return None
    try:
        return datetime.fromisoformat(text.replace("/", "-", 2) if _SLASHED.match(text) else text)
    except ValueError:
        return None


def _formed(text: str, form: str) -> datetime | None:
    if form == EPOCH_S:
        return _since_1970(text)
    try:
        time = datetime.strptime(text, form)
    except ValueError:
        return None
    return time.replace(tzinfo=UTC) if time.tzinfo is None and _UTC.search(form) else time


def _since_1970(text: str) -> datetime | None:
    """``None`` for 0, which telephone systems write for what did not happen."""
    seconds_s = float(text) if _SECONDS.fullmatch(text) else 0.0
    return datetime.fromtimestamp(seconds_s, UTC) if seconds_s else None
