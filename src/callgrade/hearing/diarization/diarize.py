"""Who speaks on one channel: two voices told apart by their voice prints, and how sure that is.

1. Prints of 0.8 s every ``step_s`` inside speech. 2. Those wholly inside speech are split in two. 3. Every print is
scored along the line between both centroids and the most probable sequence of voices is found (Viterbi), a change of
voice costing ``change_cost``. 4. Speech spans are cut where the voice changes. One voice split in two gives centroids
that are nearly alike: ``similarity`` tells. 5. A voice that is another one from some moment on, or splits into two that
are unlike and speak long enough, is two.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from callgrade.config.hearing import SpeakerSettings
from callgrade.hearing.diarization.clustering import two_centroids
from callgrade.hearing.diarization.speaker_embedding import WINDOW_S, Prints, find_encoder, voice_prints
from callgrade.model.recording import Samples
from callgrade.model.span import Span, Spans, total_s

EDGE_S = 0.2
PRINT_REACH_S = 0.1

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
Piece = tuple[Span, int]
"""Unbroken speech of one voice, and which."""


@dataclass(frozen=True)
class Separation:
    """Speech of one channel by voice. ``voices``: the spans of each voice, the first to speak first; one entry with
    all speech where two voices could not be told apart.

    ``similarity``: cosine between the two centroids, ``None`` where there was too little speech to ask. ``more``: one
    of two voices is in truth several. ``doubtful``: what by itself is more like the other voice than like its own.
    """

    voices: tuple[Spans, ...]
    similarity: float | None
    more: bool = False
    doubtful: Spans = ()


def separate(samples: Samples, sample_rate_hz: int, speech: Spans, settings: SpeakerSettings) -> Separation:
    """``speech`` (the timing pass of one channel) by voice: two voices, or one where they are too much alike."""
    middles_s = _middles(speech, settings.step_s)
    if not middles_s.size:
        return Separation((speech,), None)
    whole = _inside(middles_s, speech) >= settings.min_inside
    if whole.sum() < 2 * settings.min_prints:
        return Separation((speech,), None)
    prints = voice_prints(samples, sample_rate_hz, middles_s, find_encoder(settings.encoder))
    centroids = two_centroids(_smoothed(prints, middles_s, settings.step_s)[whole])
    similarity = float(centroids[0] @ centroids[1])
    scores = prints @ (centroids[1] - centroids[0])
    distinctness = _distinctness(scores[whole])
    scores = scores / (scores[whole].std() + 1e-9) * _inside(middles_s, speech)
    pieces = _pieces(speech, middles_s, _most_probable(scores, settings.change_cost), settings.min_piece_s)
    voices = _by_voice(pieces)
    alike = similarity > settings.max_similarity[settings.encoder]
    rarest = min(total_s(spans) for spans in voices) / total_s(speech)
    alike = alike or distinctness < settings.min_distinctness
    apart = len(voices) == 2 and not alike and rarest >= settings.min_share
    if not apart:
        return Separation((speech,), similarity)
    more = any(_are_several(voice, prints, middles_s, speech, settings) for voice in voices)
    return Separation(voices, similarity, more, _doubtful(pieces, middles_s, scores))


def _doubtful(pieces: Sequence[Piece], middles_s: Floats, scores: Floats) -> Spans:
    """The pieces whose own prints, on the mean, speak for the other voice, which the cost of a change outweighed."""
    return tuple(span for span, label in pieces if _evidence(span, middles_s, scores) * (2 * label - 1) < 0)


def _evidence(span: Span, middles_s: Floats, scores: Floats) -> float:
    """Mean score of the prints in ``span``, or of the nearest one."""
    near = (span.start_s - PRINT_REACH_S <= middles_s) & (middles_s <= span.end_s + PRINT_REACH_S)
    return float(scores[near].mean() if near.any() else scores[np.argmin(np.abs(middles_s - span.middle_s))])


def voice_of(samples: Samples, sample_rate_hz: int, speech: Spans, settings: SpeakerSettings) -> Prints | None:
    """The print of one voice, unit length, shape (256,); ``None`` where there is too little speech to know it."""
    middles_s = _middles(speech, settings.step_s)
    whole = middles_s[_inside(middles_s, speech) >= settings.min_inside] if middles_s.size else middles_s
    if whole.size < settings.voice_min_prints:
        return None
    total = voice_prints(samples, sample_rate_hz, whole, find_encoder(settings.encoder)).mean(axis=0)
    voice: Prints = total / np.linalg.norm(total)
    return voice


def _are_several(voice: Spans, prints: Prints, middles_s: Floats, speech: Spans, settings: SpeakerSettings) -> bool:
    """Whether what was taken for one voice is two: one after the other, or quite unlike and neither of them rare."""
    own = _inside(middles_s, voice) >= settings.min_inside
    if own.sum() < 2 * settings.min_prints:
        return False
    if _changes(prints[own], int(settings.third_min_s / settings.step_s), settings.max_similarity[settings.encoder]):
        return True
    enough_s = max(settings.third_min_s, settings.third_min_share * total_s(speech))
    smooth = _smoothed(prints[own], middles_s[own], settings.step_s)
    centroids = two_centroids(smooth)
    second = smooth @ (centroids[1] - centroids[0]) > 0
    rarer_s = min(second.mean(), 1 - second.mean()) * total_s(voice)
    return bool(rarer_s >= enough_s and centroids[0] @ centroids[1] <= settings.third_max_similarity)


def _changes(prints: Prints, fewest: int, max_similarity: float) -> bool:
    """Whether there is a moment before and after which a voice is as unlike as two voices are: a transfer.

    ``fewest``: prints on either side.
    """
    before = np.cumsum(prints, axis=0)[fewest - 1 : max(len(prints) - fewest, 0)]
    after = prints.sum(axis=0) - before
    norms = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    return bool(np.any(np.sum(before * after, axis=1) / norms <= max_similarity))


def _distinctness(scores: Floats) -> float:
    """Ashman's D of the scores on either side of 0: how far two groups are apart, in their own spreads.

    One group cut in two gives about 2.7, little speech up to 4. Ashman et al. 1994 (doi:10.1086/117248).
    """
    above, below = scores[scores > 0], scores[scores <= 0]
    if not (above.size and below.size):
        return 0.0
    return float((above.mean() - below.mean()) / np.sqrt((above.var() + below.var()) / 2 + 1e-12))


def _middles(speech: Spans, step_s: float) -> Floats:
    """Middles of prints on one grid for the whole call, where a print touches speech."""
    if not speech:
        return np.zeros(0)
    grid = np.arange(0, speech[-1].end_s + step_s, step_s)
    return grid[_inside(grid, speech) > 0]


def _inside(middles_s: Floats, speech: Spans) -> Floats:
    """Share of each print's 0.8 s that is speech, 0…1."""
    edges = np.array([edge for span in speech for edge in (span.start_s, span.end_s)])
    filled = np.cumsum([0.0, *(span.duration_s for span in speech)])
    marks = np.repeat(filled, 2)[1:-1]
    before = np.interp(middles_s - WINDOW_S / 2, edges, marks)
    after = np.interp(middles_s + WINDOW_S / 2, edges, marks)
    share: Floats = (after - before) / WINDOW_S
    return share


def _smoothed(prints: Prints, middles_s: Floats, step_s: float) -> Prints:
    """Each print averaged with its direct neighbours in time, unit length."""
    near = np.abs(np.diff(middles_s)) <= step_s * 1.5
    total = prints.copy()
    total[1:] += prints[:-1] * near[:, None]
    total[:-1] += prints[1:] * near[:, None]
    smooth: Prints = total / np.linalg.norm(total, axis=1, keepdims=True)
    return smooth


def _most_probable(scores: Floats, change_cost: float) -> Labels:
    """Viterbi over two voices: a positive score speaks for voice 1; a change of voice costs ``change_cost``."""
    gains = np.stack([-scores, scores], axis=1)
    came_from = np.zeros((scores.size, 2), np.int64)
    best = np.zeros(2)
    for i, gain in enumerate(gains):
        change = best[::-1] - change_cost
        came_from[i] = np.where(best >= change, [0, 1], [1, 0])
        best = np.maximum(best, change) + gain
    labels = np.zeros(scores.size, np.int64)
    labels[-1] = best.argmax()
    for i in range(scores.size - 1, 0, -1):
        labels[i - 1] = came_from[i, labels[i]]
    return labels


def _pieces(speech: Spans, middles_s: Floats, labels: Labels, min_piece_s: float) -> list[Piece]:
    return [piece for span in speech for piece in _cut(span, middles_s, labels, min_piece_s)]


def _by_voice(pieces: Sequence[Piece]) -> tuple[Spans, ...]:
    order = dict.fromkeys(label for _, label in pieces)
    return tuple(tuple(piece for piece, label in pieces if label == voice) for voice in order)


def _cut(span: Span, middles_s: Floats, labels: Labels, min_piece_s: float) -> list[Piece]:
    """``span`` cut half-way between two prints of different voices, unless that leaves less than ``min_piece_s``."""
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
