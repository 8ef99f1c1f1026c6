"""What a network has learnt to see in the vectors of sentences: one hidden layer of rectified units.

All its numbers are whole, and so small that sums of float64 are exact, so the units are the same on every machine.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from callgrade.meaning.vectors import Small

Units = npt.NDArray[np.float64]
"""Whole numbers from 0, one for each unit, in rows."""

FIRST_STEPS = 1 << 12
"""Steps of a weight to the greatest one: with 384 numbers of 7 bits a sum has at most 28 bits."""

UNIT_STEP = 1 << 8
"""What a sum is divided by, so that the sums of the next layer stay exact."""


@dataclass(frozen=True, eq=False)
class HiddenLayer:
    """``weights``: shape (384, units), whole numbers. ``thresholds``: language → what is added, shape (units,).

    ``other``: the thresholds of other languages.
    """

    weights: Units
    thresholds: Mapping[str, Units]
    other: Units

    def __call__(self, vectors: Small, language: str | None) -> Units:
        """The units of each of ``vectors``, which are of ``language``."""
        added = self.thresholds.get(language or "", self.other)
        sums = vectors.astype(np.float64) @ self.weights + added
        units: Units = np.maximum(np.floor(sums / UNIT_STEP), 0)
        return units
