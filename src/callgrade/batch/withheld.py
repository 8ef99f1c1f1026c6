"""Why a call that was heard has no overall score."""

from collections import Counter

from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.scorecard import Judgement


def why_withheld(judgement: Judgement) -> Reason | None:
    """The reason, ``None`` where there is a score; where too little could be judged, what most of the rest lacked."""
    score = judgement.score
    if score.overall is not None:
        return None
    lacked = Counter(
        finding.reason for finding in judgement.findings if finding.reason and finding.verdict is Verdict.CANNOT_TELL
    )
    if score.reason is Reason.TOO_LITTLE_JUDGED and lacked:
        return max(lacked, key=lambda reason: (lacked[reason], reason.name))
    return score.reason or Reason.NOTHING_JUDGED
