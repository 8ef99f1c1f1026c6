"""Stretches of speech that the network hears at once, and their sound.

They follow from the speech of the call alone, so a window's embedding does not depend on which others are asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import soxr

from callgrade.hearing.diarization.campplus import MOMENT_FRAMES, SEGMENT_FRAMES
from callgrade.hearing.diarization.filter_banks import FRAME_SAMPLES, HOP_S, HOP_SAMPLES, RATE_HZ, Frames, filter_banks
from callgrade.model.recording import Samples, Sound
from callgrade.model.span import Spans

BESIDE_S = 0.05
JOIN_FRAMES = 10
LEAST_SEGMENTS = 3  # the mean over less than 0.6 s is not that of a voice
MOST_SEGMENTS = 30  # what a layer passes on for more than 6 s no longer fits into the cache
MARGIN_S = 0.05
MOMENT_S = MOMENT_FRAMES * HOP_S
TAIL_S = (FRAME_SAMPLES - HOP_SAMPLES) / RATE_HZ


@dataclass(frozen=True)
class Stretch:
    """Whole segments of sound from the frame ``start`` on, up to the frame ``end``."""

    start: int
    end: int


def stretches_of(speech: Spans) -> list[Stretch]:
    """``speech`` with little beside it, in stretches of 0.6 to 6 s; those that nearly touch are one."""
    joined: list[Stretch] = []
    for span in speech:
        start = max(0, round((span.start_s - BESIDE_S) / MOMENT_S)) * MOMENT_FRAMES
        least = start + LEAST_SEGMENTS * SEGMENT_FRAMES
        if joined and start - joined[-1].end <= JOIN_FRAMES:
            start, least = joined[-1].start, joined.pop().end
        joined.append(Stretch(start, max(least, _whole_segments(start, span.end_s + BESIDE_S))))
    return [part for stretch in joined for part in _parts(stretch)]


def frames_of(samples: Sound, rate_hz: int, stretch: Stretch) -> Frames:
    """The mel bands of ``stretch``, shape (frames, 80), with silence beyond both ends of the recording.

    A margin is resampled with it and cut off, so that the sound does not depend on where the stretch is cut.
    """
    start_s, end_s = stretch.start * HOP_S, stretch.end * HOP_S + TAIL_S
    start, end = round((start_s - MARGIN_S) * rate_hz), round((end_s + MARGIN_S) * rate_hz)
    inside = samples[max(start, 0) : max(end, 0)]
    padded = np.pad(inside, (max(-start, 0), max(end - max(start, 0) - inside.size, 0)))
    resampled: Samples = soxr.resample(padded, rate_hz, RATE_HZ)
    first, size = round(MARGIN_S * RATE_HZ), round((end_s - start_s) * RATE_HZ)
    sound = resampled[first : first + size]
    return filter_banks(np.pad(sound, (0, size - sound.size)))


def _whole_segments(start: int, end_s: float) -> int:
    """The end, in frames, of the segments from the frame ``start`` on that reach ``end_s``."""
    return start - (start - round(end_s / HOP_S)) // SEGMENT_FRAMES * SEGMENT_FRAMES


def _parts(stretch: Stretch) -> Iterator[Stretch]:
    """``stretch`` in parts of about the same length, none too long."""
    segments = (stretch.end - stretch.start) // SEGMENT_FRAMES
    cuts = np.linspace(0, segments, -(-segments // MOST_SEGMENTS) + 1).round().astype(int) * SEGMENT_FRAMES
    for first, last in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        yield Stretch(stretch.start + first, stretch.start + last)
