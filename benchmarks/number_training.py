"""Trains the network that tells secrets from ordinary numbers: several small ones, side by side in one.

Each learns with Adam (Kingma and Ba 2015) and dropout (Srivastava et al. 2014) from its own first weights, so that the
mean of them depends less on chance. One seed gives the same weights again.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from callgrade.redaction.learned.network import NumberWeights

Floats = npt.NDArray[np.float32]

NETWORKS = 3
UNITS = 48
ROUNDS = 25
BATCH = 128
STEP = 1e-3
"""Size of the first steps; they shrink to nothing. [conv]"""
SHRINK = 6e-3
"""How much a step shrinks the weights, as a share of its size. [meas]"""
LEFT_OUT, UNITS_LEFT_OUT = 0.15, 0.3
"""Shares of the inputs and of the units that a step leaves out. [meas]"""
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
    networks = [_learned(inputs, secret.astype(np.float32), np.random.default_rng(seed)) for seed in range(NETWORKS)]
    first, thresholds, outputs = (np.concatenate(parts, axis=-1) for parts in list(zip(*networks, strict=True))[:3])
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


def _learned(inputs: Floats, target: Floats, chance: np.random.Generator) -> list[Floats]:
    """First weights, thresholds, outputs and bias of one network."""
    weights = [
        chance.normal(0, 60**-0.5, (inputs.shape[1], UNITS)).astype(np.float32), np.zeros(UNITS, np.float32),
        chance.normal(0, UNITS**-0.5, UNITS).astype(np.float32), np.zeros(1, np.float32),
    ]  # fmt: skip
    slopes_of = [(np.zeros_like(one), np.zeros_like(one)) for one in weights]
    steps = 0
    for turn in range(ROUNDS):
        size = STEP * (1 - turn / ROUNDS)
        order = chance.permutation(len(target))
        for at in range(0, len(target), BATCH):
            rows = order[at : at + BATCH]
            steps += 1
            slopes = _slopes(inputs[rows], target[rows], weights, chance)
            for one, slope, kept in zip(weights, slopes, slopes_of, strict=True):
                _step(one, slope, kept, size, steps)
    return weights


def _slopes(inputs: Floats, target: Floats, weights: Sequence[Floats], chance: np.random.Generator) -> list[Floats]:
    """The slopes of the mean loss of some examples; each time other inputs and units are left out."""
    first, thresholds, outputs, bias = weights
    inputs = inputs * (chance.random(inputs.shape, np.float32) > LEFT_OUT) / np.float32(1 - LEFT_OUT)
    raw = inputs @ first + thresholds
    open_units = (chance.random(raw.shape, np.float32) > UNITS_LEFT_OUT) * (raw > 0) / np.float32(1 - UNITS_LEFT_OUT)
    units = raw * open_units
    error = (1 / (1 + np.exp(-(units @ outputs + bias))) - target) / len(target)
    of_units = np.outer(error, outputs) * open_units
    return [inputs.T @ of_units, of_units.sum(axis=0), units.T @ error, error.sum(keepdims=True)]


def _step(weights: Floats, slope: Floats, kept: tuple[Floats, Floats], size: float, steps: int) -> None:
    """One step of Adam, in place."""
    mean, square = kept
    mean += 0.1 * (slope - mean)
    square += 0.001 * (slope * slope - square)
    weights -= size * ((mean / (1 - 0.9**steps)) / (np.sqrt(square / (1 - 0.999**steps)) + 1e-8) + SHRINK * weights)
