"""Speaker embeddings of stretches of a channel: 192 numbers that are alike when the voice is the same."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
import soxr

from callgrade.hearing.diarization.campplus import DIMENSIONS, Embeddings, embed
from callgrade.hearing.diarization.filter_banks import FRAME_SAMPLES, HOP_S, HOP_SAMPLES, RATE_HZ, Frames, filter_banks
from callgrade.model.recording import Samples, Sound
from callgrade.model.span import Span

LONGEST_RUN_S = 30.0
MARGIN_S = 0.05
TAIL_S = (FRAME_SAMPLES - HOP_SAMPLES) / RATE_HZ

Place = tuple[int, int]
"""First frame and number of frames of a window."""


def embed_windows(samples: Sound, sample_rate_hz: int, windows: Sequence[Span]) -> Embeddings:
    """The embedding of each of ``windows`` (0.5 to 2 s each, by their start), of unit length, shape (n, 192)."""
    places = [(round(window.start_s / HOP_S), round(window.duration_s / HOP_S)) for window in windows]
    done = [_run(samples, sample_rate_hz, run) for run in _runs(places)]
    return np.concatenate(done) if done else np.zeros((0, DIMENSIONS), np.float32)


def _runs(places: Sequence[Place]) -> Iterator[list[Place]]:
    """Windows whose filter banks are computed at once, because they overlap."""
    run: list[Place] = []
    for place in places:
        if run and (place[0] > sum(run[-1]) or (place[0] - run[0][0]) * HOP_S > LONGEST_RUN_S):
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def _run(samples: Sound, sample_rate_hz: int, run: Sequence[Place]) -> Embeddings:
    first, last = run[0][0], max(start + count for start, count in run)
    frames = filter_banks(_stretch(samples, sample_rate_hz, first * HOP_S, last * HOP_S + TAIL_S))
    embeddings = np.zeros((len(run), DIMENSIONS), np.float32)
    by_length = sorted(range(len(run)), key=lambda i: run[i][1])
    for _, same in groupby(by_length, key=lambda i: run[i][1]):
        indices = list(same)
        embeddings[indices] = embed(np.stack([_cut(frames, run[i], first) for i in indices]))
    return embeddings


def _cut(frames: Frames, place: Place, first: int) -> Frames:
    start, count = place
    return frames[start - first : start - first + count]


def _stretch(samples: Sound, rate_hz: int, start_s: float, end_s: float) -> Samples:
    """A stretch at 16 kHz, with silence beyond both ends of the recording.

    A margin is resampled with it and cut off, so that a window's sound is the same whatever is taken with it.
    """
    start, end = round((start_s - MARGIN_S) * rate_hz), round((end_s + MARGIN_S) * rate_hz)
    inside = samples[max(start, 0) : max(end, 0)]
    padded = np.pad(inside, (max(-start, 0), max(end - max(start, 0) - inside.size, 0)))
    resampled: Samples = soxr.resample(padded, rate_hz, RATE_HZ)
    first, size = round(MARGIN_S * RATE_HZ), round((end_s - start_s) * RATE_HZ)
    stretch = resampled[first : first + size]
    return np.pad(stretch, (0, size - stretch.size))
