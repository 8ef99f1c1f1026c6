"""Trains small networks with one hidden layer of rectified units, for several answers at once.

Adam (Kingma and Ba 2015) with dropout (Srivastava et al. 2014) and steps that shrink to nothing. One seed gives the
same weights again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Weights = list[Floats]
"""First weights, thresholds of the units, outputs and their bias."""


@dataclass(frozen=True)
class Plan:
    """``step``: size of the first steps; ``shrink``: how much a step shrinks the weights, as a share of its size.

    ``spread``: standard deviation of the first weights. ``inputs_left_out``, ``units_left_out``: shares that a step
    leaves out.
    """

    units: int
    rounds: int
    batch: int
    step: float
    shrink: float
    spread: float
    inputs_left_out: float
    units_left_out: float


def learned(inputs: Floats, wanted: Floats, counts: Floats, plan: Plan, chance: np.random.Generator) -> Weights:
    """The weights of one network. ``wanted``: 0 or 1 for each answer; ``counts``: how much each of them counts."""
    answers = wanted.shape[1]
    weights = [
        chance.normal(0, plan.spread, (inputs.shape[1], plan.units)).astype(np.float32),
        np.zeros(plan.units, np.float32),
        chance.normal(0, plan.units**-0.5, (plan.units, answers)).astype(np.float32),
        np.zeros(answers, np.float32),
    ]
    moments = [(np.zeros_like(one), np.zeros_like(one)) for one in weights]
    steps = 0
    for turn in range(plan.rounds):
        size = plan.step * (1 - turn / plan.rounds)
        order = chance.permutation(len(inputs))
        for at in range(0, len(order), plan.batch):
            rows = order[at : at + plan.batch]
            steps += 1
            slopes = _slopes(inputs[rows], wanted[rows], counts[rows], weights, plan, chance)
            for one, slope, kept in zip(weights, slopes, moments, strict=True):
                _step(one, slope, kept, size, plan.shrink, steps)
    return weights


def answers_of(inputs: Floats, weights: Sequence[Floats]) -> Floats:
    """Log-odds of each answer, in rows."""
    first, thresholds, outputs, bias = weights
    log_odds: Floats = np.maximum(inputs @ first + thresholds, 0) @ outputs + bias
    return log_odds


def _slopes(
    inputs: Floats, wanted: Floats, counts: Floats, weights: Weights, plan: Plan, chance: np.random.Generator
) -> list[Floats]:
    """The slopes of the mean loss of some examples; each time other inputs and units are left out."""
    first, thresholds, outputs, bias = weights
    inputs = _thinned(inputs, plan.inputs_left_out, chance)
    raw = inputs @ first + thresholds
    passed = _thinned((raw > 0).astype(np.float32), plan.units_left_out, chance)
    units = raw * passed
    error = counts * (1 / (1 + np.exp(-(units @ outputs + bias))) - wanted) / np.float32(len(wanted))
    of_units = (error @ outputs.T) * passed
    return [inputs.T @ of_units, of_units.sum(axis=0), units.T @ error, error.sum(axis=0)]


def _thinned(values: Floats, share: float, chance: np.random.Generator) -> Floats:
    return values * (chance.random(values.shape, np.float32) > share) / np.float32(1 - share) if share else values


def _step(weights: Floats, slope: Floats, kept: tuple[Floats, Floats], size: float, shrink: float, steps: int) -> None:
    """One step of Adam, in place."""
    mean, square = kept
    mean += 0.1 * (slope - mean)
    square += 0.001 * (slope * slope - square)
    weights -= size * ((mean / (1 - 0.9**steps)) / (np.sqrt(square / (1 - 0.999**steps)) + 1e-8) + shrink * weights)
