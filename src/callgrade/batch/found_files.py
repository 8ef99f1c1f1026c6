"""What a scan finds: recordings that are ready, recordings that may still grow, and files that are no calls."""

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from callgrade.text import escaped


@dataclass(frozen=True, slots=True)
class Companion:
    """A document beside a recording, as the scan saw it."""

    name: str
    size_bytes: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that may hold a call, as the scan saw it; nothing of it has been read.

    It is small, as a night holds one for every due call. ``top``: the scanned folder. ``relative``: the path below it,
    with ``/`` between names and surrogates for bytes that are not UTF-8, as Python's file functions expect them.
    ``companions``: sidecars and vCons beside it, in the order of their names.
    """

    top: Path
    relative: str
    size_bytes: int
    mtime_ns: int
    companions: tuple[Companion, ...] = ()

    @property
    def path(self) -> Path:
        """Its full path."""
        return self.top / self.relative

    @property
    def key(self) -> bytes:
        """``relative`` as bytes: different for different files, whatever their names."""
        return os.fsencode(self.relative)

    @property
    def name(self) -> str:
        """``relative`` to show to people: on one line, without marks that change the direction of writing."""
        return escaped(self.relative)


@dataclass(frozen=True)
class Unstable:
    """``file`` was written a moment ago; it can be taken from ``ready_s`` on (s since 1970).

    ``ahead``: its time is in the future, so that it does not tell when the file was written.
    """

    file: FoundFile
    ready_s: float
    ahead: bool = False


class PassedBy(StrEnum):
    """Why a name is passed over without looking at the file."""

    ENDING = "ending"
    PATTERN = "pattern"
    DOT = "dot"


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file or folder that is passed over. ``ending``: to show, for ``PassedBy.ENDING``."""

    by: PassedBy
    ending: str = ""


@dataclass(frozen=True)
class LoneDocument:
    """A document named after a recording that is missing: not there yet, or deleted. It is not a call by itself."""

    relative: str


@dataclass(frozen=True)
class SkippedFile:
    """Something named like a call that must not be opened, or a folder that cannot be read.

    ``code``: a reason code of ``intake/refusal.py``; ``what``: the reason in words, with the name.
    """

    path: Path
    relative: str
    code: str
    what: str
