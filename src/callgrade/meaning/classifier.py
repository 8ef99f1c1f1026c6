"""Tells whether an utterance does what a norm's examples do: a weighted sum above a limit.

The sum is of a small vector's numbers, or of the units that a hidden layer makes of them. All are whole numbers whose
sums float64 holds exactly, so that a verdict never depends on how a machine rounds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from callgrade.meaning.hidden_layer import HiddenLayer, Units
from callgrade.meaning.vectors import Small


class Power(StrEnum):
    """What a meaning may do to a verdict.

    ``PASS``: turn a fail into a pass. ``WIDE``: the same, with a wider limit, for what nearly every agent says in words
    of their own. ``DOUBT``: turn a fail into a request to listen. ``LOOK``: the same of a pass, for forbidden words.
    """

    PASS = "pass"
    WIDE = "wide"
    DOUBT = "doubt"
    LOOK = "look"


@dataclass(frozen=True)
class Classifier:
    """``weights``: one for each number of a vector, or for each unit of ``layer``.

    ``limits``: language → the sum above which an utterance does it; ``other``: the limit for other languages. ``band``:
    how far below the limit an utterance may do it all the same.
    """

    weights: npt.NDArray[np.int64]
    limits: Mapping[str, int]
    other: int
    band: int = 0
    layer: HiddenLayer | None = None

    def fires(self, seen: Units, language: str | None, *, doubtful: bool = False) -> npt.NDArray[np.bool_]:
        """For each row of what is ``seen`` whether it does what the examples do; ``doubtful``: whether it may do so."""
        limit = self.limits.get(language or "", self.other) - (self.band if doubtful else 0)
        fires: npt.NDArray[np.bool_] = seen @ self.weights.astype(np.float64) > limit
        return fires


def seen_by(layer: HiddenLayer | None, vectors: Small, language: str | None) -> Units:
    """What classifiers with ``layer`` weigh, in rows."""
    return layer(vectors, language) if layer else vectors.astype(np.float64)
