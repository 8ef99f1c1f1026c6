"""The classifier of numbers: a network with one hidden layer of rectified units (Nair and Hinton 2010)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class NumberWeights:
    """The weights. Networks that were trained apart stand side by side in one: their mean decides.

    ``features``: name → its row of ``of_features`` (features x units); ``of_vector``: (numbers of a vector x units);
    ``thresholds``, ``outputs``: one for each unit.
    """

    features: Mapping[str, int]
    of_features: Floats
    of_vector: Floats
    thresholds: Floats
    outputs: Floats
    bias: float

    def hidden(self, vectors: Floats) -> Floats:
        """What ``vectors``, in rows, add to the units."""
        found: Floats = vectors @ self.of_vector
        return found

    def score(self, hidden: Floats, features: Collection[str]) -> float:
        """Above 0: rather a secret. ``hidden``: of its vector; ``features``: the names of what holds for it."""
        rows = sorted(self.features[name] for name in features if name in self.features)
        units = np.maximum(hidden + self.of_features[rows].sum(axis=0) + self.thresholds, 0)
        return float(units @ self.outputs) + self.bias
