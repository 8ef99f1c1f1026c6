"""The tables of calls, of findings and of measurements."""

from collections import Counter
from collections.abc import Callable, Iterable

from callgrade.export.clock import clock
from callgrade.export.for_people.review_notes import dispute_state, judged_by
from callgrade.export.for_people.terms import reason_term, warnings_of
from callgrade.export.table import Column, Table, number, reason, rounded, text, time, whole
from callgrade.export.wording import points
from callgrade.model.finding import Evidence, Finding, Verdict
from callgrade.model.measurement import Measurement
from callgrade.model.record import Role
from callgrade.model.scorecard import Scorecard
from callgrade.translation.current import norm_text

Judged = tuple[Scorecard, Finding]
Measured = tuple[Scorecard, Measurement]

_MOST_NAMED = 3
_FILE = "name of the recording"
_SHA256 = "SHA-256 of the recording, hex; the key that joins the tables"


def scorecards(sections: Iterable[str]) -> Table[Scorecard]:
    """The table of calls, with the scores of ``sections`` in their order."""
    return Table("scorecards", "one row per call", (*_FACTS, *_SCORE, *map(_section_score, sections), *_ORIGIN))


def finding_sources(card: Scorecard) -> list[Judged]:
    """The sources of the rows of ``FINDINGS``."""
    return [(card, finding) for finding in card.findings]


def measurement_sources(card: Scorecard) -> list[Measured]:
    """The sources of the rows of ``MEASUREMENTS``."""
    return [(card, item) for item in card.measurements.items]


def _all_lost(card: Scorecard) -> float | None:
    return None if card.score.overall is None else 100.0 - card.score.overall


def _lost_by(card: Scorecard) -> str:
    titles = {finding.norm: norm_text(finding.headline) for finding in card.findings}
    most = sorted(card.score.lost.items(), key=lambda pair: -pair[1])[:_MOST_NAMED]
    return "; ".join(f"{titles.get(norm, norm)} {points(rounded(lost))}" for norm, lost in most)


def _withheld(card: Scorecard) -> str:
    withheld = (one.reason for one in card.findings if one.verdict is Verdict.CANNOT_TELL and one.reason)
    return "; ".join(f"{reason_term(reason)} ({count})" for reason, count in Counter(withheld).most_common())


def _line(role: Role) -> Callable[[Scorecard], str | None]:
    def quality(card: Scorecard) -> str | None:
        party = card.conversation.party(role)
        return ", ".join((party.line.gate, *party.line.flags)) if party and party.line else None

    return quality


_FACTS: tuple[Column[Scorecard], ...] = (
    text("file", _FILE, lambda card: card.file.name),
    text("sha256", _SHA256, lambda card: card.file.sha256),
    time(
        "started",
        "local time of the call, ISO 8601, with the UTC offset if known",
        lambda card: card.record.started.isoformat() if card.record.started else None,
    ),
    number("duration_s", "s", "length of the recording; 0 for a transcript", lambda card: card.file.duration_s),
    text("direction", "in: the customer called; out: the agent called", lambda card: card.record.direction),
    text("language", "ISO 639-1", lambda card: card.record.language),
    text("agent", "the agent's name", lambda card: card.record.agent),
    text("agent_said", "the name that the agent gives in the call, if it is another", lambda card: card.agent_said),
    text("extension", "the agent's extension", lambda card: card.record.extension),
    text("team", "the agent's team", lambda card: card.record.team),
    text("customer", "the customer's name", lambda card: card.record.customer),
    text("company", "the company that the agent should name", lambda card: card.record.company),
)
_SCORE: tuple[Column[Scorecard], ...] = (
    number("overall", "points", "the score, 0 to 100", lambda card: card.score.overall),
    text("band", "name of the score's band", lambda card: card.score.band),
    *reason("why there is no overall score", lambda card: card.score.reason),
    number("points_lost", "points", "100 less the score; the findings say by which norms", _all_lost),
    text("lost_by", "the norms that lost most, with their points", _lost_by),
    number("coverage", "share", "judged weight divided by applicable weight, 0 to 1", lambda card: card.score.coverage),
    text(
        "critical",
        "failed critical norms, which put the call below all others",
        lambda card: "; ".join(card.score.critical),
    ),
    text("withheld", "why norms could not be judged, with the number of norms, the commonest reason first", _withheld),
    text(
        "line_agent",
        "line of the agent: good, no pitch or no acoustics (too noisy for it), then clipped, dropouts, quiet or loud",
        _line(Role.AGENT),
    ),
    text("line_customer", "the same of the customer", _line(Role.CUSTOMER)),
)
_ORIGIN: tuple[Column[Scorecard], ...] = (
    whole("redactions", "spans that were redacted before anything was written", lambda card: len(card.redactions)),
    text(
        "warnings",
        "problems of the file, and what is missing in the call; they do not prevent scoring",
        lambda card: "; ".join(warnings_of(card)),
    ),
    text("callgrade", "version of the program", lambda card: card.versions.callgrade),
    text("model", "weights of the recogniser; blank if nothing was recognised", lambda card: card.versions.model),
    text("meaning", "sentence encoder; blank if judged by phrases alone", lambda card: card.versions.meaning),
    text("norms", "hash of the norms and words", lambda card: card.versions.norms),
    text("config", "hash of the configuration", lambda card: card.versions.config),
)


def _section_score(section: str) -> Column[Scorecard]:
    def score(card: Scorecard) -> float | None:
        return next((one.score for one in card.score.sections if one.section == section), None)

    return number(f"score_{section}", "points", f"score of the section {section}, 0 to 100", score)


def _first(source: Judged) -> Evidence:
    evidence = source[1].evidence
    return evidence[0] if evidence else Evidence(None, None, None, "")


def _points_lost(source: Judged) -> float | None:
    card, finding = source
    return None if card.score.overall is None else card.score.lost.get(finding.norm, 0.0)


def _clock(source: Judged) -> str | None:
    start_s = _first(source).start_s
    return None if start_s is None else clock(start_s)


def _found_by(source: Judged) -> str | None:
    return "meaning" if source[1].by_meaning else None


FINDINGS: Table[Judged] = Table(
    "findings",
    "one row per call and norm",
    (
        text("file", _FILE, lambda source: source[0].file.name),
        text("sha256", _SHA256, lambda source: source[0].file.sha256),
        text("norm", "id of the norm", lambda source: source[1].norm),
        text("section", "section of the norm", lambda source: source[1].section),
        text("title", "title of the norm", lambda source: source[1].title),
        text("fault", "what fell short, in words; blank if nothing did", lambda source: source[1].fault),
        text("verdict", "pass, partial, fail, not_applicable or cannot_tell", lambda source: source[1].verdict),
        text("judged_by", "machine, or the people whose verdict counts", lambda source: judged_by(source[1])),
        text(
            "machine_verdict",
            "the machine's verdict, if people reviewed it; blank otherwise",
            lambda source: source[1].machine,
        ),
        text("disputed", "open or answered; blank if nobody disputes", lambda source: dispute_state(source[1]) or None),
        text("severity", "critical, major, minor or info", lambda source: source[1].severity),
        text(
            "effect",
            "credit: earns points when kept; deduction: loses points when broken; site: does not count",
            lambda source: source[1].effect,
        ),
        number("points_lost", "points", "points of the score that this norm lost; blank without a score", _points_lost),
        number("value", "as in unit", "the value that was judged", lambda source: source[1].value),
        text("unit", "unit of the value", lambda source: source[1].unit),
        text("expected", "what passes", lambda source: source[1].expected),
        text("at", "where to listen first, m:ss or h:mm:ss", _clock),
        number(
            "start_s", "s", "the same in seconds from the start of the recording", lambda source: _first(source).start_s
        ),
        number("end_s", "s", "end of that span", lambda source: _first(source).end_s),
        text("role", "who speaks there: agent, customer or unknown", lambda source: _first(source).role),
        text("quote", "the words there; blank for a sound", lambda source: _first(source).quote),
        text("found_by", "meaning if no phrase was found and the words were found by what they mean", _found_by),
        whole("places", "number of places to listen to, the first included", lambda source: len(source[1].evidence)),
        *reason("why there is no verdict", lambda source: source[1].reason),
        text("advice", "advice to the agent", lambda source: source[1].advice),
    ),
)


def _amounts(source: Measured) -> str:
    return "; ".join(f"{name}={rounded(amount):g}" for name, amount in source[1].evidence.amounts.items())


def _spans(source: Measured) -> str:
    return "; ".join(f"{clock(span.start_s)}–{clock(span.end_s)}" for span in source[1].evidence.spans)


MEASUREMENTS: Table[Measured] = Table(
    "measurements",
    "one row per call and measurement; [measures](../explanation/measures.md) explains them",
    (
        text("file", _FILE, lambda source: source[0].file.name),
        text("sha256", _SHA256, lambda source: source[0].file.sha256),
        text("name", "name of the measurement", lambda source: source[1].name),
        text("role", "agent, customer or unknown; blank for the whole call", lambda source: source[1].role),
        number("value", "as in unit", "the value", lambda source: source[1].value),
        text("unit", "unit of the value", lambda source: source[1].unit),
        *reason("why there is no value", lambda source: source[1].reason),
        text("amounts", "amounts behind the value, with their units in their names", _amounts),
        text("spans", "spans of the recording that the value comes from", _spans),
    ),
)
