"""The tone of the network that lasts to the end of a recording: busy, congestion, dial tone. The call is over then.

It holds one frequency or two from first to last, all networks' in the same narrow band (ITU-T E.180), without pauses as
long as those of ring-back. Hold music changes its notes, or has overtones outside that band.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.fft

from callgrade.config.hearing import EndToneSettings
from callgrade.hearing.telephone_band import RATE_HZ, blocks, cut
from callgrade.model.recording import Samples, Sound
from callgrade.model.span import Span

FRAME = 320
HOP = 160
FRAME_S, HOP_S = FRAME / RATE_HZ, HOP / RATE_HZ
BLOCK_S = 60
VOICE_BINS = slice(8, 137)
LINES = 2
LINE_HALF = 2  # bins on either side of a line that the window spreads it over

QUIET, TONE, OTHER = range(3)

Powers = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int_]


@dataclass(frozen=True, eq=False)
class _Lines:
    """The ``bins`` that hold a tone, and the ``power`` of its loudest frame."""

    bins: Indices
    power: float


def longest_end_tone(channels: Iterable[Sound], sample_rate_hz: int, settings: EndToneSettings) -> Span | None:
    """The tone at the end of the channel that has it for the longest time."""
    tones = (find_end_tone(samples, sample_rate_hz, settings) for samples in channels)
    return min((tone for tone in tones if tone), key=lambda tone: tone.start_s, default=None)


def find_end_tone(samples: Sound, sample_rate_hz: int, settings: EndToneSettings) -> Span | None:
    """The tone of one channel, from its first burst to the end of the recording; ``None`` if it ends without one."""
    duration_s = samples.size / sample_rate_hz
    last = _powers(cut(samples, sample_rate_hz, max(0.0, duration_s - settings.min_s), duration_s))
    lines = _lines(last, settings)
    if lines is None:
        return None
    parts = [_powers(block) for _, block in blocks(samples, sample_rate_hz, BLOCK_S, FRAME_S - HOP_S)]
    start_s = _first_frame(np.concatenate([_states(part, lines, settings) for part in parts]), settings) * HOP_S
    return Span(start_s, duration_s) if duration_s - start_s >= settings.min_s else None


def _powers(piece: Samples) -> Powers:
    """The power spectrum of each frame, shape (frames, bins)."""
    if piece.size < FRAME:
        return np.zeros((0, VOICE_BINS.stop - VOICE_BINS.start), np.float32)
    window = np.hanning(FRAME + 1)[:-1].astype(np.float32)
    spectrum = scipy.fft.rfft(np.lib.stride_tricks.sliding_window_view(piece, FRAME)[::HOP] * window, axis=1)
    powers = (spectrum.real**2 + spectrum.imag**2) * (2 / (FRAME * np.sum(window**2)))
    return np.asarray(powers[:, VOICE_BINS], np.float32)


def _lines(powers: Powers, settings: EndToneSettings) -> _Lines | None:
    """The one or two lines that hold the loud frames of the last seconds; ``None`` if other sound is in them."""
    levels = powers.sum(axis=1)
    loudest = float(levels.max(initial=0.0))
    if loudest < _ratio(settings.floor_dbov):
        return None
    mean = powers[levels >= loudest * _ratio(-settings.quiet_db)].mean(axis=0)
    low, high = (round(edge_hz * FRAME / RATE_HZ) - VOICE_BINS.start for edge_hz in settings.band_hz)
    left, bins = mean[low : high + 1].copy(), set[int]()
    for _ in range(LINES):
        peak = int(np.argmax(left))
        near = range(max(0, peak - LINE_HALF), min(left.size, peak + LINE_HALF + 1))
        left[near.start : near.stop] = 0
        bins.update(low + one for one in near)
    held = np.array(sorted(bins))
    return _Lines(held, loudest) if mean[held].sum() >= settings.line_share * mean.sum() else None


def _states(powers: Powers, lines: _Lines, settings: EndToneSettings) -> Indices:
    """What each frame is: the tone, another sound as loud, or neither."""
    levels = powers.sum(axis=1)
    loud = levels >= lines.power * _ratio(-settings.quiet_db)
    pure = powers[:, lines.bins].sum(axis=1) >= settings.frame_share * levels
    return np.where(loud, np.where(pure, TONE, OTHER), QUIET)


def _first_frame(states: Indices, settings: EndToneSettings) -> int:
    """The first frame of the tone that goes on to the end without a long pause, and with no other sound in it."""
    ends = np.append(np.flatnonzero(states == TONE), states.size)
    others = np.append(0, np.cumsum(states == OTHER))
    pauses = np.diff(ends) - 1
    disturbed = others[ends[1:]] - others[ends[:-1]]
    breaks = (pauses * HOP_S > settings.max_off_s) | (disturbed * HOP_S > settings.other_s)
    return int(ends[np.flatnonzero(breaks)[-1] + 1]) if breaks.any() else int(ends[0])


def _ratio(level_db: float) -> float:
    return float(10 ** (level_db / 10))
