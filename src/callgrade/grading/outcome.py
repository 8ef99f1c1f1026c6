"""The input, progress and outcome of grading: values that are sent between processes.

They need no library that processes sound.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from callgrade.errors import InputError
from callgrade.model.heard import HeardCall
from callgrade.model.record import CallRecord
from callgrade.model.scorecard import Judgement, Scorecard


class GradingStep(StrEnum):
    """A step of grading, in words for the user."""

    OPEN = "opening"
    LISTEN = "finding speech"
    RECOGNISE = "recognising words"
    JUDGE = "measuring and judging"


@dataclass(frozen=True)
class Progress:
    """How far a call has come.

    ``path``: the call; ``None``: the whole group. ``done`` of ``total``: steps of ``stage``. ``audio_s``: seconds of
    audio that were just opened.
    """

    stage: GradingStep
    path: Path | None = None
    done: int = 0
    total: int = 1
    audio_s: float = 0.0


Report = Callable[[Progress], None]


@dataclass(frozen=True)
class CallInput:
    """The file at ``path``. ``cdr``: its facts from the telephone system's call detail records.

    ``cdr_warnings``: what could not be read in them.
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
