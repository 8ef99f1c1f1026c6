"""The scorecard of one call."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from callgrade.model.conversation import Assignment, Conversation
from callgrade.model.finding import Finding, Severity, Verdict
from callgrade.model.frozen import FrozenDict, freeze
from callgrade.model.gap import Gap
from callgrade.model.heard import CallFile, HeardCall
from callgrade.model.measurement import Measurement, Measurements, Source
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Role, SaidNames
from callgrade.model.redaction import Redaction
from callgrade.model.sound_picture import SoundPicture


@dataclass(frozen=True)
class SectionScore:
    """``score`` 0…100 of one section, ``None`` with a reason when nothing in it could be judged.

    ``judged`` of ``total`` norms came to a judgement. ``lost``: points of the overall score that its norms lost.
    """

    section: str
    score: float | None
    judged: int
    total: int
    reason: Reason | None = None
    lost: float = 0.0


@dataclass(frozen=True)
class Score:
    """``overall`` 0…100 and its ``band``; ``None`` with a reason when too little could be judged.

    ``critical``: ids of failed critical norms, which put the call below all others. ``coverage``: judged weight over
    applicable weight, 0…1. ``lost``: norm id → points lost; they add up to 100 − ``overall``.
    """

    overall: float | None
    band: str | None
    sections: tuple[SectionScore, ...]
    critical: tuple[str, ...]
    coverage: float
    reason: Reason | None = None
    lost: Mapping[str, float] = field(default_factory=FrozenDict)

    def __post_init__(self) -> None:
        """Freeze the mapping."""
        freeze(self, "lost")


@dataclass(frozen=True)
class Versions:
    """What made the scorecard: program, recogniser, and hashes of the norms and the configuration.

    ``basis``: hash of everything verdicts depend on beside each norm itself (``Finding.rule``); "" if not known.
    ``meaning``: the sentence encoder, ``None`` where norms were judged by rules alone.
    """

    callgrade: str
    model: str | None
    norms: str
    config: str
    basis: str = ""
    meaning: str | None = None


@dataclass(frozen=True)
class Judgement:
    """What norms and weights made of a heard call; with the ``HeardCall`` it is the scorecard.

    ``record``: known facts, and those found in the words. ``assignment``: the role of each voice. ``gaps``: what is
    missing in the conversation by its words. ``agent_said``: the agent's name as given in the call, if it is another
    than the one in the record. ``scoring``: the settings of the score as JSON, so that it can be calculated again when
    a person judges otherwise; "" if not known. ``names``: said in the call, so that a changed norm need not find them
    again; ``None`` if not known.
    """

    record: CallRecord
    assignment: Assignment
    measurements: Measurements
    findings: tuple[Finding, ...]
    score: Score
    versions: Versions
    gaps: tuple[Gap, ...] = ()
    agent_said: str | None = None
    scoring: str = ""
    names: SaidNames | None = None


@dataclass(frozen=True)
class Scorecard:
    """One call, heard, measured, judged and scored.

    ``agent_said``: the agent's name as given in the call, if it is another than the one in the record. ``picture``:
    what a page draws of the sound, ``None`` where there is none or it was not kept.
    """

    file: CallFile
    record: CallRecord
    conversation: Conversation
    measurements: Measurements
    findings: tuple[Finding, ...]
    score: Score
    versions: Versions
    redactions: tuple[Redaction, ...] = ()
    agent_said: str | None = None
    picture: SoundPicture | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader must know before any verdict: what is wrong with the file, what is missing, who it may be."""
        gaps = (f"{role.value if role else 'call'}: {reason.text}" for role, reason in self.missing)
        said = f"agent: says {self.agent_said!r}, is listed as {self.record.agent!r}"
        return (*self.file.warnings, *gaps, *([said] if self.agent_said else []))

    @property
    def missing(self) -> tuple[tuple[Role | None, Reason], ...]:
        """Whose words are missing, ``None``: anybody's, and why, each once."""
        one_sided = self.conversation.one_sided
        gaps = ((gap.role, gap.reason) for gap in self.conversation.gaps)
        return tuple(dict.fromkeys((*gaps, *(((None, one_sided),) if one_sided else ()))))

    def source_of(self, measurement: Measurement) -> Source | None:
        """What the value of ``measurement`` was measured in, ``None`` if it has no value."""
        if measurement.value is None:
            return None
        if measurement.evidence.amounts.get("from_record"):
            return Source.CALL_RECORD
        return Source.SOUND if self.conversation.has_audio else Source.TURN_TIMES

    @property
    def to_work_on(self) -> list[Finding]:
        """What did not pass and counts: most severe first, fails before partial passes."""
        chosen = [finding for finding in self.findings if finding.short_of_a_pass and finding.counts]
        severities = list(Severity)
        return sorted(chosen, key=lambda one: (severities.index(one.severity), one.verdict is Verdict.PARTIAL))

    @property
    def noticed(self) -> list[Finding]:
        """What did not pass and is only for information or the site's."""
        return [finding for finding in self.findings if finding.short_of_a_pass and not finding.counts]

    @classmethod
    def of(cls, heard: HeardCall, judgement: Judgement) -> "Scorecard":
        """The card of a call that was heard and judged."""
        return cls(
            file=heard.file,
            record=judgement.record,
            conversation=heard.conversation.assigned(judgement.assignment).with_gaps(judgement.gaps),
            measurements=judgement.measurements,
            findings=judgement.findings,
            score=judgement.score,
            versions=judgement.versions,
            redactions=heard.redactions,
            agent_said=judgement.agent_said,
            picture=heard.picture.assigned(judgement.assignment) if heard.picture else None,
        )
