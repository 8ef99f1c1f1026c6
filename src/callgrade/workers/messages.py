"""What a worker process sends to the pool."""

from dataclasses import dataclass
from typing import Any

from callgrade.errors import CallgradeError


@dataclass(frozen=True)
class Began:
    """The worker has its group; the time budget starts."""


@dataclass(frozen=True)
class Noted:
    """What the work reported; see ``protocol.ReportStage``."""

    stage: str
    audio_s: float
    step: Any


@dataclass(frozen=True)
class Result:
    """The outcome of the next task of the group."""

    outcome: Any


@dataclass(frozen=True)
class GroupEnded:
    """The group is done. ``resident_mib``: memory that the worker uses now, MiB."""

    resident_mib: float


@dataclass(frozen=True)
class Raised:
    """The work raised, or could not be made; the worker exits. See ``protocol.Failed``."""

    error: str
    where: str | None


@dataclass(frozen=True)
class Halted:
    """The work raised an error that stops the whole run."""

    error: CallgradeError


Message = Began | Noted | Result | GroupEnded | Raised | Halted
