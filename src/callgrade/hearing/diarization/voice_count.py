"""Whether two groups of embeddings are two voices: a fitted test."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from callgrade.config.hearing import TwoVoicesSettings
from callgrade.hearing.diarization.campplus import Embeddings
from callgrade.hearing.diarization.clustering import splits

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Split:
    """Two groups of embeddings. ``centroids``: shape (2, 192); ``scores``: of each embedding along the line between
    both, positive for the second; ``odds``: log-odds that they are two voices.
    """

    centroids: Embeddings
    scores: Floats
    odds: float

    @property
    def similarity(self) -> float:
        """Cosine of both centroids."""
        return float(self.centroids[0] @ self.centroids[1])


def best_split(embeddings: Embeddings, step_s: float, settings: TwoVoicesSettings) -> Split | None:
    """The split that is most probably two voices; ``step_s``: seconds that an embedding stands for.

    ``None`` if there is too little of every second voice to say anything.
    """
    fewest = _fewest(step_s, settings)
    found = [_weighed(embeddings, centroids, step_s, settings) for centroids in splits(embeddings)]
    enough = (split for split in found if fewest <= (split.scores > 0).sum() <= len(embeddings) - fewest)
    return max(enough, key=lambda split: split.odds, default=None)


def may_be_two(count: int, step_s: float, settings: TwoVoicesSettings) -> bool:
    """Whether ``count`` embeddings are enough for two voices; ``best_split`` of fewer is ``None``."""
    return count >= 2 * _fewest(step_s, settings)


def _fewest(step_s: float, settings: TwoVoicesSettings) -> int:
    return round(settings.rarer_min_s / step_s)


def log_odds(probability: float) -> float:
    """The logarithm of the odds of ``probability``."""
    return float(np.log(probability / (1 - probability)))


def distinctness(scores: Floats) -> float:
    """Ashman's D of the scores on either side of 0: the distance between two groups in their own spreads.

    One group cut in two gives about 2.7, little speech up to 4. Ashman et al. 1994 (doi:10.1086/117248).
    """
    above, below = scores[scores > 0], scores[scores <= 0]
    if not (above.size and below.size):
        return 0.0
    return float((above.mean() - below.mean()) / np.sqrt((above.var() + below.var()) / 2 + 1e-12))


def _scores(embeddings: Embeddings, centroids: Embeddings) -> Floats:
    scores: Floats = (embeddings @ (centroids[1] - centroids[0])).astype(np.float64)
    return scores


def _weighed(embeddings: Embeddings, centroids: Embeddings, step_s: float, settings: TwoVoicesSettings) -> Split:
    scores = _scores(embeddings, centroids)
    rarer_s = float(min((scores > 0).sum(), (scores <= 0).sum())) * step_s
    odds = (
        settings.unlike * (1 - float(centroids[0] @ centroids[1]))
        + settings.distinct * min(distinctness(scores), settings.most_distinct)
        + settings.seconds * np.log(max(rarer_s, step_s))
        + settings.constant
    )
    return Split(centroids, scores, float(odds))
