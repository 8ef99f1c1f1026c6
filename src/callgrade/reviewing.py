"""Lays the verdicts of people over those of the machine, and calculates the score again.

This is the only place where the two meet. The store keeps them apart, so nothing that judges a call again can lose what
a person said of it.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from callgrade.config.scoring import ScoringSettings
from callgrade.model.finding import Finding, Review, Verdict
from callgrade.model.reason import Reason
from callgrade.model.scorecard import Judgement
from callgrade.scoring import score

Reviews = Mapping[str, Review]
"""What people say of one call: norm → review."""


def reviewed(judgement: Judgement, reviews: Reviews) -> Judgement:
    """The machine's ``judgement`` with ``reviews``. Those of norms that it does not have are left out.

    The score stays the machine's where the settings that made it are not known.
    """
    if not reviews:
        return judgement
    findings = tuple(_reviewed(finding, reviews.get(finding.norm)) for finding in judgement.findings)
    before = [finding.verdict for finding in judgement.findings]
    if not judgement.scoring or [finding.verdict for finding in findings] == before:
        return replace(judgement, findings=findings)
    return replace(judgement, findings=findings, score=score(findings, _settings(judgement.scoring)))


def _reviewed(finding: Finding, review: Review | None) -> Finding:
    if review is None:
        return finding
    seen = replace(finding, review=review, machine=finding.verdict)
    verdict = review.verdict or finding.verdict
    if verdict is finding.verdict:
        return seen
    reason = None if verdict.judged else Reason.REVIEWED
    fault = finding.fault if verdict in (Verdict.FAIL, Verdict.PARTIAL) else ""
    return replace(seen, verdict=verdict, reason=reason, fault=fault)


@lru_cache(maxsize=32)
def _settings(text: str) -> ScoringSettings:
    return ScoringSettings.model_validate_json(text)
