"""Trains the network that tells secrets from ordinary numbers: several small ones, side by side in one.

Each learns from its own first weights, so that the mean of them depends less on chance.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from benchmarks.network_training import Plan, learned

from callgrade.redaction.learned.network import NumberWeights

Floats = npt.NDArray[np.float32]

NETWORKS = 3
PLAN = Plan(
    units=48, rounds=25, batch=128, step=1e-3, shrink=6e-3, spread=60**-0.5, inputs_left_out=0.15, units_left_out=0.3
)
"""[meas]"""
SPREAD = 0.35
"""Standard deviation of the numbers of a vector beside features of 0 and 1. [meas]"""
SELDOM = 3
"""Examples that a feature must hold for at least. [conv]"""


def trained(vectors: Floats, features: Sequence[frozenset[str]], secret: npt.NDArray[np.bool_]) -> NumberWeights:
    """The mean of ``NETWORKS`` networks. ``vectors``: one in a row for each example."""
    mean, scale = vectors.mean(axis=0), vectors.std(axis=0) / SPREAD
    counts: dict[str, int] = {}
    for name in (name for one in features for name in one):
        counts[name] = counts.get(name, 0) + 1
    column = {name: at for at, name in enumerate(sorted(name for name, count in counts.items() if count >= SELDOM))}
    inputs = np.hstack([(vectors - mean) / scale, flags(features, column)]).astype(np.float32)
    wanted = secret.astype(np.float32)[:, None]
    networks = [
        learned(inputs, wanted, np.ones_like(wanted), PLAN, np.random.default_rng(seed)) for seed in range(NETWORKS)
    ]
    first, thresholds = (np.concatenate(parts, axis=-1) for parts in list(zip(*networks, strict=True))[:2])
    outputs = np.concatenate([network[2][:, 0] for network in networks])
    width = vectors.shape[1]
    of_vector = first[:width] / scale[:, None]
    thresholds = (thresholds - mean @ of_vector).astype(np.float32)
    bias = float(np.mean([network[3][0] for network in networks]))
    return NumberWeights(column, first[width:], of_vector, thresholds, (outputs / NETWORKS).astype(np.float32), bias)


def flags(features: Sequence[frozenset[str]], column: dict[str, int]) -> Floats:
    """1 in the ``column`` of each feature that holds."""
    found = np.zeros((len(features), len(column)), np.float32)
    for row, names in enumerate(features):
        found[row, [column[name] for name in names if name in column]] = 1
    return found
