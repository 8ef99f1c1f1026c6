"""Results on the disk: names that stay in their folder, and files that are whole or not there at all."""

import hashlib
import os
import tempfile
from pathlib import Path, PurePath

from callgrade.errors import OutputError
from callgrade.export.plain import REPLACEMENT, plain, well_formed

LONGEST_BYTES = 200
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
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=".callgrade-", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise _refused(path, error) from error
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        Path(temporary).unlink(missing_ok=True)


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
