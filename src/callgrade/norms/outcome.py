"""What a kind says of one norm on one call, before the norm's own texts are put to it."""

from dataclasses import dataclass

from callgrade.model.finding import Evidence, Verdict
from callgrade.model.reason import Reason


@dataclass(frozen=True)
class Outcome:
    """``found``: the norm's words are there, whatever that means for the verdict (what examples call "fires")."""

    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    found: bool = False
    value: float | None = None
    unit: str | None = None
    reason: Reason | None = None


def cannot_tell(reason: Reason, found: bool = False) -> Outcome:
    """No judgement, because something is not known."""
    return Outcome(Verdict.CANNOT_TELL, found=found, reason=reason)


def not_applicable(reason: Reason, found: bool = False) -> Outcome:
    """No judgement, because the call does not call for one."""
    return Outcome(Verdict.NOT_APPLICABLE, found=found, reason=reason)
