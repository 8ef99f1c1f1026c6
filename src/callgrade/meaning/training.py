"""Trains the classifiers of all norms from their examples.

One ridge regression a norm, on the examples of all languages together, each language's mean taken off: what is learnt
from one language then holds in the others. The other norms' examples are negatives. Each example's score with itself
left out follows in closed form from the regression (PRESS, Allen 1974), and the limit is chosen on those scores.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from callgrade.meaning.classifier import Classifier, Power
from callgrade.meaning.vectors import SCALE, Small
from callgrade.model.frozen import FrozenDict

VERSION = 5
"""Changes with the way of training, so that classifiers are trained again."""

RIDGE = 3.0
"""Penalty of weights, in units of the mean square of a centred vector, for balanced classes. [meas]"""

DOUBTFUL = FrozenDict({Power.PASS: 0.02, Power.WIDE: 0.05, Power.DOUBT: 0.02, Power.LOOK: 0.02})
"""Share of the other norms' examples that may be left out: some of them do what this norm is about, too. [conv]"""

WRONG = FrozenDict({Power.PASS: 0.007, Power.WIDE: 0.03, Power.DOUBT: 0.005, Power.LOOK: 0.002})
"""Share of the remaining ones that may lie above the limit: fewer where each of them makes somebody listen. [conv]"""

WRONG_CLOSE = FrozenDict({Power.PASS: 0.15, Power.WIDE: 0.4, Power.DOUBT: 0.08, Power.LOOK: 0.1})
"""Share of the sentences close to a norm's that may lie above its limit: they were chosen to be hard. [conv]"""

IN_DOUBT = FrozenDict({Power.PASS: 0.011, Power.WIDE: 0.07, Power.DOUBT: 0.0, Power.LOOK: 0.0})
"""Share of the other norms' examples that may lie above the limit or in the band of doubt below it. [meas]

On 175 conversations in three languages a third to a half of what agents do in words that lie below the limit is in the
band, and one in twenty of the right fails. What nearly every agent does is seldom missing, so its band is wide.
"""

STEPS = 1 << 16
"""Steps of a weight to the greatest one."""

FEWEST = 3
"""Examples on each side that make a classifier."""

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Sentence:
    """An example. ``norm``: of which; ``like``: whether it does what the norm is about."""

    language: str
    norm: str
    like: bool
    text: str


def sentences_hash(sentences: Sequence[Sentence], powers: Mapping[str, Power]) -> str:
    """Hash of all that classifiers of ``sentences`` depend on; the order of the sentences does not matter."""
    lines = sorted(f"{one.language}|{one.norm}|{one.like}|{one.text}" for one in sentences)
    whole = [*lines, *(f"{norm}|{power}" for norm, power in sorted(powers.items())), str(VERSION)]
    return sha256("\n".join(whole).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Trained:
    """``classifier`` of a norm; ``found`` of its ``examples``, each when it is left out; ``wrong`` of ``others``."""

    classifier: Classifier
    found: int
    examples: int
    wrong: int
    others: int


def train(sentences: Sequence[Sentence], vectors: Small, powers: Mapping[str, Power]) -> Mapping[str, Trained]:
    """The classifiers of the norms with enough examples.

    ``vectors``: of ``sentences``, in rows. ``powers``: norm id → what its classifier may do.
    """
    languages = np.array([one.language for one in sentences])
    means = {code: (vectors[languages == code] / SCALE).mean(axis=0) for code in sorted(set(languages.tolist()))}
    centred = vectors / SCALE - np.stack([means[code] for code in languages.tolist()])
    of_norm = np.array([one.norm for one in sentences])
    like = np.array([one.like for one in sentences])
    with threadpool_limits(limits=1, user_api="blas"):  # how sums are rounded depends on the number of threads
        gram = centred.T @ centred
        return {
            norm: _trained(centred, gram, means, (of_norm == norm) & like, (of_norm == norm) & ~like, power)
            for norm, power in sorted(powers.items())
            if min(((of_norm == norm) & like).sum(), ((of_norm == norm) & ~like).sum()) >= FEWEST
        }


def _trained(
    centred: Floats, gram: Floats, means: Mapping[str, Floats], like: Flags, unlike: Flags, power: Power
) -> Trained:
    _, scores = _fitted(centred, gram, like)
    known = ~doubtful_among(scores, like, unlike, DOUBTFUL[power])
    left_out = centred[~known]
    weights, scores = _fitted(centred[known], gram - left_out.T @ left_out, like[known])
    like, unlike = like[known], unlike[known]
    limit, band = limit_and_band(scores, like, unlike, power)
    return counted(_whole(weights, limit, band, means), scores > limit, like)


def counted(classifier: Classifier, found: Flags, like: Flags) -> Trained:
    """``classifier`` with how many examples it finds, and how many others. Both: one for each sentence, left out."""
    return Trained(classifier, int(found[like].sum()), int(like.sum()), int(found[~like].sum()), int((~like).sum()))


def limit_and_band(scores: Floats, like: Flags, unlike: Flags, power: Power) -> tuple[float, float]:
    """The limit of a norm on ``scores``, each with its sentence left out, and the band of doubt below it."""
    others = scores[~like & ~unlike]
    limit = max(_exceeded_by(WRONG[power], others), _exceeded_by(WRONG_CLOSE[power], scores[unlike]))
    return limit, max(limit - _exceeded_by(IN_DOUBT[power], others), 0.0) if IN_DOUBT[power] and len(others) else 0.0


def _exceeded_by(share: float, scores: Floats) -> float:
    """The limit that ``share`` of ``scores`` lie above."""
    return float(np.quantile(scores, 1 - share)) if len(scores) else -np.inf


def doubtful_among(scores: Floats, like: Flags, unlike: Flags, share: float) -> Flags:
    """The other norms' examples that score as this norm's do, but not more than a share of them."""
    others = ~like & ~unlike
    alike: Flags = others & (scores >= np.median(scores[like]))
    if alike.sum() > share * others.sum():
        alike &= scores >= np.quantile(scores[others], 1 - share)
    return alike


def _fitted(centred: Floats, gram: Floats, like: Flags) -> tuple[Floats, Floats]:
    """The weights, and each row's score with itself left out. Both sides weigh the same.

    ``gram``: ``centred.T @ centred``, which is the same for every norm, or nearly so.
    """
    target = np.where(like, 1.0, -1.0)
    penalty = RIDGE * float((centred * centred).sum(axis=1).mean())
    one, other = len(like) * 0.5 / like.sum(), len(like) * 0.5 / (~like).sum()
    share = np.where(like, one, other)
    weighted = other * gram + (one - other) * (centred[like].T @ centred[like])
    inverse = np.linalg.inv(weighted + penalty * np.eye(centred.shape[1]))
    weights: Floats = inverse @ (centred.T @ (share * target))
    leverage = share * np.einsum("ij,ij->i", centred @ inverse, centred)
    scores: Floats = (centred @ weights - leverage * target) / (1 - leverage)
    return weights, scores


def _whole(weights: Floats, limit: float, band: float, means: Mapping[str, Floats]) -> Classifier:
    factor = STEPS / float(np.abs(weights).max())

    def limit_at(mean: Floats) -> int:
        return int(np.rint((limit + mean @ weights) * factor * SCALE))

    limits = {code: limit_at(mean) for code, mean in means.items()}
    return Classifier(
        np.rint(weights * factor).astype(np.int64),
        limits,
        limit_at(np.mean(list(means.values()), axis=0)),
        int(np.rint(band * factor * SCALE)),
    )
