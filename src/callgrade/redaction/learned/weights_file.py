"""The trained classifier of numbers in a file (``configs/meaning/numbers.npz``)."""

from pathlib import Path

import numpy as np

from callgrade.files import replacing
from callgrade.redaction.learned.number_reader import NumberWeights


def read_number_weights(path: Path) -> NumberWeights:
    """The weights in ``path``; raises ``OSError`` or ``ValueError``."""
    with np.load(path, allow_pickle=False) as file:
        features = dict(zip(file["names"].tolist(), file["features"].tolist(), strict=True))
        return NumberWeights(features, file["vector"].astype(np.float32), float(file["bias"]))


def write_number_weights(path: Path, weights: NumberWeights) -> None:
    """Write ``weights`` to ``path`` in one step; raises ``OSError``."""
    names = sorted(weights.features)
    with replacing(path) as (file,):
        np.savez_compressed(
            file,
            names=np.array(names, dtype=np.str_),
            features=np.array([weights.features[name] for name in names], dtype=np.float32),
            vector=weights.vector.astype(np.float32),
            bias=np.float32(weights.bias),
        )
