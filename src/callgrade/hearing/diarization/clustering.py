"""Voice prints in two groups.

The second eigenvector of the normalised affinity (Shi and Malik 2000, doi:10.1109/34.868688), cut where the variance
between both sides is largest (Otsu 1979, doi:10.1109/TSMC.1979.4310076), refined as two means on the sphere.
"""

import numpy as np
import numpy.typing as npt

from callgrade.hearing.diarization.speaker_embedding import Prints

MOST_PRINTS = 2000
REFINEMENTS = 10

Floats = npt.NDArray[np.float64]


def two_centroids(prints: Prints) -> Prints:
    """Unit vectors of two groups of ``prints``, shape (2, 256)."""
    second = _spectral_split(prints[:: len(prints) // MOST_PRINTS + 1])
    centroids = second
    for _ in range(REFINEMENTS):
        nearer = prints @ (centroids[1] - centroids[0]) > 0
        if nearer.all() or not nearer.any():
            break
        centroids = _centroids(prints, nearer)
    return centroids


def _spectral_split(prints: Prints) -> Prints:
    affinity = np.clip(prints @ prints.T, 0, 1) ** 2
    np.fill_diagonal(affinity, 0)
    degree = affinity.sum(axis=1) + 1e-9
    _, vectors = np.linalg.eigh(affinity / np.sqrt(np.outer(degree, degree)))
    values = vectors[:, -2] / np.sqrt(degree)
    return _centroids(prints, values > _widest_cut(values))


def _widest_cut(values: Floats) -> float:
    """Otsu's threshold: the largest variance between both sides."""
    ordered = np.sort(values)
    counts = np.arange(1, ordered.size)
    below = np.cumsum(ordered)[:-1] / counts
    above = (ordered.sum() - np.cumsum(ordered)[:-1]) / (ordered.size - counts)
    cut = int(np.argmax(counts * (ordered.size - counts) * (above - below) ** 2))
    return float((ordered[cut] + ordered[cut + 1]) / 2)


def _centroids(prints: Prints, second: npt.NDArray[np.bool_]) -> Prints:
    means = np.stack([prints[~second].mean(axis=0), prints[second].mean(axis=0)])
    unit: Prints = means / np.linalg.norm(means, axis=1, keepdims=True)
    return unit
