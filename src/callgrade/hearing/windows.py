"""Speech windows: pieces of one channel's speech packed into what the recogniser hears at once.

Whisper always works through 30 s, however little of it is speech; so pieces are packed until a window is full.
Between two pieces stands a short silence, so that words do not run into each other across the cut.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import soxr

from callgrade.config.hearing import RecognitionSettings
from callgrade.hearing.activity import FRAME_S, RATE_HZ, Activity
from callgrade.model.recording import Samples
from callgrade.model.span import Span, Spans, subtract

SHORTEST_CUT_SHARE = 0.5


@dataclass(frozen=True, eq=False)
class SpeechWindow:
    """Speech of one channel of one call, at most 30 s with its joins.

    ``samples``: the whole channel at ``sample_rate_hz`` (shared, not copied); ``pieces``: what of it is in the
    window, in order, seconds of the call; ``join_s``: silence between two pieces.
    """

    channel: int
    samples: Samples
    sample_rate_hz: int
    pieces: Spans
    join_s: float

    @property
    def duration_s(self) -> float:
        """Length in seconds, joins included."""
        return self.starts_s[-1] + self.pieces[-1].duration_s

    @property
    def starts_s(self) -> tuple[float, ...]:
        """Where each piece begins in the window, seconds."""
        lengths = [piece.duration_s + self.join_s for piece in self.pieces[:-1]]
        return tuple(float(start) for start in np.cumsum([0.0, *lengths]))

    def audio(self) -> Samples:
        """The window at 16 kHz, float32, shape (n,)."""
        audio = np.zeros(round(self.duration_s * RATE_HZ), np.float32)
        for start_s, piece in zip(self.starts_s, self.pieces, strict=True):
            sound = self._piece(piece)
            start = round(start_s * RATE_HZ)
            length = min(sound.size, audio.size - start)
            audio[start : start + length] = sound[:length]
        return audio

    def call_span(self, start_s: float, end_s: float) -> Span:
        """The call's time of a stretch of the window, cut to the one piece in which its middle lies."""
        middle_s = (start_s + end_s) / 2
        index = max(int(np.searchsorted(self.starts_s, middle_s, side="right")) - 1, 0)
        piece, offset_s = self.pieces[index], self.pieces[index].start_s - self.starts_s[index]
        start_s = min(max(start_s + offset_s, piece.start_s), piece.end_s)
        return Span(start_s, max(start_s, min(end_s + offset_s, piece.end_s)))

    def _piece(self, piece: Span) -> Samples:
        rate_hz = self.sample_rate_hz
        sound = self.samples[round(piece.start_s * rate_hz) : round(piece.end_s * rate_hz)]
        resampled: Samples = soxr.resample(sound, rate_hz, RATE_HZ)
        return resampled


def pack_windows(
    channel: int,
    samples: Samples,
    sample_rate_hz: int,
    activity: Activity,
    leaked: Spans,
    settings: RecognitionSettings,
) -> tuple[SpeechWindow, ...]:
    """The recognition pass of one channel, without ``leaked`` speech, as windows of at most ``window_s``."""
    pieces = [
        part for piece in subtract(activity.recognition, leaked) for part in _cut(piece, activity, settings.window_s)
    ]
    return tuple(
        SpeechWindow(channel, samples, sample_rate_hz, packed, settings.join_s) for packed in _pack(pieces, settings)
    )


def _pack(pieces: list[Span], settings: RecognitionSettings) -> Iterator[Spans]:
    packed: list[Span] = []
    filled_s = 0.0
    for piece in pieces:
        if packed and filled_s + settings.join_s + piece.duration_s > settings.window_s:
            yield tuple(packed)
            packed, filled_s = [], 0.0
        filled_s += piece.duration_s + (settings.join_s if packed else 0.0)
        packed.append(piece)
    if packed:
        yield tuple(packed)


def _cut(piece: Span, activity: Activity, longest_s: float) -> Iterator[Span]:
    """``piece`` in parts of at most ``longest_s``, each cut where speech is least probable in its second half."""
    start_s = piece.start_s
    while piece.end_s - start_s > longest_s:
        first = int((start_s + longest_s * SHORTEST_CUT_SHARE) / FRAME_S) + 1
        last = int((start_s + longest_s) / FRAME_S)
        cut_s = (first + int(np.argmin(activity.probabilities[first:last]))) * FRAME_S
        yield Span(start_s, cut_s)
        start_s = cut_s
    yield Span(start_s, piece.end_s)
