"""Speaker embeddings of windows of a channel: 192 numbers that are alike when the voice is the same."""

from collections import deque
from collections.abc import Sequence

import numpy as np

from callgrade.hearing.diarization.campplus import DIMENSIONS, MOMENT_FRAMES, Embeddings, Features, embed, hear
from callgrade.hearing.diarization.stretches import MOMENT_S, Stretch, frames_of, stretches_of
from callgrade.model.recording import Sound
from callgrade.model.span import Span, Spans

FEWEST_MOMENTS = 2


def embed_windows(samples: Sound, sample_rate_hz: int, speech: Spans, windows: Sequence[Span]) -> Embeddings:
    """The embedding of the ``speech`` in each of ``windows``, of unit length, shape (n, 192); zeros without speech.

    Every stretch of speech is heard once, however many windows lie in it.
    """
    embeddings = np.zeros((len(windows), DIMENSIONS), np.float32)
    heard = _Heard(samples, sample_rate_hz, speech)
    for i in sorted(range(len(windows)), key=lambda i: windows[i].start_s):
        features = heard.within(windows[i])
        if len(features) >= FEWEST_MOMENTS:
            embeddings[i] = embed(features)
    return embeddings


class _Heard:
    """The features of a channel's speech, for windows in the order of their starts; what lies before is dropped."""

    def __init__(self, samples: Sound, rate_hz: int, speech: Spans) -> None:
        self._stretches = deque(stretches_of(speech))
        self._heard: deque[tuple[Stretch, Features]] = deque()
        self._samples, self._rate_hz = samples, rate_hz

    def within(self, window: Span) -> Features:
        """What is heard in the speech of ``window``, shape (moments, 512)."""
        first, last = (round(edge_s / MOMENT_S) for edge_s in (window.start_s, window.end_s))
        self._hear(first * MOMENT_FRAMES, last * MOMENT_FRAMES)
        starts = [stretch.start // MOMENT_FRAMES for stretch, _ in self._heard]
        parts = [
            features[max(0, first - start) : max(0, last - start)]
            for start, (_, features) in zip(starts, self._heard, strict=True)
        ]
        return np.concatenate(parts) if parts else np.zeros((0, 0), np.float32)

    def _hear(self, first: int, last: int) -> None:
        """Hear the stretches up to the frame ``last``, and drop those that end before the frame ``first``."""
        while self._heard and self._heard[0][0].end <= first:
            self._heard.popleft()
        while self._stretches and self._stretches[0].start < last:
            stretch = self._stretches.popleft()
            if stretch.end > first:
                self._heard.append((stretch, hear(frames_of(self._samples, self._rate_hz, stretch))))
