"""Verdicts that rest on what is not this call's: on a second call, or on a silence in which somebody else talks."""

from callgrade.model.finding import Evidence, Verdict
from callgrade.model.reason import Reason
from callgrade.model.span import Span, intersect
from callgrade.norms.call import Call
from callgrade.norms.outcome import Outcome


def why_elsewhere(outcome: Outcome, call: Call) -> Reason | None:
    """Why ``outcome`` does not judge this call, ``None`` if it does."""
    timed = [(one, span) for one in outcome.evidence if (span := _span(one))]
    second = next((gap for gap in call.gaps if gap.reason is Reason.SECOND_CALL), None)
    if second and timed and all(span.start_s >= second.span.start_s for _, span in timed):
        return Reason.SECOND_CALL
    silences = [span for one, span in timed if not one.quote] if outcome.verdict is not Verdict.PASS else []
    background = [gap.span for gap in call.gaps if gap.reason is Reason.BACKGROUND_SPEECH]
    return Reason.BACKGROUND_SPEECH if intersect(silences, background) else None


def _span(evidence: Evidence) -> Span | None:
    return None if evidence.start_s is None or evidence.end_s is None else Span(evidence.start_s, evidence.end_s)
