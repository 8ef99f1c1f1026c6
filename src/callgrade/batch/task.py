"""One call as it travels between the runner and whoever works on it."""

from dataclasses import dataclass

from callgrade.outcome import Call


@dataclass(frozen=True)
class CallTask:
    """A claimed call. ``call_id``: in the store. ``sha256``, ``size_bytes``, ``mtime_ns``: of its file when claimed."""

    call_id: int
    sha256: str
    size_bytes: int
    mtime_ns: int
    call: Call
