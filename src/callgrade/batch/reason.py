"""Why a call has no scorecard although nobody refused it, in words without a name or a word of the call."""

from dataclasses import dataclass
from typing import Any

from callgrade.batch.work import Crashed, Failed, Hung

Lost = Failed[Any] | Crashed[Any] | Hung[Any]


@dataclass(frozen=True)
class Reason:
    """``state`` of the call: failed, crashed or hung; ``code``: as it is counted."""

    state: str
    code: str
    text: str


def reason_of(lost: Lost) -> Reason:
    """Why the call of a task was lost."""
    if isinstance(lost, Failed):
        return Reason("failed", lost.error, f"{lost.error} at {lost.where or 'an unknown place'}")
    if isinstance(lost, Crashed):
        return Reason("crashed", "crashed", _in(lost.how, lost.where))
    told = f"not done within {lost.budget_s:.0f} s, while {lost.stage or 'starting'}"
    return Reason("hung", "hung", _in(told, lost.where))


def _in(what: str, where: str | None) -> str:
    return f"{what}, in {where}" if where else what
