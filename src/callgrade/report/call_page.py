"""The page of one call."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from callgrade.export.for_people.absence import lacks, nothing_found, searched
from callgrade.export.for_people.review_notes import review_notes
from callgrade.export.for_people.terms import reason_term
from callgrade.measures.presence import speech_of
from callgrade.model.finding import Finding, Verdict
from callgrade.model.record import Role
from callgrade.model.scorecard import Scorecard
from callgrade.model.span import total_s
from callgrade.report.frame import lone_page, page
from callgrade.report.said import talk
from callgrade.report.timeline import LABEL, draw, moment_of
from callgrade.report.tracks import tracks

TEMPLATE = "call.html"
SURE = 0.9  # from this probability of the speaker, a page does not mention it


@dataclass(frozen=True)
class Sound:
    """The recording as a page reaches it. ``address``: a relative URL, ``None`` with ``why``."""

    address: str | None
    why: str = ""


def call_page(card: Scorecard, sound: Sound, links: Mapping[str, str]) -> str:
    """The page of a call in a site. ``links``: of its agent and team, relative to the page."""
    return page(TEMPLATE, "../", links=links, **_values(card, sound))


def lone_call_page(card: Scorecard, sound: Sound) -> str:
    """The page of a call as one file."""
    return lone_page(TEMPLATE, links={}, **_values(card, sound))


def _values(card: Scorecard, sound: Sound) -> dict[str, Any]:
    passed = [finding for finding in card.findings if finding.verdict is Verdict.PASS]
    absent = [finding for finding in passed if _is_absent(finding)]
    return {
        "card": card,
        "sound": sound,
        "timeline": draw(card),
        "tracks": tracks(card),
        "talk": list(talk(card)),
        "lost": lost(card),
        "moment_of": moment_of,
        "searched": searched,
        "lacks": lacks,
        "passed": [finding for finding in passed if not _is_absent(finding)],
        "absent": absent,
        "searched_s": total_s(speech_of(card.conversation, Role.AGENT)),
        "withheld": by_reason(card.findings, Verdict.CANNOT_TELL),
        "not_applicable": by_reason(card.findings, Verdict.NOT_APPLICABLE),
        "measures": [item for item in card.measurements.items if item.value is not None],
        "review_notes": review_notes,
        "sure": SURE,
        "label_width": LABEL,
    }


def _is_absent(finding: Finding) -> bool:
    return nothing_found(finding) and not finding.review


def lost(card: Scorecard) -> list[tuple[Finding, float]]:
    """The norms that lost points, most first; the points add up to 100 minus the score."""
    costs = ((finding, card.score.lost.get(finding.norm, 0.0)) for finding in card.findings)
    return sorted(((finding, points) for finding, points in costs if points), key=lambda pair: -pair[1])


def by_reason(findings: Iterable[Finding], verdict: Verdict) -> dict[str, list[Finding]]:
    """The findings with ``verdict``, by the reason in words."""
    grouped: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.verdict is verdict and finding.reason:
            grouped[reason_term(finding.reason)].append(finding)
    return dict(grouped)
