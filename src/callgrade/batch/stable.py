"""Decide whether a recording is complete: it has not been written to for a while."""

from collections.abc import Callable
from dataclasses import dataclass

from callgrade.batch.found_files import FoundFile


@dataclass(frozen=True)
class Sighting:
    """How an earlier run, at ``seen_s`` (s since 1970), saw a file."""

    size_bytes: int
    mtime_ns: int
    seen_s: float


Sightings = Callable[[FoundFile], Sighting | None]
"""How an earlier run saw a file."""


def no_sightings(file: FoundFile) -> Sighting | None:
    """No earlier run saw anything."""
    del file
    return None


def ready_s(file: FoundFile, now_s: float, stable_s: float) -> float:
    """When the file and its companions will be complete (s since 1970), if they are not written to again.

    A recording with a time in the future is complete when runs have seen it unchanged for ``stable_s``.
    """
    written_s = file.mtime_ns / 1e9
    times_s = [min(written_s, now_s), *(companion.mtime_ns / 1e9 for companion in file.companions)]
    return max(at_s for at_s in times_s if abs(now_s - at_s) <= stable_s) + stable_s


def is_ahead(file: FoundFile, now_s: float, stable_s: float) -> bool:
    """Whether the recording's time is in the future, by more than a scan may last."""
    return file.mtime_ns / 1e9 > now_s + stable_s


def is_stable(file: FoundFile, now_s: float, stable_s: float, sightings: Sightings) -> bool:
    """Whether the recording and its companions were not written to for ``stable_s``.

    Either the recording's time shows it, or an earlier run saw it with the same size and time that long ago. The second
    way is for files with a time in the future (a clock that was wrong or set back): they wait for one more run.
    """
    if any(abs(now_s - companion.mtime_ns / 1e9) < stable_s for companion in file.companions):
        return False
    if now_s - file.mtime_ns / 1e9 >= stable_s:
        return True
    seen = sightings(file)
    return (
        seen is not None
        and (seen.size_bytes, seen.mtime_ns) == (file.size_bytes, file.mtime_ns)
        and abs(now_s - seen.seen_s) >= stable_s  # the clock may have been set back since
    )
