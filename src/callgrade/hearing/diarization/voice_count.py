"""Whether two groups of embeddings are two voices, and whether one of them is several."""

import numpy as np
import numpy.typing as npt

from callgrade.config.hearing import SpeakerSettings
from callgrade.hearing.diarization.clustering import two_centroids
from callgrade.hearing.diarization.embedding_grid import smoothed, speech_share
from callgrade.hearing.diarization.encoder import Embeddings
from callgrade.model.span import Spans, total_s

Floats = npt.NDArray[np.float64]


def distinctness(scores: Floats) -> float:
    """Ashman's D of the scores on either side of 0: the distance between two groups in their own spreads.

    One group cut in two gives about 2.7, little speech up to 4. Ashman et al. 1994 (doi:10.1086/117248).
    """
    above, below = scores[scores > 0], scores[scores <= 0]
    if not (above.size and below.size):
        return 0.0
    return float((above.mean() - below.mean()) / np.sqrt((above.var() + below.var()) / 2 + 1e-12))


def are_several(
    voice: Spans, embeddings: Embeddings, middles_s: Floats, speech: Spans, settings: SpeakerSettings
) -> bool:
    """Whether one ``voice`` is in truth two: one after the other, or two that are unlike and not rare."""
    own = speech_share(middles_s, voice) >= settings.min_inside
    if own.sum() < 2 * settings.min_prints:
        return False
    max_similarity = settings.max_similarity[settings.encoder]
    if _changes(embeddings[own], int(settings.third_min_s / settings.step_s), max_similarity):
        return True
    smooth = smoothed(embeddings[own], middles_s[own], settings.step_s)
    return _splits(smooth, total_s(voice), total_s(speech), settings)


def _splits(smooth: Embeddings, voice_s: float, speech_s: float, settings: SpeakerSettings) -> bool:
    """Whether the embeddings of a voice of ``voice_s`` fall into two groups that are unlike and long enough."""
    enough_s = max(settings.third_min_s, settings.third_min_share * speech_s)
    centroids = two_centroids(smooth)
    second = smooth @ (centroids[1] - centroids[0]) > 0
    rarer_s = min(second.mean(), 1 - second.mean()) * voice_s
    return bool(rarer_s >= enough_s and centroids[0] @ centroids[1] <= settings.third_max_similarity)


def _changes(embeddings: Embeddings, fewest: int, max_similarity: float) -> bool:
    """Whether the voice before some moment is as unlike the voice after it as two voices are: a transfer.

    ``fewest``: embeddings on either side.
    """
    before = np.cumsum(embeddings, axis=0)[fewest - 1 : max(len(embeddings) - fewest, 0)]
    after = embeddings.sum(axis=0) - before
    norms = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    return bool(np.any(np.sum(before * after, axis=1) / norms <= max_similarity))
