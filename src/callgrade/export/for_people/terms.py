"""Words for the values of the model, in the reader's language. ``all_terms`` lists them for the catalogues."""

from collections.abc import Iterator

from callgrade.export.clock import clock
from callgrade.export.for_people.flaws import REFUSALS, WARNINGS, warning_text
from callgrade.export.lanes import LaneKind
from callgrade.export.wording import name_of
from callgrade.model.conversation import Layout
from callgrade.model.finding import Severity, Verdict
from callgrade.model.line import LineGate
from callgrade.model.measurement import Source
from callgrade.model.measurement_names import CATALOGUE
from callgrade.model.reason import Reason
from callgrade.model.record import Direction, Role
from callgrade.model.redaction import RedactionKind
from callgrade.model.scorecard import Scorecard
from callgrade.translation.current import ctr, tr

VERDICTS = {
    Verdict.PASS: "pass",
    Verdict.PARTIAL: "partly",
    Verdict.FAIL: "fail",
    Verdict.CANNOT_TELL: "cannot tell",
    Verdict.NOT_APPLICABLE: "does not apply",
}
GATES = {
    LineGate.GOOD: "good",
    LineGate.NO_PITCH: "too noisy for pitch",
    LineGate.NO_ACOUSTICS: "too noisy for any measure of the voice",
}
LAYOUTS = {
    Layout.TWO_CHANNELS: "two channels",
    Layout.TWO_VOICES: "two voices on one channel",
    Layout.ONE_VOICE: "one voice",
    Layout.TRANSCRIPT: "speakers of the transcript",
}
DIRECTIONS = {Direction.INBOUND: "inbound", Direction.OUTBOUND: "outbound"}
FLAGS = ("clipped", "dropouts", "quiet", "loud")
"""Flags of the line quality."""
NO_UNIT = ("count", "share")


def all_terms() -> Iterator[tuple[str, str]]:
    """Context and English text of every term that is no literal where it is shown."""
    yield from (("verdict", text) for text in VERDICTS.values())
    yield from (("line", text) for text in (*GATES.values(), *FLAGS))
    yield from (("speakers", text) for text in LAYOUTS.values())
    yield from (("direction", text) for text in DIRECTIONS.values())
    yield from (("role", text) for text in (*Role, "voice", "voices"))
    yield from (("severity", severity.value) for severity in Severity)
    yield from (("lane", kind.value) for kind in LaneKind)
    yield from (("source", source.value) for source in Source)
    yield from (("reason", reason.text) for reason in Reason)
    yield from (("refusal", text) for text in REFUSALS.values())
    yield from (("warning", text) for text in WARNINGS.values())
    yield from (("redaction", kind.value) for kind in RedactionKind)
    yield from (("measure", _heading(name)) for name in CATALOGUE)
    yield from (("unit", entry.unit) for entry in CATALOGUE.values() if entry.unit not in NO_UNIT)


def verdict_term(verdict: Verdict) -> str:
    """A verdict."""
    return ctr("verdict", VERDICTS[verdict])


def gate_term(gate: LineGate) -> str:
    """How good the line is."""
    return ctr("line", GATES[gate])


def flag_term(flag: str) -> str:
    """What a person should know of the line."""
    return ctr("line", flag)


def layout_term(layout: Layout) -> str:
    """What shows who speaks: a channel or a voice of their own."""
    return ctr("speakers", LAYOUTS[layout])


def direction_term(direction: Direction | str) -> str:
    """Who called."""
    return ctr("direction", DIRECTIONS[Direction(direction)])


def role_term(role: Role | str | None) -> str:
    """A person of the call; "call" for ``None``."""
    return tr("call") if role is None else ctr("role", Role(role).value)


def party_term(role: Role, one: str = "voices") -> str:
    """A party of the call; ``one`` ("voice" or "voices") where it is not known who it is."""
    return ctr("role", one if role is Role.UNKNOWN else role.value)


def severity_term(severity: Severity) -> str:
    """How much a norm matters."""
    return ctr("severity", severity.value)


def lane_term(kind: LaneKind) -> str:
    """The label of a lane of the timeline."""
    return ctr("lane", kind.value)


def source_term(source: Source) -> str:
    """What a value was measured in."""
    return ctr("source", source.value)


def reason_term(reason: Reason | None) -> str:
    """Why something is missing; "" for no reason."""
    return ctr("reason", reason.text) if reason else ""


def redaction_term(kind: RedactionKind) -> str:
    """What was redacted."""
    return ctr("redaction", kind.value)


def section_term(section: str) -> str:
    """A section of the norm pack, by its id."""
    return ctr("section", name_of(section))


def band_term(band: str | None) -> str:
    """A band of the score; one that a site named stays as it is."""
    return ctr("band", band) if band else ""


def measure_term(name: str) -> str:
    """The name of a measurement, such as ``rate.words_per_minute``."""
    return ctr("measure", _heading(name))


def warnings_of(card: Scorecard) -> list[str]:
    """What a reader must know before any verdict."""
    shown = dict.fromkeys(f"{role_term(role)}: {_missing_term(reason, card)}" for role, reason in card.missing)
    said, listed = card.agent_said, card.record.agent
    other = [tr("agent: says {said}, is listed as {listed}", said=repr(said), listed=repr(listed))] if said else []
    return [*dict.fromkeys(map(warning_text, card.file.warnings)), *shown, *other]


def _missing_term(reason: Reason, card: Scorecard) -> str:
    """Why a part of the call is not known, and where a second call begins."""
    what, second = reason_term(reason), (gap for gap in card.conversation.gaps if gap.reason is Reason.SECOND_CALL)
    if reason is not Reason.SECOND_CALL or not card.conversation.timed:
        return what
    return tr("{what}, the second from {time}", what=what, time=clock(next(second).span.start_s))


def _heading(name: str) -> str:
    return name_of(name.replace(".", " "))
