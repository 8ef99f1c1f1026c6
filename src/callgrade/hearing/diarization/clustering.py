"""Speaker embeddings split in two groups.

The second eigenvector of the normalised affinity (Shi and Malik 2000, doi:10.1109/34.868688) is cut where the variance
between both sides is largest (Otsu 1979, doi:10.1109/TSMC.1979.4310076). Two means on the sphere refine the groups.
"""

import numpy as np
import numpy.typing as npt

from callgrade.hearing.diarization.encoder import Embeddings

MOST_EMBEDDINGS = 2000
REFINEMENTS = 10

Floats = npt.NDArray[np.float64]


def two_centroids(embeddings: Embeddings) -> Embeddings:
    """Unit vectors of two groups of ``embeddings``, shape (2, 256)."""
    second = _spectral_split(embeddings[:: len(embeddings) // MOST_EMBEDDINGS + 1])
    centroids = second
    for _ in range(REFINEMENTS):
        nearer = embeddings @ (centroids[1] - centroids[0]) > 0
        if nearer.all() or not nearer.any():
            break
        centroids = _centroids(embeddings, nearer)
    return centroids


def _spectral_split(embeddings: Embeddings) -> Embeddings:
    affinity = np.clip(embeddings @ embeddings.T, 0, 1) ** 2
    np.fill_diagonal(affinity, 0)
    degree = affinity.sum(axis=1) + 1e-9
    _, vectors = np.linalg.eigh(affinity / np.sqrt(np.outer(degree, degree)))
    values = vectors[:, -2] / np.sqrt(degree)
    return _centroids(embeddings, values > _widest_cut(values))


def _widest_cut(values: Floats) -> float:
    """Otsu's threshold: the largest variance between both sides."""
    ordered = np.sort(values)
    counts = np.arange(1, ordered.size)
    below = np.cumsum(ordered)[:-1] / counts
    above = (ordered.sum() - np.cumsum(ordered)[:-1]) / (ordered.size - counts)
    cut = int(np.argmax(counts * (ordered.size - counts) * (above - below) ** 2))
    return float((ordered[cut] + ordered[cut + 1]) / 2)


def _centroids(embeddings: Embeddings, second: npt.NDArray[np.bool_]) -> Embeddings:
    means = np.stack([embeddings[~second].mean(axis=0), embeddings[second].mean(axis=0)])
    unit: Embeddings = means / np.linalg.norm(means, axis=1, keepdims=True)
    return unit
