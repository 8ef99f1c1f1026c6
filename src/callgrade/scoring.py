"""Calculates the score of a call from its findings.

Each judged finding earns its weight (pass), a share of it (partial) or nothing (fail); a score is 100 × earned over
judged weight, in whole points. ``not_applicable`` and ``cannot_tell`` count in neither. A failed critical norm with a
weight caps the overall score. If too small a share of the applicable weight was judged, there is no overall score: half
a call does not show what the whole call is worth.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from callgrade.config.scoring import ScoringSettings
from callgrade.model.finding import Finding, Severity, Verdict
from callgrade.model.reason import Reason
from callgrade.model.scorecard import Score, SectionScore


@dataclass(frozen=True)
class _Weighed:
    """A finding with its weight and the part of it that was earned."""

    finding: Finding
    weight: float
    earned: float


def score(findings: Iterable[Finding], settings: ScoringSettings) -> Score:
    """The score of one call; sections in the order in which ``findings`` first name them."""
    weighed = [_weigh(finding, settings) for finding in findings]
    critical = tuple(sorted(item.finding.norm for item in weighed if _caps(item)))
    coverage = _coverage(weighed)
    points, reason = _points(weighed), None
    if points is None:
        reason = _why_no_points(weighed)
    elif coverage < settings.minimum_coverage:
        points, reason = None, Reason.TOO_LITTLE_JUDGED
    elif critical:
        points = min(points, settings.critical_cap)
    return Score(points, _band(points, settings), _sections(weighed), critical, coverage, reason)


def weight_of(finding: Finding, settings: ScoringSettings) -> float:
    """The weight of ``finding``'s norm: its own if the settings have one, else that of its severity."""
    return settings.norm_weights.get(finding.norm, settings.weights.of(finding.severity))


def _weigh(finding: Finding, settings: ScoringSettings) -> _Weighed:
    weight = weight_of(finding, settings)
    credit = {Verdict.PASS: 1.0, Verdict.PARTIAL: settings.partial_credit}.get(finding.verdict, 0.0)
    return _Weighed(finding, weight, weight * credit)


def _caps(item: _Weighed) -> bool:
    finding = item.finding
    return finding.severity is Severity.CRITICAL and finding.verdict is Verdict.FAIL and item.weight > 0


def _judged(weighed: Iterable[_Weighed]) -> list[_Weighed]:
    return [item for item in weighed if item.finding.verdict.judged]


def _coverage(weighed: Sequence[_Weighed]) -> float:
    """Judged weight over applicable weight, 0…1; 0 if nothing with a weight applies."""
    applicable = math.fsum(item.weight for item in weighed if item.finding.verdict is not Verdict.NOT_APPLICABLE)
    return math.fsum(item.weight for item in _judged(weighed)) / applicable if applicable else 0.0


def _points(weighed: Iterable[_Weighed]) -> float | None:
    """Whole points 0…100 (so that the number shown and its band agree), ``None`` without judged weight."""
    judged = _judged(weighed)
    weight = math.fsum(item.weight for item in judged)
    return float(round(100 * math.fsum(item.earned for item in judged) / weight)) if weight else None


def _why_no_points(weighed: Sequence[_Weighed]) -> Reason:
    """The reason that all findings share, if they share one."""
    if _judged(weighed):
        return Reason.NO_WEIGHT
    reasons = {item.finding.reason for item in weighed}
    shared = reasons.pop() if len(reasons) == 1 else None
    return shared or Reason.NOTHING_JUDGED


def _band(points: float | None, settings: ScoringSettings) -> str | None:
    if points is None:
        return None
    return next(band.name for band in settings.bands if points >= band.at_least)


def _sections(weighed: Sequence[_Weighed]) -> tuple[SectionScore, ...]:
    names = dict.fromkeys(item.finding.section for item in weighed)
    return tuple(_section(name, [item for item in weighed if item.finding.section == name]) for name in names)


def _section(name: str, members: Sequence[_Weighed]) -> SectionScore:
    points = _points(members)
    reason = _why_no_points(members) if points is None else None
    return SectionScore(name, points, len(_judged(members)), len(members), reason)
