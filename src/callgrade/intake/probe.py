"""Accept or refuse a path before a byte of it is interpreted.

Only regular files are opened, and opening never blocks: a pipe or device named ``call.wav`` is refused at once.
The file that was checked is the file that is read: later steps get the open file, not its path. A symbolic link
is followed only to a file inside its own folder.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from callgrade.config.intake import IntakeSettings
from callgrade.intake.refusal import Refusal, refuse
from callgrade.text import escaped

_OPEN_FLAGS = os.O_RDONLY | sum(
    getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_NOFOLLOW", "O_CLOEXEC", "O_NOCTTY", "O_BINARY")
)


@dataclass(frozen=True)
class OpenFile:
    """A regular file, open for reading from its start. ``name``: as shown to people."""

    path: Path
    name: str
    file: BinaryIO
    size_bytes: int


@contextmanager
def open_regular(path: Path) -> Iterator[OpenFile]:
    """Open the regular file at ``path``; raises ``InputError`` for anything else and for an empty file."""
    name = escaped(path.name or str(path))
    with _refusing(name):
        target = _target(path, name)
        descriptor = os.open(target, _OPEN_FLAGS)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        _refuse_irregular(status.st_mode, name)
        if status.st_size == 0:
            raise refuse(Refusal.EMPTY, f"{name} is empty.")
        yield OpenFile(target, name, file, status.st_size)


def regular_target(path: Path) -> Path:
    """The regular file that ``path`` names, itself or by a link in its folder, not opened; raises ``InputError``."""
    name = escaped(path.name or str(path))
    with _refusing(name):
        return _target(path, name)


def check_declared(name: str, rate_hz: int, channels: int, duration_s: float | None, settings: IntakeSettings) -> None:
    """Refuse by what the header declares, before decoding (``InputError``). ``duration_s``: ``None`` if unknown."""
    if not settings.min_rate_hz <= rate_hz <= settings.max_rate_hz:
        raise refuse(Refusal.RATE_OUT_OF_RANGE, f"{name} declares {rate_hz:,} samples a second.")
    if not 1 <= channels <= settings.max_channels:
        raise refuse(Refusal.TOO_MANY_CHANNELS, f"{name} declares {channels} channels.")
    if duration_s is not None and duration_s > longest_s(rate_hz, channels, settings):
        raise refuse(Refusal.TOO_LONG, f"{name} declares {duration_s / 60:,.0f} minutes.")


def longest_s(rate_hz: int, channels: int, settings: IntakeSettings) -> float:
    """The longest recording accepted at this rate, in seconds: by time and by the memory its samples take."""
    return min(settings.max_duration_s, settings.max_decoded_mib * 2**20 / (4 * channels * rate_hz))


@contextmanager
def _refusing(name: str) -> Iterator[None]:
    """Turn an error of the system about the file called ``name`` into a refusal."""
    try:
        yield
    except FileNotFoundError:
        raise refuse(Refusal.MISSING, f"{name} does not exist.") from None
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: links in a circle, before Python 3.13
        why = error.strerror if isinstance(error, OSError) else "the name cannot be followed"
        raise refuse(Refusal.UNREADABLE, f"{name} cannot be opened: {why}.") from None


def _target(path: Path, name: str) -> Path:
    """The absolute path of the file itself, links of its folder resolved."""
    folder = path.parent.resolve(strict=True)
    plain = folder / path.name
    mode = os.lstat(plain).st_mode
    if not stat.S_ISLNK(mode):
        _refuse_irregular(mode, name)
        return plain
    target = plain.resolve(strict=True)
    if not target.is_relative_to(folder):
        raise refuse(Refusal.LINK_OUTSIDE, f"{name} is a link out of its folder.")
    _refuse_irregular(os.lstat(target).st_mode, name)
    return target


def _refuse_irregular(mode: int, name: str) -> None:
    kinds = {stat.S_IFIFO: "a pipe", stat.S_IFDIR: "a folder", stat.S_IFSOCK: "a socket"}
    if not stat.S_ISREG(mode):
        raise refuse(Refusal.NOT_A_FILE, f"{name} is {kinds.get(stat.S_IFMT(mode), 'a device')}.")
