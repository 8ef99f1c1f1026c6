"""Speech cut where the voice changes from one of two to the other."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from callgrade.model.span import Span, Spans

EDGE_S = 0.2
WINDOW_REACH_S = 0.1

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
Piece = tuple[Span, int]
"""Unbroken speech of one voice, and the voice's label."""


def most_probable_labels(scores: Floats, change_costs: Floats) -> Labels:
    """The best sequence of two voices (Viterbi): a positive score favours voice 1. ``change_costs``: of a change
    before each of ``scores``.
    """
    gains = np.stack([-scores, scores], axis=1)
    came_from = np.zeros((scores.size, 2), np.int64)
    best = np.zeros(2)
    for i, (gain, cost) in enumerate(zip(gains, change_costs, strict=True)):
        change = best[::-1] - cost
        came_from[i] = np.where(best >= change, [0, 1], [1, 0])
        best = np.maximum(best, change) + gain
    labels = np.zeros(scores.size, np.int64)
    labels[-1] = best.argmax()
    for i in range(scores.size - 1, 0, -1):
        labels[i - 1] = came_from[i, labels[i]]
    return labels


def cut_at_changes(speech: Spans, middles_s: Floats, labels: Labels, min_piece_s: float) -> list[Piece]:
    """``speech`` as pieces of one voice each; no cut leaves less than ``min_piece_s``."""
    return [piece for span in speech for piece in _cut(span, middles_s, labels, min_piece_s)]


def by_voice(pieces: Sequence[Piece]) -> tuple[Spans, ...]:
    """The spans of each voice, the first to speak first."""
    order = dict.fromkeys(label for _, label in pieces)
    return tuple(tuple(piece for piece, label in pieces if label == voice) for voice in order)


def doubtful(pieces: Sequence[Piece], middles_s: Floats, scores: Floats) -> Spans:
    """The pieces whose own scores favour the other voice on average; the cost of a change outweighed them."""
    return tuple(span for span, label in pieces if _evidence(span, middles_s, scores) * (2 * label - 1) < 0)


def _evidence(span: Span, middles_s: Floats, scores: Floats) -> float:
    """Mean score of the windows in ``span``, or of the nearest one."""
    near = (span.start_s - WINDOW_REACH_S <= middles_s) & (middles_s <= span.end_s + WINDOW_REACH_S)
    return float(scores[near].mean() if near.any() else scores[np.argmin(np.abs(middles_s - span.middle_s))])


def _cut(span: Span, middles_s: Floats, labels: Labels, min_piece_s: float) -> list[Piece]:
    """``span`` cut half-way between two windows of different voices, unless that leaves less than ``min_piece_s``."""
    first, last = np.searchsorted(middles_s, [span.start_s - EDGE_S, span.end_s + EDGE_S])
    near = range(first, last) if first < last else [int(np.argmin(np.abs(middles_s - span.middle_s)))]
    pieces: list[Piece] = []
    start_s, label = span.start_s, int(labels[near[0]])
    for i, j in pairwise(near):
        change_s = (middles_s[i] + middles_s[j]) / 2
        if labels[i] == labels[j] or span.end_s - change_s < min_piece_s:
            continue
        if change_s - start_s >= min_piece_s:
            pieces.append((Span(start_s, change_s), label))
            start_s = change_s
        label = int(labels[j])
    return [*pieces, (Span(start_s, span.end_s), label)]
