"""The outcome of one norm on one call, without the norm's texts."""

from dataclasses import dataclass

from callgrade.model.finding import Evidence, Verdict
from callgrade.model.reason import Reason


@dataclass(frozen=True)
class Outcome:
    """A verdict. ``found``: the norm's words were found, whatever the verdict (examples call it "fires").

    ``by_meaning``: they were found by what they mean, not by a phrase. ``fault``: the key of what fell short among the
    norm's texts, "" where there is only one way.
    """

    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    found: bool = False
    value: float | None = None
    unit: str | None = None
    reason: Reason | None = None
    by_meaning: bool = False
    fault: str = ""


def cannot_tell(reason: Reason, found: bool = False) -> Outcome:
    """An outcome without judgement: something is not known."""
    return Outcome(Verdict.CANNOT_TELL, found=found, reason=reason)


def not_applicable(reason: Reason, found: bool = False) -> Outcome:
    """An outcome without judgement: the norm does not apply to the call."""
    return Outcome(Verdict.NOT_APPLICABLE, found=found, reason=reason)
