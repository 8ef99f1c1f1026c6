"""Say why a heard call has no overall score."""

from collections import Counter

from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.scorecard import Judgement, Scorecard


def why_withheld(judged: Judgement | Scorecard) -> Reason | None:
    """The reason, or ``None`` if there is a score. If too little could be judged: the most common reason why not."""
    score = judged.score
    if score.overall is not None:
        return None
    lacked = Counter(
        finding.reason for finding in judged.findings if finding.reason and finding.verdict is Verdict.CANNOT_TELL
    )
    if score.reason is Reason.TOO_LITTLE_JUDGED and lacked:
        return max(lacked, key=lambda reason: (lacked[reason], reason.name))
    return score.reason or Reason.NOTHING_JUDGED
