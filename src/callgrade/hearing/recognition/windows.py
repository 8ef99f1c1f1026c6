"""Speech windows: pieces of one channel's speech packed into what the recogniser hears at once.

Whisper was trained on 30 s, but its encoder takes less, and needs less time a second for it: every moment is compared
with all others. So windows are packed up to a length that is quick and still recognised well, and not filled up to 30 s
(docs: explanation/speed). There is a short silence between two pieces, so that words do not run into each other across
the cut.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import soxr

from callgrade.config.recognition import RecognitionSettings
from callgrade.hearing.activity.silero import FRAME_S
from callgrade.hearing.activity.voice_activity import RATE_HZ, VoiceActivity
from callgrade.model.recording import Samples, Sound
from callgrade.model.span import Span, Spans, intersect, merge, subtract, total_s

SHORTEST_CUT_SHARE = 0.5
WIDENING_STEPS = 10
WHISPER_SAMPLES = 30 * RATE_HZ
TAIL_S = 1.0
FULL_S = 20.0
"""Up to here what the encoder compares takes less than 32 MB. The C library keeps so much for the next layer; more is
taken from the system again for every layer, which makes a second of sound cost 1.7 times as much. [meas]"""
ENCODED_S = (3.0, 6.0, 9.0, 12.0, 15.0, 18.0, FULL_S, 24.0, 27.0, 30.0)


@dataclass(frozen=True, eq=False)
class SpeechWindow:
    """Speech of one channel of one call, at most 30 s with its joins.

    ``samples``: the whole channel at ``sample_rate_hz`` (shared, not copied); ``pieces``: its parts in the
    window, in order, seconds of the call; ``speech``: the channel's timing pass; ``join_s``: silence between pieces.
    """

    channel: int
    samples: Sound
    sample_rate_hz: int
    pieces: Spans
    speech: Spans
    join_s: float

    @property
    def duration_s(self) -> float:
        """Length in seconds, joins included."""
        return self.starts_s[-1] + self.pieces[-1].duration_s

    @property
    def encoded_s(self) -> float:
        """Length that the recogniser hears, seconds: with silence at the end, and one of few, for batches."""
        least_s = min(self.duration_s + TAIL_S, max(self.duration_s, FULL_S))
        return next(one for one in ENCODED_S if one >= min(least_s, ENCODED_S[-1]))

    @property
    def starts_s(self) -> tuple[float, ...]:
        """Where each piece begins in the window, seconds."""
        lengths = [piece.duration_s + self.join_s for piece in self.pieces[:-1]]
        return tuple(float(start) for start in np.cumsum([0.0, *lengths]))

    def audio(self) -> Samples:
        """The window at 16 kHz, float32, shape (n,), n ≤ 480,000."""
        audio = np.zeros(min(round(self.duration_s * RATE_HZ), WHISPER_SAMPLES), np.float32)
        for start_s, piece in zip(self.starts_s, self.pieces, strict=True):
            sound = self._piece(piece)
            start = round(start_s * RATE_HZ)
            length = min(sound.size, audio.size - start)
            audio[start : start + length] = sound[:length]
        return audio

    def _piece(self, piece: Span) -> Samples:
        rate_hz = self.sample_rate_hz
        sound = self.samples[round(piece.start_s * rate_hz) : round(piece.end_s * rate_hz)]
        resampled: Samples = soxr.resample(sound, rate_hz, RATE_HZ)
        return resampled


def pack_windows(
    channel: int,
    samples: Sound,
    sample_rate_hz: int,
    activity: VoiceActivity,
    settings: RecognitionSettings,
) -> tuple[SpeechWindow, ...]:
    """The recognition pass of one channel as windows of at most ``window_s``.

    As few windows as possible; among the ways to have so few, the one that cuts at the longest silences, since a
    sentence cut in two is badly recognised twice.
    """
    packed = _pack(_pieces(activity, settings), activity.timing, settings)
    return tuple(
        SpeechWindow(channel, samples, sample_rate_hz, pieces, activity.timing, settings.join_s)
        for pieces in _widened(packed, activity, settings)
    )


def _widened(packed: list[Spans], activity: VoiceActivity, settings: RecognitionSettings) -> Iterator[Spans]:
    """Windows with room to spare hear more of the silence around their pieces, which steadies the recogniser.

    Never into a neighbouring window's pieces, nor into sound that is known to be no speech of this channel.
    """
    if not packed:
        return
    edges_s = [0.0, *((a[-1].end_s + b[0].start_s) / 2 for a, b in pairwise(packed)), activity.duration_s]
    for pieces, bounds_s in zip(packed, pairwise(edges_s), strict=True):
        widened = merge(pieces)
        for step in range(1, WIDENING_STEPS + 1):
            more_s = settings.spare_pad_s * step / WIDENING_STEPS
            wider = _wider(pieces, more_s, Span(*bounds_s), activity.excluded)
            if _length_s(wider, settings.join_s) > settings.window_s:
                break
            widened = wider
        yield widened


def _wider(pieces: Spans, more_s: float, bounds: Span, excluded: Spans) -> Spans:
    grown = (Span(max(0.0, piece.start_s - more_s), piece.end_s + more_s) for piece in pieces)
    free = subtract(intersect(grown, [bounds]), excluded)
    return tuple(span for span in free if intersect([span], pieces))


def _length_s(pieces: Spans, join_s: float) -> float:
    return total_s(pieces) + join_s * (len(pieces) - 1)


def _pieces(activity: VoiceActivity, settings: RecognitionSettings) -> list[Span]:
    """The recognition pass, cut at every silence of the timing pass and wherever a piece is still too long."""
    cuts_s = [(before.end_s + after.start_s) / 2 for before, after in pairwise(activity.timing)]
    pieces: list[Span] = []
    for span in activity.recognition:
        edges_s = [span.start_s, *(cut_s for cut_s in cuts_s if span.start_s < cut_s < span.end_s), span.end_s]
        for start_s, end_s in pairwise(edges_s):
            pieces.extend(_cut(Span(start_s, end_s), activity, settings.window_s))
    return pieces


def _cut(piece: Span, activity: VoiceActivity, longest_s: float) -> Iterator[Span]:
    """``piece`` in parts of at most ``longest_s``, each cut where speech is least probable in its second half."""
    start_s = piece.start_s
    while piece.end_s - start_s > longest_s:
        first = int((start_s + longest_s * SHORTEST_CUT_SHARE) / FRAME_S) + 1
        last = int((start_s + longest_s) / FRAME_S)
        cut_s = (first + int(np.argmin(activity.probabilities[first:last]))) * FRAME_S
        yield Span(start_s, cut_s)
        start_s = cut_s
    yield Span(start_s, piece.end_s)


def _pack(pieces: list[Span], timing: Spans, settings: RecognitionSettings) -> list[Spans]:
    """Dynamic programming over the cuts: fewest windows, then the least ``_harm`` in all."""
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(pieces) + 1):
        ways = []
        filled_s = 0.0
        for first in range(end - 1, -1, -1):
            joined = first < end - 1 and pieces[first].end_s < pieces[first + 1].start_s
            filled_s += pieces[first].duration_s + (settings.join_s if joined else 0.0)
            if filled_s > settings.window_s and first < end - 1:
                break
            ways.append((best[first][0] + 1, best[first][1] + _harm(pieces, first, timing), first))
        best.append(min(ways))
    packed: list[Spans] = []
    end = len(pieces)
    while end:
        packed.append(tuple(pieces[best[end][2] : end]))
        end = best[end][2]
    return packed[::-1]


def _harm(pieces: list[Span], first: int, timing: Spans) -> float:
    """How bad it is to begin a window with this piece: 10 for a cut through speech, little for a long silence."""
    if first == 0:
        return 0.0
    before = max((span.end_s for span in timing if span.start_s < pieces[first - 1].end_s), default=0.0)
    after = min((span.start_s for span in timing if span.end_s > pieces[first].start_s), default=pieces[first].start_s)
    return 1 / (0.1 + max(after - before, 0.0))
