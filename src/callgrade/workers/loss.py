"""Say why a task was lost, in words without personal data."""

from dataclasses import dataclass
from typing import Any

from callgrade.workers.protocol import Crashed, Failed, Hung

LostTask = Failed[Any] | Crashed[Any] | Hung[Any]


@dataclass(frozen=True)
class Loss:
    """Why a task was lost. ``state``: failed, crashed or hung; ``code``: the name under which it is counted."""

    state: str
    code: str
    text: str


def loss_of(lost: LostTask) -> Loss:
    """Why a task was lost."""
    if isinstance(lost, Failed):
        return Loss("failed", lost.error, f"{lost.error} at {lost.where or 'an unknown place'}")
    if isinstance(lost, Crashed):
        return Loss("crashed", "crashed", _in(lost.how, lost.where))
    what = f"not done within {lost.budget_s:.0f} s, while {lost.stage or 'starting'}"
    return Loss("hung", "hung", _in(what, lost.where))


def _in(what: str, where: str | None) -> str:
    return f"{what}, in {where}" if where else what
