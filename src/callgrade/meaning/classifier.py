"""Tells whether an utterance does what a norm's examples do: a linear classifier on small vectors.

Its weights are whole numbers, so that a verdict never depends on how a machine rounds sums.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from callgrade.meaning.vectors import Small


class Power(StrEnum):
    """What a meaning may do to a verdict.

    ``PASS``: turn a fail into a pass. ``WIDE``: the same, with a wider limit, for what nearly every agent says in words
    of their own. ``LOOK``: ask somebody to listen.
    """

    PASS = "pass"
    WIDE = "wide"
    LOOK = "look"


@dataclass(frozen=True)
class Classifier:
    """``weights``: one for each number of a vector. ``limits``: language → the sum above which an utterance does it.

    ``other``: the limit for other languages.
    """

    weights: npt.NDArray[np.int64]
    limits: Mapping[str, int]
    other: int

    def fires(self, vectors: Small, language: str | None) -> npt.NDArray[np.bool_]:
        """For each of ``vectors`` whether it does what the examples do."""
        sums = vectors.astype(np.int64) @ self.weights
        fires: npt.NDArray[np.bool_] = sums > self.limits.get(language or "", self.other)
        return fires
