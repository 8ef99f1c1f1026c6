"""What a scan finds: recordings that are ready, recordings that may still grow, and what is none."""

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from callgrade.text import escaped


@dataclass(frozen=True, slots=True)
class Companion:
    """A document beside a recording, as it stood in the folder."""

    name: str
    size_bytes: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that may hold a call, as it stood in the folder; nothing of it has been read.

    A night holds one for every call that is due, so it is small. ``top``: the scanned folder. ``relative``: below it,
    ``/`` between names; bytes that are not UTF-8 as surrogates, as Python's
    file functions take them. ``companions``: sidecars and vCons beside it, in order of their names.
    """

    top: Path
    relative: str
    size_bytes: int
    mtime_ns: int
    companions: tuple[Companion, ...] = ()

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.top / self.relative

    @property
    def key(self) -> bytes:
        """``relative`` as the file system has it: distinct for distinct files, whatever their names."""
        return os.fsencode(self.relative)

    @property
    def name(self) -> str:
        """``relative`` as shown to people: on one line, without marks that turn the direction of writing."""
        return escaped(self.relative)


@dataclass(frozen=True)
class Unstable:
    """``file`` was written a moment ago: left for a run at ``ready_s`` (s since 1970) or later."""

    file: FoundFile
    ready_s: float


class PassedBy(StrEnum):
    """Why a name is passed over without a look at what it is."""

    ENDING = "ending"
    PATTERN = "pattern"
    DOT = "dot"


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file or folder that is left alone. ``ending``: as it may be told, for ``PassedBy.ENDING``."""

    by: PassedBy
    ending: str = ""


@dataclass(frozen=True)
class LoneDocument:
    """A document named after a recording that is not beside it: not come yet, or deleted. By itself it is no call."""

    relative: str


@dataclass(frozen=True)
class SkippedFile:
    """Something that looks like a call and is none that may be opened, or a folder that cannot be read.

    ``code``: reason code of ``intake/refusal.py``; ``what``: the same in words, with the name.
    """

    path: Path
    relative: str
    code: str
    what: str
