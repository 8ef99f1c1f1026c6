"""A call as a task for the workers of a nightly batch."""

from dataclasses import dataclass

from callgrade.grading.outcome import CallInput


@dataclass(frozen=True)
class CallTask:
    """A claimed call.

    ``call_id``: in the store. ``sha256``, ``size_bytes``, ``mtime_ns``: of its file when it was claimed.
    """

    call_id: int
    sha256: str
    size_bytes: int
    mtime_ns: int
    call: CallInput

    def is_reachable(self) -> bool:
        """Whether this machine finds the recording, with its size."""
        try:
            return self.call.path.stat().st_size == self.size_bytes
        except OSError:
            return False
