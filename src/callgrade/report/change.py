"""Whether a figure has changed, as far as its intervals say."""

import math
from enum import StrEnum

from callgrade.export.intervals import Estimate


class Change(StrEnum):
    """How a figure has changed."""

    UP = "up"
    DOWN = "down"
    NONE = "no clear change"
    TOO_FEW = "too few calls to compare"


def change(before: Estimate | None, now: Estimate | None) -> Change:
    """The change from ``before`` to ``now``; ``TOO_FEW`` where one of the two is missing.

    The interval of the difference is made of those of the two (method of variance estimates recovery).

    References: R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics
    in Medicine 17 (1998); G. Y. Zou, A. Donner, "Construction of confidence limits about effect measures", Statistics
    in Medicine 27 (2008).
    """
    if before is None or now is None:
        return Change.TOO_FEW
    difference = now.value - before.value
    if difference - math.hypot(now.value - now.low, before.high - before.value) > 0:
        return Change.UP
    if difference + math.hypot(now.high - now.value, before.value - before.low) < 0:
        return Change.DOWN
    return Change.NONE
