"""The trained classifier of numbers in a file (``configs/meaning/numbers.npz``)."""

from pathlib import Path

import numpy as np

from callgrade.files import replacing
from callgrade.redaction.learned.network import NumberWeights

_ARRAYS = ("of_features", "of_vector", "thresholds", "outputs")


def read_number_weights(path: Path) -> NumberWeights:
    """The weights in ``path``; raises ``OSError`` or ``ValueError``."""
    with np.load(path, allow_pickle=False) as file:
        features = {name: row for row, name in enumerate(file["names"].tolist())}
        of_features, of_vector, thresholds, outputs = (file[name].astype(np.float32) for name in _ARRAYS)
        return NumberWeights(features, of_features, of_vector, thresholds, outputs, float(file["bias"]))


def write_number_weights(path: Path, weights: NumberWeights) -> None:
    """Write ``weights`` to ``path`` in one step, each number in 16 bits; raises ``OSError``."""
    arrays = {name: getattr(weights, name).astype(np.float16) for name in _ARRAYS}
    names = np.array(sorted(weights.features, key=weights.features.__getitem__), dtype=np.str_)
    with replacing(path) as (file,):
        np.savez_compressed(file, names=names, bias=np.float32(weights.bias), **arrays)
