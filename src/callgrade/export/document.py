"""The document ``callgrade.scorecard/1``: its keys, their units, and through them docs/reference/scorecard.schema.json.

The classes read the values of the model by attribute name, so a key has the name of its attribute. Every key is always
present; an unknown value is null and has a reason. Numbers have at most three decimals.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from callgrade.export.table import rounded
from callgrade.model.conversation import Layout
from callgrade.model.finding import Effect, Severity, Verdict
from callgrade.model.line import LineGate
from callgrade.model.measurement import Source
from callgrade.model.reason import Reason
from callgrade.model.record import Direction, Role
from callgrade.model.redaction import RedactionKind
from callgrade.text import well_formed

SCHEMA = "callgrade.scorecard/1"
TRANSCRIPT_SCHEMA = "callgrade.transcript/1"
SCHEMA_ID = "https://json-schema.org/draft/2020-12/schema"

FactName = Literal[
    "direction", "started", "language", "agent", "customer", "company", "extension", "team", "channels",
    "ring_to_answer_s",
]  # fmt: skip


ROUNDED = AfterValidator(rounded)
Text = Annotated[str, BeforeValidator(well_formed)]
Number = Annotated[float, ROUNDED]
Time = Annotated[float, Field(ge=0, description="seconds from the start of the recording"), ROUNDED]
Duration = Annotated[float, Field(ge=0, description="seconds"), ROUNDED]
Share = Annotated[float, Field(ge=0, le=1), ROUNDED]
Points = Annotated[float, Field(ge=0, le=100), ROUNDED]
Count = Annotated[int, Field(ge=0)]
Code = Annotated[Reason | None, Field(validation_alias="reason", description="code of the reason; codes never change")]


def _sentence(reason: object) -> object:
    return reason.text if isinstance(reason, Reason) else reason


Sentence = Annotated[str | None, BeforeValidator(_sentence)]
Why = Annotated[Sentence, Field(description="why there is no value or no verdict; else null")]


class DocumentPart(BaseModel):
    """A part of the document, with exactly these keys."""

    model_config = ConfigDict(extra="forbid", from_attributes=True, frozen=True, defer_build=True)


class SpanPart(DocumentPart):
    """A span of the recording, half-open."""

    start_s: Time
    end_s: Time


class CallPart(DocumentPart):
    """The file and the known facts of the call. ``sources``: where each fact comes from."""

    file: Text
    sha256: str = Field(description="of the file's bytes, hex")
    duration_s: Duration
    channels: Count = Field(description="0 for a transcript without audio")
    gaps_hidden: Sentence = Field(
        description="why turn times do not show the silences of a transcript; null if they do, and for audio"
    )
    gaps_hidden_code: Reason | None = Field(
        validation_alias="gaps_hidden", description="code of the reason; codes never change"
    )
    sample_rate_hz: Count = Field(description="0 for a transcript without audio")
    direction: Direction | None = Field(description="in: the customer called; out: the agent called")
    started: str | None = Field(description="local time, ISO 8601, with the UTC offset if known")
    language: str | None = Field(description="ISO 639-1")
    agent: Text | None
    agent_said: Text | None = Field(description="the name that the agent gives in the call, if it is another")
    customer: Text | None
    company: Text | None
    extension: Text | None = Field(description="the agent's extension")
    team: Text | None = Field(description="the agent's team")
    ring_to_answer_s: Duration | None = Field(
        description="seconds from first ring to answer, from the telephone system"
    )
    sources: dict[FactName, Text]
    warnings: list[Text] = Field(
        description="problems of the file, and what is missing in the call; they do not prevent scoring"
    )


class LinePart(DocumentPart):
    """Line quality of one party; two voices may share a channel."""

    role: Role
    channel: Count
    active_level_dbov: Number | None = Field(description="ITU-T P.56, dB relative to overload")
    snr_db: Number | None
    clipped_per_10k: Number | None = Field(description="clipped samples per 10,000 samples of speech")
    dropouts_per_min: Number | None = Field(description="per minute of speech")
    bandwidth_hz: Number | None
    gate: LineGate
    flags: list[str]
    reason: Why
    reason_code: Code


class AttributionPart(DocumentPart):
    """Who is agent and who is customer, and how sure that is. ``shares``: each role's share of the speech."""

    layout: Layout
    confidence: Share | None = Field(description="probability that agent and customer are not swapped")
    similarity: Number | None = Field(
        description="cosine similarity of the two speaker embeddings, for voices on one channel"
    )
    shares: dict[Role, Share]
    note: Sentence = Field(
        description="if roles are withheld, swapped or uncertain, a sentence that says so; else null"
    )
    note_code: Reason | None = Field(validation_alias="note", description="code of the note; codes never change")
    doubtful: list[SpanPart] = Field(description="spans of speech that resemble the other voice more")


class RingingPart(DocumentPart):
    """Ring-back tone at the start. ``rings`` is a lower bound if ``starts_mid_ring``."""

    rings: Count
    first_ring_s: Time
    answer_s: Time | None = Field(description="the exact answer, or null if only answer_interval_s is known")
    answer_interval_s: SpanPart | None
    ring_to_answer_s: Duration | None = Field(
        description="seconds from first ring to the answer, or to the first speech after it"
    )
    frequencies_hz: list[Number]
    starts_mid_ring: bool


class BasisPart(DocumentPart):
    """The evidence of a measurement: amounts, with units in their names, and spans of the recording."""

    amounts: dict[str, Number]
    spans: list[SpanPart]


class MeasurementPart(DocumentPart):
    """A value of one role (null: of the call), or the reason why there is no value."""

    name: str
    role: Role | None
    value: Number | None
    unit: str
    source: Source | None = Field(description="what the value was measured from; null if there is no value")
    reason: Why
    reason_code: Code
    evidence: BasisPart


class EvidencePart(DocumentPart):
    """Where to listen. Times are null only in a transcript without times; a sound has an empty quote."""

    start_s: Time | None
    end_s: Time | None
    role: Role | None
    quote: Text


class MarkPart(DocumentPart):
    """The verdict of a person who listened."""

    reader: Text
    verdict: Verdict
    remark: Text
    at: datetime = Field(description="when it came into the store, UTC")


class DisputePart(DocumentPart):
    """The agent's words against a verdict, and the answer; null until there is one."""

    text: Text
    by: Text
    at: datetime = Field(description="UTC")
    answer: Text | None
    answered_by: Text | None
    answered_at: datetime | None = Field(description="UTC")
    verdict: Verdict | None = Field(description="the verdict of the answer; null if it gives none")


class ReviewPart(DocumentPart):
    """What people say of a verdict."""

    marks: list[MarkPart]
    judges: list[Text] = Field(description="the people whose verdict counts; empty if the machine's does")
    dispute: DisputePart | None = Field(description="null if nobody disputes the verdict")


class FindingPart(DocumentPart):
    """The verdict of one norm."""

    norm: str
    section: str = Field(description="id of the norm's section, as in the parts of the score")
    title: Text = Field(description="what the norm asks for, in a few words")
    verdict: Verdict = Field(description="the verdict that counts: a person's, or else the machine's")
    severity: Severity
    effect: Effect = Field(
        description="credit: earns points when kept; deduction: loses points when broken; site: shown, does not count"
    )
    value: Number | None
    unit: str | None
    expected: Text = Field(description="what passes")
    evidence: list[EvidencePart]
    by_meaning: bool = Field(description="true: no phrase was found; the evidence was found by what it means")
    attribution: Share | None = Field(
        description="probability that the judged person said the words; null if that is given or irrelevant"
    )
    reason: Why
    reason_code: Code
    advice: Text | None
    machine: Verdict | None = Field(description="the machine's verdict, if people reviewed it; else null")
    review: ReviewPart | None = Field(description="null if nobody marked or disputed the verdict")


class WordPart(DocumentPart):
    """One written word. ``probability``: from the recogniser; null in a transcript."""

    start_s: Time | None
    end_s: Time | None
    text: Text
    probability: Share | None


class TurnPart(DocumentPart):
    """One speaker's words until another speaker begins."""

    role: Role
    start_s: Time | None
    end_s: Time | None
    text: Text
    words: list[WordPart]
    language: str | None = Field(description="ISO 639-1, or und, if it is not the call's language; else null")


class UnheardPart(SpanPart):
    """Speech of one person without words: what was said in it is not known."""

    role: Role
    reason: Why
    reason_code: Code


class GapPart(DocumentPart):
    """What is missing: nobody is judged by words that may lie in it. At an edge it may have no length."""

    span: SpanPart | None = Field(description="null in a transcript without times")
    role: Role | None = Field(description="whose words are missing; null: anybody's")
    reason: Why
    reason_code: Code


class RedactionPart(DocumentPart):
    """Words removed before anything was written: their kind and place, never the words."""

    kind: RedactionKind
    role: Role
    start_s: Time | None
    end_s: Time | None


class SectionPart(DocumentPart):
    """One section: ``judged`` of ``total`` norms have a verdict."""

    section: str
    score: Points | None
    judged: Count
    total: Count
    lost: Points = Field(description="points of the overall score that its norms lost")
    reason: Why
    reason_code: Code


class ScorePart(DocumentPart):
    """The score. ``critical``: failed critical norms, which put the call below all others."""

    overall: Points | None
    band: str | None
    sections: list[SectionPart]
    critical: list[str]
    coverage: Share = Field(description="judged weight divided by applicable weight")
    lost: dict[str, Points] = Field(description="norm → points lost; they add up to 100 minus the overall score")
    reason: Why
    reason_code: Code


class VersionsPart(DocumentPart):
    """Versions that made the scorecard; ``norms`` and ``config`` are hashes."""

    callgrade: str
    model: Text | None = Field(description="null if nothing was recognised")
    meaning: Text | None = Field(description="the sentence encoder; null if norms were judged by phrases alone")
    norms: str
    config: str


class ScorecardDocument(DocumentPart):
    """The scorecard of one call."""

    schema_: Literal["callgrade.scorecard/1"] = Field(alias="schema")
    call: CallPart
    attribution: AttributionPart | None = Field(description="null for a transcript that names its speakers")
    line: list[LinePart]
    ringing: RingingPart | None
    ringing_reason: Why
    ringing_reason_code: Reason | None = Field(
        validation_alias="ringing_reason", description="code of the reason; codes never change"
    )
    measurements: list[MeasurementPart]
    findings: list[FindingPart]
    turns: list[TurnPart]
    unheard: list[UnheardPart] = Field(description="speech without words, in order of time")
    gaps: list[GapPart] = Field(description="parts of the call that were not recorded, not read or not heard well")
    redactions: list[RedactionPart]
    score: ScorePart
    versions: VersionsPart


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the document, as in docs/reference/scorecard.schema.json."""
    head = {"$schema": SCHEMA_ID, "$id": "urn:callgrade:scorecard:1"}
    schema = ScorecardDocument.model_json_schema(mode="serialization")
    return head | {key: _untitled(value) for key, value in schema.items() if key != "title"}


def _untitled(schema: Any) -> Any:
    """``schema`` without the titles that pydantic makes from the names."""
    if isinstance(schema, list):
        return [_untitled(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _untitled(value) for key, value in schema.items() if not (key == "title" and isinstance(value, str))}
