"""Results on the disk: names that stay in their folder, and files that are whole or not there at all."""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from typing import BinaryIO, cast

from callgrade.errors import OutputError
from callgrade.text import REPLACEMENT, plain, well_formed

if sys.platform != "win32":
    import fcntl

LONGEST_BYTES = 200
_PREFIX, _SUFFIX = ".callgrade-", ".tmp"
_NOT_IN_NAMES = frozenset('/\\:*?"<>|' + REPLACEMENT)
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def safe_name(name: str) -> str:
    """A file name made of ``name``: no separators, no control characters, no leading dot or dash, ≤ 200 bytes."""
    text = "".join("_" if char in _NOT_IN_NAMES else char for char in plain(well_formed(PurePath(name).name)))
    text = text.lstrip("-. ").rstrip(". ") or "call"
    text = text.encode()[:LONGEST_BYTES].decode(errors="ignore")
    return f"_{text}" if text.partition(".")[0].casefold() in _DEVICES else text


class DistinctNames:
    """Safe file names with one ending; those that would collide, even in case only, get a number."""

    def __init__(self, ending: str) -> None:
        """``ending``: with its dot."""
        self._ending = ending
        self._taken: set[str] = set()

    def name_for(self, name: str) -> str:
        """A name that was not given out before."""
        chosen = stem = safe_name(name)
        number = 1
        while chosen.casefold() in self._taken:
            number += 1
            chosen = f"{stem}-{number}"
        self._taken.add(chosen.casefold())
        return chosen + self._ending


def make_folder(folder: Path) -> None:
    """``folder`` with its parents, readable by its owner only when made here; raises ``OutputError``."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _refused(folder, error) from error


def write_whole(path: Path, text: str) -> None:
    """Put ``text`` at ``path`` in one step, readable by its owner only; on failure the old file stays.

    Raises ``OutputError``.
    """
    with whole_files(path) as (file,):
        file.write(text.encode())


@contextmanager
def whole_files(*paths: Path) -> Iterator[tuple[BinaryIO, ...]]:
    """Files of one folder, open for writing, that take their places together when the block ends.

    They are readable by their owner only. When anything fails, all old files stay and nothing else is left; a disk
    that is full or refuses inside the block raises ``OutputError``. A process that is killed while they take their
    places, one after the other, leaves new files beside old ones, each of them whole.
    """
    folder = paths[0].parent
    begun: list[_Begun] = []
    try:
        begun.extend(_Begun(path) for path in paths)
        yield tuple(one.file for one in begun)
        for one in begun:
            one.finish()
        for one in begun:
            one.put_in_place()
        _sync_folder(folder)
    except OSError as error:
        raise _refused(paths[0] if len(paths) == 1 else folder, error) from error
    finally:
        for one in begun:
            one.drop()


class _Begun:
    """A file on its way, under a name that ``sweep`` knows. Its lock tells that its writer is alive."""

    def __init__(self, path: Path) -> None:
        """Begin the file that shall lie at ``path``; raises ``OSError``."""
        self._path = path
        self._opened = tempfile.NamedTemporaryFile(  # noqa: SIM115  closed by drop
            "wb", prefix=_PREFIX, suffix=_SUFFIX, dir=path.parent, delete=False
        )
        self._temporary = Path(self._opened.name)
        self.file = cast("BinaryIO", self._opened.file)
        _lock(self.file.fileno())

    def finish(self) -> None:
        """Bring every byte to the disk; raises ``OSError``."""
        self.file.flush()
        os.fsync(self.file.fileno())

    def put_in_place(self) -> None:
        """Take the place of the old file; raises ``OSError``."""
        self._temporary.replace(self._path)

    def drop(self) -> None:
        """Remove what has not taken its place."""
        with suppress(OSError):
            self._temporary.unlink(missing_ok=True)
        with suppress(OSError):  # a full disk refuses the last bytes again
            self.file.close()


@contextmanager
def spare_folder(beside: Path) -> Iterator[Path]:
    """A folder for pieces of a file in the folder ``beside``, its owner's only, gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX, suffix=_SUFFIX, dir=beside) as name:
        descriptor = os.open(name, os.O_RDONLY)
        try:
            _lock(descriptor)
            yield Path(name)
        finally:
            os.close(descriptor)


def sweep(folder: Path) -> int:
    """Remove what writers that were killed left in ``folder``; files of living writers stay. How many it were."""
    stale = [path for path in folder.glob(f"{_PREFIX}*{_SUFFIX}") if _abandoned(path)]
    for path in stale:
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    return len(stale)


def _lock(descriptor: int) -> None:
    """Hold a lock that the system takes back when this process ends, however it ends."""
    if sys.platform != "win32":
        with suppress(OSError):  # some network drives have no locks
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _abandoned(path: Path) -> bool:
    """Whether nobody writes ``path`` any more."""
    if sys.platform == "win32":
        return False
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def sha512_of(path: Path) -> bytes | None:
    """The digest of the file's bytes, ``None`` when it can no longer be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha512").digest()
    except OSError:
        return None


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself last; not every system lets a folder be opened."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _refused(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{plain(str(path))} cannot be written: {error.strerror}.", "Check the space and the rights of its folder."
    )
