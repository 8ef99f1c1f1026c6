"""Calculates the score of a call, and the points that each norm lost, from its findings.

A norm of credit earns its weight (pass), a share of it (partial) or nothing (fail). A norm of deduction earns nothing
when it is kept; when it is broken it loses what a norm of credit of the same weight would lose. So a call is not good
because of faults that it does not have. A norm of the site (``Effect.SITE``) and one of weight 0 are only shown.
``not_applicable`` and ``cannot_tell`` count in neither. If too small a share of the applicable weight was judged, there
is no overall score: half a call does not show what the whole call is worth.

A call with a failed critical norm has fewer than ``critical_below`` points, every other call at least these. The points
lost by the norms add up to 100 minus the score.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from callgrade.config.scoring import ScoringSettings
from callgrade.model.finding import Effect, Finding, Severity, Verdict
from callgrade.model.reason import Reason
from callgrade.model.scorecard import Score, SectionScore

_FULL = 100
_STEPS = 10  # points lost have one decimal


@dataclass(frozen=True)
class _Weighed:
    """A finding with its weight and the part of it that was lost."""

    finding: Finding
    weight: float
    lost: float

    @property
    def critical(self) -> bool:
        """Whether this is a failed critical norm that counts."""
        finding = self.finding
        return finding.severity is Severity.CRITICAL and finding.verdict is Verdict.FAIL and self.weight > 0


def score(findings: Iterable[Finding], settings: ScoringSettings) -> Score:
    """The score of one call; sections in the order in which ``findings`` first name them."""
    weighed = [_weigh(finding, settings) for finding in findings]
    coverage = _coverage(weighed)
    reason = _why_no_score(weighed)
    if reason is None and coverage < settings.minimum_coverage:
        reason = Reason.TOO_LITTLE_JUDGED
    overall, lost = (None, {}) if reason else _points(weighed, settings)
    return Score(
        overall=overall,
        band=_band(overall, settings),
        sections=_sections(weighed, lost),
        critical=tuple(sorted(item.finding.norm for item in weighed if item.critical)),
        coverage=coverage,
        reason=reason,
        lost=lost,
    )


def _weigh(finding: Finding, settings: ScoringSettings) -> _Weighed:
    weight = settings.norm_weights.get(finding.norm, settings.weights.of(finding.severity))
    share = {Verdict.FAIL: 1.0, Verdict.PARTIAL: 1 - settings.partial_credit}.get(finding.verdict, 0.0)
    counted = 0.0 if finding.effect is Effect.SITE else weight
    return _Weighed(finding, counted, counted * share)


def _judged(weighed: Iterable[_Weighed]) -> list[_Weighed]:
    return [item for item in weighed if item.finding.verdict.judged]


def _applicable(weighed: Iterable[_Weighed]) -> list[_Weighed]:
    return [item for item in weighed if item.finding.verdict is not Verdict.NOT_APPLICABLE]


def _credits(weighed: Iterable[_Weighed]) -> list[_Weighed]:
    return [item for item in weighed if item.finding.effect is Effect.CREDIT]


def _weight(weighed: Iterable[_Weighed]) -> float:
    return math.fsum(item.weight for item in weighed)


def _coverage(weighed: Sequence[_Weighed]) -> float:
    """Judged weight over applicable weight, 0…1; 0 if nothing with a weight applies."""
    applicable = _weight(_applicable(weighed))
    return _weight(_judged(weighed)) / applicable if applicable else 0.0


def _points(weighed: Sequence[_Weighed], settings: ScoringSettings) -> tuple[float, Mapping[str, float]]:
    """Whole points 0…100 (so that the number shown and its band agree), and the points lost by each norm."""
    shares = _shares_lost(weighed)
    kept = max(0.0, 1 - math.fsum(shares.values()))
    critical = {item.finding.norm: item.weight for item in weighed if item.critical}
    least = settings.critical_below
    overall = round((least - 1) * kept if critical else least + (_FULL - least) * kept)
    ordinary = _apportioned((_FULL - least) * (1 - kept) if critical else _FULL - overall, shares)
    rest = _FULL - overall - math.fsum(ordinary.values())
    lost = ordinary | _apportioned(rest, critical)
    return float(overall), {norm: points for norm, points in sorted(lost.items()) if points}


def _shares_lost(weighed: Sequence[_Weighed]) -> dict[str, float]:
    """The share of the score that each norm lost, critical fails apart; norms of deduction may take the sum above 1.

    The weight that was judged is the whole of credit. A deduction is measured against all credit that applies, so that
    it is not dearer in a call of which little could be judged.
    """
    earned, whole = _weight(_judged(_credits(weighed))), _weight(_applicable(_credits(weighed)))
    shares: dict[str, float] = {}
    for item in sorted(weighed, key=lambda item: (item.finding.norm, item.lost)):
        if item.lost and not item.critical:
            of = earned if item.finding.effect is Effect.CREDIT else whole
            shares[item.finding.norm] = shares.get(item.finding.norm, 0.0) + min(1.0, item.lost / of)
    return shares


def _apportioned(total: float, shares: Mapping[str, float]) -> dict[str, float]:
    """``total`` points divided in proportion to ``shares``, in tenths that add up to it (largest remainder)."""
    whole = math.fsum(shares.values())
    if not whole:
        return {}
    steps = round(total * _STEPS)
    exact = {norm: steps * share / whole for norm, share in shares.items()}
    given = {norm: math.floor(value) for norm, value in exact.items()}
    by_remainder = sorted(exact, key=lambda norm: (given[norm] - exact[norm], norm))
    for norm in by_remainder[: steps - sum(given.values())]:
        given[norm] += 1
    return {norm: value / _STEPS for norm, value in given.items()}


def _why_no_score(weighed: Sequence[_Weighed]) -> Reason | None:
    """Why there is nothing to divide by; ``None`` if a norm of credit was judged."""
    if _weight(_judged(_credits(weighed))):
        return None
    unknown = _judged(weighed) and _weight(_applicable(_credits(weighed)))
    return Reason.TOO_LITTLE_JUDGED if unknown else _why_nothing(weighed)


def _why_nothing(weighed: Sequence[_Weighed]) -> Reason:
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


def _sections(weighed: Sequence[_Weighed], lost: Mapping[str, float]) -> tuple[SectionScore, ...]:
    names = dict.fromkeys(item.finding.section for item in weighed)
    return tuple(_section(name, [item for item in weighed if item.finding.section == name], lost) for name in names)


def _section(name: str, members: Sequence[_Weighed], lost: Mapping[str, float]) -> SectionScore:
    """The share of the judged weight that was kept, norms of both effects alike, and the points lost."""
    judged = _judged(members)
    weight = _weight(judged)
    kept = float(round(_FULL * (1 - math.fsum(item.lost for item in judged) / weight))) if weight else None
    points = math.fsum(lost.get(norm, 0.0) for norm in {item.finding.norm for item in members})
    reason = _why_nothing(members) if kept is None else None
    return SectionScore(name, kept, len(judged), len(members), reason, round(points, 1))
