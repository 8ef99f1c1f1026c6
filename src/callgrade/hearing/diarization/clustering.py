"""Speaker embeddings split in two groups, in several ways.

Eigenvectors of the normalised affinity (Shi and Malik 2000, doi:10.1109/34.868688) are cut where the variance between
both sides is largest (Otsu 1979, doi:10.1109/TSMC.1979.4310076) and at the median. The second eigenvector is not always
the one of the voices: it may part loud from faint or the beginning from the end. Two means on the sphere refine each
split.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import scipy.linalg

from callgrade.hearing.diarization.campplus import Embeddings

MOST_EMBEDDINGS = 1000
EIGENVECTORS = 5  # the first says nothing
REFINEMENTS = 10

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def splits(embeddings: Embeddings) -> Iterator[Embeddings]:
    """Unit vectors of two groups of ``embeddings``, shape (2, 192), for every way to split them."""
    some = embeddings[:: len(embeddings) // MOST_EMBEDDINGS + 1]
    for values in _eigenvectors(some):
        for cut in (_widest_cut(values), float(np.median(values))):
            second = values > cut
            if second.any() and not second.all():
                yield refined(embeddings, centroids_of(some, second), REFINEMENTS)


def refined(embeddings: Embeddings, centroids: Embeddings, times: int) -> Embeddings:
    """``centroids`` after the embeddings were given to the nearer one, ``times`` over."""
    for _ in range(times):
        nearer = embeddings @ (centroids[1] - centroids[0]) > 0
        if nearer.all() or not nearer.any():
            break
        centroids = centroids_of(embeddings, nearer)
    return centroids


def centroids_of(embeddings: Embeddings, second: Flags) -> Embeddings:
    """The unit vectors of the embeddings that are not and that are in the ``second`` group."""
    means = np.stack([embeddings[~second].mean(axis=0), embeddings[second].mean(axis=0)])
    unit: Embeddings = means / np.linalg.norm(means, axis=1, keepdims=True)
    return unit


def _eigenvectors(embeddings: Embeddings) -> Iterator[Floats]:
    affinity = np.clip(embeddings @ embeddings.T, 0, 1).astype(np.float64) ** 2
    np.fill_diagonal(affinity, 0)
    degree = affinity.sum(axis=1) + 1e-9
    size = len(degree)
    last = (max(0, size - EIGENVECTORS), size - 1)
    _, vectors = scipy.linalg.eigh(affinity / np.sqrt(np.outer(degree, degree)), subset_by_index=last)
    for vector in vectors.T[-2::-1]:
        yield vector / np.sqrt(degree)


def _widest_cut(values: Floats) -> float:
    """Otsu's threshold: the largest variance between both sides."""
    ordered = np.sort(values)
    counts = np.arange(1, ordered.size)
    below = np.cumsum(ordered)[:-1] / counts
    above = (ordered.sum() - np.cumsum(ordered)[:-1]) / (ordered.size - counts)
    cut = int(np.argmax(counts * (ordered.size - counts) * (above - below) ** 2))
    return float((ordered[cut] + ordered[cut + 1]) / 2)
