"""Bursts of steady tone: their edges to a few milliseconds and their spectral lines to a few hertz.

A network's tone generator holds its frequency; a voice or an instrument does not. A burst is accepted where at most
three spectral lines, as narrow as its length allows, hold nearly all power of the tone band.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import scipy.fft
from scipy.ndimage import convolve1d

from callgrade.config.hearing import RingingSettings
from callgrade.hearing.ringing.tone_frames import FRAME_S, HOP_S, ToneFrames
from callgrade.hearing.telephone_band import RATE_HZ, cut
from callgrade.model.recording import Samples, Sound
from callgrade.model.span import Span, merge

FILTER_HZ = (320, 560)
FILTER_TAPS = 129
AROUND_S = 0.25
EDGE_S = 0.06
BEAT_S = 0.065
FINE_HZ = 0.5
MAX_LINES = 3
LINE_RANGE = 10 ** (-15 / 10)
EDGE_SHARE = 0.2

Powers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Burst:
    """One stretch of steady tone: ``lines_hz`` ascending, all within 15 dB of the strongest; ``level_dbov``."""

    span: Span
    lines_hz: tuple[float, ...]
    level_dbov: float

    @property
    def on_s(self) -> float:
        """Length in seconds."""
        return self.span.duration_s


def find_bursts(
    samples: Sound, sample_rate_hz: int, frames: ToneFrames, settings: RingingSettings
) -> tuple[Burst, ...]:
    """All bursts of steady tone of one channel, in order of time."""
    runs = merge(_runs(frames.tonal(settings)), BEAT_S)
    rough = (run for run in runs if run.duration_s >= settings.fragment_s - HOP_S)
    spans = [span for run in rough if (span := _refined(samples, sample_rate_hz, run)) is not None]
    found = (_burst(samples, sample_rate_hz, span, settings) for span in merge(spans, settings.hole_s))
    return tuple(burst for burst in found if burst is not None)


def _runs(mask: npt.NDArray[np.bool_]) -> Iterator[Span]:
    """Runs of true frames as spans between the middles of their first and last frame."""
    steps = np.diff(np.concatenate([[0], mask.astype(np.int8), [0]]))
    for first, after in zip(np.flatnonzero(steps == 1), np.flatnonzero(steps == -1), strict=True):
        yield Span(float(first) * HOP_S + FRAME_S / 2, float(after - 1) * HOP_S + FRAME_S / 2)


def _refined(samples: Sound, sample_rate_hz: int, rough: Span) -> Span | None:
    """``rough`` with its edges put where the energy in the tone band changes most (a cumulative sum each)."""
    origin_s = max(0.0, rough.start_s - AROUND_S)
    piece = cut(samples, sample_rate_hz, origin_s, rough.end_s + AROUND_S)
    energy = convolve1d(piece, _TONE_BAND, mode="constant").astype(np.float64) ** 2
    inside = round((rough.start_s - origin_s) * RATE_HZ), round((rough.end_s - origin_s) * RATE_HZ)
    near = round(AROUND_S * RATE_HZ)
    start_level = EDGE_SHARE * np.mean(energy[inside[0] : min(inside[0] + near, inside[1])])
    end_level = EDGE_SHARE * np.mean(energy[max(inside[0], inside[1] - near) : inside[1]])
    start = _edge(start_level - energy, inside[0])
    end = _edge(energy - end_level, inside[1])
    return Span(origin_s + start / RATE_HZ, origin_s + end / RATE_HZ) if start < end else None


def _edge(gain: Powers, rough: int) -> int:
    """Index near ``rough`` before which ``gain`` is mostly positive and after which it is mostly negative."""
    first = max(0, rough - round(EDGE_S * RATE_HZ))
    window = gain[first : rough + round(EDGE_S * RATE_HZ)]
    return first + int(np.argmax(np.concatenate([[0.0], np.cumsum(window)])))


def _burst(samples: Sound, sample_rate_hz: int, span: Span, settings: RingingSettings) -> Burst | None:
    if not settings.fragment_s <= span.duration_s <= settings.max_on_s:
        return None
    piece = cut(samples, sample_rate_hz, span.start_s, span.end_s)
    lines_hz = spectral_lines(piece, settings)
    low_hz, high_hz = settings.line_range_hz
    if not lines_hz or lines_hz[0] < low_hz or lines_hz[-1] > high_hz:
        return None
    return Burst(span, lines_hz, float(10 * np.log10(np.mean(piece.astype(np.float64) ** 2))))


def spectral_lines(piece: Samples, settings: RingingSettings) -> tuple[float, ...]:
    """Frequencies, Hz ascending, of the at most three lines that hold the tone band; empty if they do not.

    A line is as wide as a Hann window as long as ``piece`` makes it, and ``settings.line_drift_hz`` on either side.
    Lines closer than any two of a network are the sidebands of a vibrato; overtones are those of a voice.
    """
    size = round(RATE_HZ / FINE_HZ)
    piece = piece[:size]
    powers = np.abs(scipy.fft.rfft(piece * np.hanning(piece.size), size)).astype(np.float64) ** 2
    half = round((2 * RATE_HZ / piece.size + settings.line_drift_hz) / FINE_HZ)
    first, last = (round(edge_hz / FINE_HZ) for edge_hz in settings.tone_band_hz)
    peaks, share = _peaks(powers[first : last + 1], half)
    lines = sorted(first + peak for peak in peaks)
    apart_hz = min((after - before for before, after in pairwise(lines)), default=size) * FINE_HZ
    if share < settings.line_share or apart_hz < settings.min_line_spacing_hz:
        return ()
    if _overtones(powers, first + peaks[0], half) >= 10 ** (settings.max_overtones_db / 10):
        return ()
    return tuple(line * FINE_HZ for line in lines)


def _peaks(band: Powers, half: int) -> tuple[list[int], float]:
    """Bins of the strongest peaks of ``band``, strongest first, and the share of its power within ``half`` of them."""
    left, peaks = band.copy(), [int(np.argmax(band))]
    for _ in range(MAX_LINES):
        peak = int(np.argmax(left))
        if left[peak] >= LINE_RANGE * band[peaks[0]]:
            peaks.append(peak)
        left[max(0, peak - half) : peak + half + 1] = 0
    return peaks[1:], 1 - float(left.sum() / band.sum())


def _overtones(powers: Powers, line: int, half: int) -> float:
    """Power of the second and third harmonic of ``line`` over its own."""
    own, *others = (float(powers[k * line - half : k * line + half + 1].sum()) for k in (1, 2, 3))
    return sum(others) / own


def same_lines(left: Burst, right: Burst, tolerance_hz: float) -> bool:
    """Whether every line of the shorter burst is within ``tolerance_hz`` of a line of the longer one.

    The tolerance grows by the uncertainty of the shorter burst's frequencies.
    """
    shorter, longer = sorted((left, right), key=lambda burst: burst.on_s)
    reach_hz = tolerance_hz + 0.5 / shorter.on_s
    return all(min(abs(line_hz - other_hz) for other_hz in longer.lines_hz) <= reach_hz for line_hz in shorter.lines_hz)


def offs_s(bursts: tuple[Burst, ...]) -> tuple[float, ...]:
    """Seconds between the bursts."""
    return tuple(after.span.start_s - before.span.end_s for before, after in pairwise(bursts))


def _band_pass(low_hz: float, high_hz: float) -> Powers:
    """Taps of a windowed-sinc filter (Hamming) at 8 kHz, with gain 1 in the middle of the band."""
    times_s = (np.arange(FILTER_TAPS) - FILTER_TAPS // 2) / RATE_HZ
    low, high = (2 * edge_hz * np.sinc(2 * edge_hz * times_s) for edge_hz in (low_hz, high_hz))
    taps = (high - low) * np.hamming(FILTER_TAPS)
    return np.asarray(taps / np.sum(taps * np.cos(np.pi * (low_hz + high_hz) * times_s)))


_TONE_BAND = _band_pass(*FILTER_HZ)
