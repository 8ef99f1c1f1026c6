"""Trains the network that comes with the program: it finds the norms by what an agent's sentences mean.

All norms share a hidden layer, which learns from the examples of all of them. Limits are chosen on scores of sentences
that a network has not seen: the sentences are dealt into parts, and each part is scored by a network that learnt from
the others. Sentences of other norms that do what a norm is about, too, do not count for it (``doubtful_among``).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from benchmarks.network_training import Plan, Weights, answers_of, learned

from callgrade.meaning.classifier import Classifier, Power
from callgrade.meaning.hidden_layer import FIRST_STEPS, UNIT_STEP, HiddenLayer
from callgrade.meaning.training import (
    DOUBTFUL,
    FEWEST,
    STEPS,
    Flags,
    Sentence,
    Trained,
    counted,
    doubtful_among,
    limit_and_band,
)
from callgrade.meaning.vectors import SCALE, Small

PLAN = Plan(units=256, rounds=30, batch=128, step=4e-3, shrink=0.1, spread=0.2, inputs_left_out=0.0, units_left_out=0.5)
"""By out-of-fold recall at 1 % of other sentences found: 77 % on average, a ridge regression 67 %. [meas]"""

PARTS = 5

Floats = npt.NDArray[np.float32]
Scores = npt.NDArray[np.float64]


def trained(sentences: Sequence[Sentence], vectors: Small, powers: Mapping[str, Power]) -> dict[str, Trained]:
    """The classifiers of the norms with enough examples, all on one hidden layer."""
    like = {norm: np.array([one.norm == norm and one.like for one in sentences]) for norm in sorted(powers)}
    unlike = {norm: np.array([one.norm == norm and not one.like for one in sentences]) for norm in like}
    norms = [norm for norm in like if min(like[norm].sum(), unlike[norm].sum()) >= FEWEST]
    languages = np.array([one.language for one in sentences])
    means = {code: (vectors[languages == code] / SCALE).mean(axis=0) for code in sorted(set(languages.tolist()))}
    centred = vectors / SCALE - np.stack([means[code] for code in languages.tolist()])
    scale = float(np.sqrt((centred * centred).sum(axis=1).mean()))
    inputs, wanted = (centred / scale).astype(np.float32), np.stack([like[norm] for norm in norms], axis=1)
    first = _left_out_scores(inputs, wanted, np.ones_like(wanted, np.float32))
    doubtful = [
        doubtful_among(first[:, at], like[norm], unlike[norm], DOUBTFUL[powers[norm]]) for at, norm in enumerate(norms)
    ]
    counts = 1 - np.stack(doubtful, axis=1).astype(np.float32)
    scores = _left_out_scores(inputs, wanted, counts)
    weights = learned(inputs, wanted.astype(np.float32), counts, PLAN, np.random.default_rng(0))
    layer, unit = _layer(weights, means, scale)
    found = {}
    for at, norm in enumerate(norms):
        kept = counts[:, at] > 0
        own, close = like[norm][kept], unlike[norm][kept]
        limit, band = limit_and_band(scores[kept, at], own, close, powers[norm])
        classifier = _output(weights, at, layer, unit, limit, band)
        found[norm] = counted(classifier, scores[kept, at] > limit, own)
    return found


def _left_out_scores(inputs: Floats, wanted: Flags, counts: Floats) -> Scores:
    """Log-odds of each sentence for each norm, by a network that has not seen it."""
    part = np.random.default_rng(0).integers(PARTS, size=len(inputs))
    scores = np.zeros(wanted.shape)
    for number in range(PARTS):
        seen = part != number
        weights = learned(
            inputs[seen], wanted[seen].astype(np.float32), counts[seen], PLAN, np.random.default_rng(number + 1)
        )
        scores[~seen] = answers_of(inputs[~seen], weights)
    return scores


def _layer(weights: Weights, means: Mapping[str, Scores], scale: float) -> tuple[HiddenLayer, float]:
    """The hidden layer in whole numbers, and how many steps of a unit are 1."""
    first, thresholds = weights[0] / scale, weights[1]
    steps = FIRST_STEPS / float(np.abs(first).max())

    def added(mean: Scores) -> Scores:
        whole: Scores = np.rint((thresholds - mean @ first) * steps * SCALE)
        return whole

    own = {code: added(mean) for code, mean in means.items()}
    whole = np.rint(first * steps).astype(np.float64)
    return HiddenLayer(whole, own, added(np.mean(list(means.values()), axis=0))), steps * SCALE / UNIT_STEP


def _output(weights: Weights, at: int, layer: HiddenLayer, unit: float, limit: float, band: float) -> Classifier:
    """The classifier of one norm; its bias is in its limit. ``unit``: steps of a unit that are 1."""
    factor = STEPS / float(np.abs(weights[2][:, at]).max())
    steps = np.rint(weights[2][:, at] * factor).astype(np.int64)
    whole = int(np.rint((limit - float(weights[3][at])) * factor * unit))
    return Classifier(steps, dict.fromkeys(layer.thresholds, whole), whole, int(np.rint(band * factor * unit)), layer)
