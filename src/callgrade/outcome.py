"""What the pipeline is asked, what it says on the way and what comes out: values that travel between processes.

No library that listens is needed to hold them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from callgrade.errors import InputError
from callgrade.model.heard import HeardCall
from callgrade.model.record import CallRecord
from callgrade.model.scorecard import Judgement, Scorecard


class Stage(StrEnum):
    """What is being done, in words for the user."""

    OPEN = "opening"
    LISTEN = "finding speech"
    RECOGNISE = "recognising words"
    JUDGE = "measuring and judging"


@dataclass(frozen=True)
class Progress:
    """``stage`` of the call at ``path`` (``None``: of the group), ``done`` of ``total`` steps of it.

    ``audio_s``: seconds of sound that were just opened.
    """

    stage: Stage
    path: Path | None = None
    done: int = 0
    total: int = 1
    audio_s: float = 0.0


Report = Callable[[Progress], None]


@dataclass(frozen=True)
class Call:
    """The file at ``path``. ``cdr``: what the telephone system's call detail records say of it.

    ``cdr_warnings``: what in them was not understood.
    """

    path: Path
    cdr: CallRecord = field(default_factory=CallRecord)
    cdr_warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scored:
    """The call at ``path`` was heard and judged."""

    path: Path
    heard: HeardCall
    judgement: Judgement

    @property
    def card(self) -> Scorecard:
        """The scorecard."""
        return Scorecard.of(self.heard, self.judgement)


@dataclass(frozen=True)
class Refused:
    """The call at ``path`` cannot be used."""

    path: Path
    error: InputError


Outcome = Scored | Refused
