"""The lock for one run at a time on a store that is a file; it ends when its holder dies."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from callgrade.errors import LockedError, OutputError


@contextmanager
def file_lock(store: Path, wait_s: float = 0) -> Iterator[None]:
    """Hold the lock of the store at ``store``; raises ``LockedError`` if it is not free within ``wait_s`` seconds."""
    lock = FileLock(store.with_name(store.name + ".lock"), mode=0o600, thread_local=False)
    try:
        lock.acquire(timeout=wait_s)
    except Timeout as error:
        raise LockedError(f"Another run is working on the store {store}.", "Wait for it to end.") from error
    except (OSError, NotImplementedError) as error:
        raise OutputError(
            f"The store {store} cannot be locked: {error}.",
            "Keep it in a folder of a local disk that you may write to.",
        ) from error
    try:
        yield
    finally:
        lock.release()
