"""A measured value with its evidence, or the reason why it is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from callgrade.model.frozen import FrozenDict, freeze
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.span import Spans


class Source(StrEnum):
    """What a value was measured in."""

    SOUND = "sound"
    TURN_TIMES = "turn times"
    CALL_RECORD = "call record"


@dataclass(frozen=True)
class Basis:
    """The evidence of a value.

    ``amounts``: named amounts with units in their names (``speech_s``, ``voiced_s``, ``count``, ``threshold_s``,
    ``interval_low_st`` …). ``spans``: where in the call, if it can be pointed at (the interruptions, the holds).
    """

    amounts: Mapping[str, float] = field(default_factory=FrozenDict)
    spans: Spans = ()

    def __post_init__(self) -> None:
        """Freeze the amounts."""
        freeze(self, "amounts")


@dataclass(frozen=True)
class Measurement:
    """``value`` in ``unit``, of ``role`` (``None``: of the call). Exactly one of value and reason is given."""

    name: str
    role: Role | None
    value: float | None
    unit: str
    reason: Reason | None = None
    evidence: Basis = field(default_factory=Basis)

    def __post_init__(self) -> None:
        """Refuse a value without a number and without a reason (``ValueError``)."""
        if (self.value is None) == (self.reason is None):
            raise ValueError(f"{self.name}: exactly one of value and reason")
        if self.value is not None and not abs(self.value) < float("inf"):
            raise ValueError(f"{self.name}: {self.value} is not a finite number")


@dataclass(frozen=True)
class Measurements:
    """All measurements of a call, found by name and role."""

    items: tuple[Measurement, ...]

    def get(self, name: str, role: Role | None = None) -> Measurement | None:
        """The measurement of this name and role, ``None`` if it was not measured."""
        return next((m for m in self.items if m.name == name and m.role is role), None)
