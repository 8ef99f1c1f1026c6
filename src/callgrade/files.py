"""Files that are whole or not there at all: written beside their place, then moved into it."""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from callgrade.errors import OutputError
from callgrade.text import plain

if sys.platform != "win32":
    import fcntl

PREFIX, SUFFIX = ".callgrade-", ".tmp"
"""The names of temporary files begin and end so."""


def make_folder(folder: Path) -> None:
    """Make ``folder`` and its parents, readable by their owner only if made here; raises ``OutputError``."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_write(folder, error) from error


def write_whole(path: Path, text: str, *, settled: bool = True) -> None:
    """Write ``text`` to ``path`` in one step, readable by its owner only; if it fails, the old file stays.

    ``settled`` as in ``replacing``. Raises ``OutputError``.
    """
    with whole_files(path, settled=settled) as (file,):
        file.write(text.encode())


@contextmanager
def whole_files(*paths: Path, settled: bool = True) -> Iterator[tuple[BinaryIO, ...]]:
    """Open files of one folder as ``replacing`` does, but raise ``OutputError`` if the disk is full or refuses."""
    try:
        with replacing(*paths, settled=settled) as files:
            yield files
    except OSError as error:
        raise _cannot_write(paths[0] if len(paths) == 1 else paths[0].parent, error) from error


@contextmanager
def replacing(*paths: Path, settled: bool = True) -> Iterator[tuple[BinaryIO, ...]]:
    """Open files of one folder for writing; they replace ``paths`` together when the block ends.

    The files are readable by their owner only. If anything fails, the old files stay and nothing else is left. If the
    process is killed while it moves one file after the other, new files lie beside old ones, each of them whole.
    ``settled``: the new names survive a loss of power, too; without, the old files may be back until ``sync_folder``.
    Raises ``OSError``.
    """
    begun: list[_TemporaryFile] = []
    try:
        begun.extend(_TemporaryFile(path) for path in paths)
        yield tuple(one.file for one in begun)
        for one in begun:
            one.finish()
        for one in begun:
            one.put_in_place()
        if settled:
            sync_folder(paths[0].parent)
    finally:
        for one in begun:
            one.drop()


class _TemporaryFile:
    """A file that is being written under a name that ``sweep`` knows. Its lock shows that its writer is alive."""

    def __init__(self, path: Path) -> None:
        """Begin the file for ``path``; raises ``OSError``."""
        self._path = path
        self._open()
        while self._is_swept():
            self.file.close()
            self._open()

    def _open(self) -> None:
        self._opened = tempfile.NamedTemporaryFile(  # noqa: SIM115  closed by drop
            "wb", prefix=PREFIX, suffix=SUFFIX, dir=self._path.parent, delete=False
        )
        self._temporary = Path(self._opened.name)
        self.file = cast("BinaryIO", self._opened.file)
        _lock(self.file.fileno())

    def _is_swept(self) -> bool:
        """Whether another process swept the file before it was locked."""
        return os.fstat(self.file.fileno()).st_nlink == 0

    def finish(self) -> None:
        """Bring every byte to the disk; raises ``OSError``."""
        self.file.flush()
        os.fsync(self.file.fileno())

    def put_in_place(self) -> None:
        """Replace the old file; raises ``OSError``."""
        self._temporary.replace(self._path)

    def drop(self) -> None:
        """Remove the file unless it has been put in place."""
        with suppress(OSError):
            self._temporary.unlink(missing_ok=True)
        with suppress(OSError):  # a full disk refuses the last bytes again
            self.file.close()


@contextmanager
def spare_folder(beside: Path) -> Iterator[Path]:
    """Make a private folder in the folder ``beside`` for pieces of a file; it is removed when the block ends."""
    with tempfile.TemporaryDirectory(prefix=PREFIX, suffix=SUFFIX, dir=beside) as name:
        descriptor = os.open(name, os.O_RDONLY)
        try:
            _lock(descriptor)
            yield Path(name)
        finally:
            os.close(descriptor)


def sweep(folder: Path) -> int:
    """Remove the temporary files of killed writers from ``folder``, those of living writers stay; return how many."""
    return sum(_removed_if_abandoned(path) for path in folder.glob(f"{PREFIX}*{SUFFIX}"))


def digest_of(path: Path, algorithm: str) -> bytes | None:
    """The digest of the file's bytes (``algorithm`` as in ``hashlib``), ``None`` if the file cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, algorithm).digest()
    except OSError:
        return None


def _lock(descriptor: int) -> None:
    """Take a lock that the system releases when this process ends, however it ends."""
    if sys.platform != "win32":
        with suppress(OSError):  # some network drives have no locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)


def _removed_if_abandoned(path: Path) -> bool:
    """Remove ``path`` unless a process is writing it; the lock is held until it is gone."""
    if sys.platform == "win32":
        return False
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def sync_folder(folder: Path) -> None:
    """Bring what was renamed and removed in ``folder`` to the disk; not every system can open a folder.

    Raises ``OSError``.
    """
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _cannot_write(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{plain(str(path))} cannot be written: {error.strerror}.", "Check the space and the rights of its folder."
    )
