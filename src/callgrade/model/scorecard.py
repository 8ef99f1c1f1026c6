"""The scorecard: everything callgrade says of one call."""

from dataclasses import dataclass

from callgrade.model.conversation import Conversation
from callgrade.model.finding import Finding
from callgrade.model.measurement import Measurements
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord


@dataclass(frozen=True)
class SectionScore:
    """``score`` 0…100 of one section, ``None`` with a reason when nothing in it could be judged.

    ``judged`` of ``total`` norms came to a judgement.
    """

    section: str
    score: float | None
    judged: int
    total: int
    reason: Reason | None = None


@dataclass(frozen=True)
class Score:
    """``overall`` 0…100 and its ``band``; ``None`` with a reason when too little could be judged.

    ``critical``: ids of failed critical norms, which cap ``overall``. ``coverage``: judged weight over applicable
    weight, 0…1.
    """

    overall: float | None
    band: str | None
    sections: tuple[SectionScore, ...]
    critical: tuple[str, ...]
    coverage: float
    reason: Reason | None = None


@dataclass(frozen=True)
class CallFile:
    """The file a scorecard is about. ``sample_rate_hz`` and ``channels`` are 0 for a transcript."""

    name: str
    sha256: str
    duration_s: float
    channels: int
    sample_rate_hz: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Versions:
    """What made the scorecard: program, recogniser, and hashes of the norms and the configuration."""

    callgrade: str
    model: str | None
    norms: str
    config: str


@dataclass(frozen=True)
class Scorecard:
    """One call, heard, measured, judged and scored."""

    file: CallFile
    record: CallRecord
    conversation: Conversation
    measurements: Measurements
    findings: tuple[Finding, ...]
    score: Score
    versions: Versions
