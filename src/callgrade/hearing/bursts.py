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
import scipy.signal

from callgrade.config.hearing import RingingSettings
from callgrade.hearing.telephone_band import RATE_HZ, cut
from callgrade.hearing.tone_frames import FRAME_S, HOP_S, ToneFrames
from callgrade.model.recording import Samples
from callgrade.model.span import Span

AROUND_S = 0.25
EDGE_S = 0.06
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
    samples: Samples, sample_rate_hz: int, frames: ToneFrames, settings: RingingSettings
) -> tuple[Burst, ...]:
    """All bursts of steady tone of one channel, in order of time."""
    rough = _runs(frames.tonal(settings), min_frames=int(settings.fragment_s / HOP_S))
    spans = [span for run in rough if (span := _refined(samples, sample_rate_hz, run)) is not None]
    found = (_burst(samples, sample_rate_hz, span, settings) for span in _joined(spans, settings.hole_s))
    return tuple(burst for burst in found if burst is not None)


def _runs(mask: npt.NDArray[np.bool_], min_frames: int) -> Iterator[Span]:
    """Runs of true frames as spans between the middles of their first and last frame."""
    steps = np.diff(np.concatenate([[0], mask.astype(np.int8), [0]]))
    for first, after in zip(np.flatnonzero(steps == 1), np.flatnonzero(steps == -1), strict=True):
        if after - first >= min_frames:
            yield Span(float(first) * HOP_S + FRAME_S / 2, float(after - 1) * HOP_S + FRAME_S / 2)


def _refined(samples: Samples, sample_rate_hz: int, rough: Span) -> Span | None:
    """``rough`` with its edges put where the energy in the tone band changes most (a cumulative sum each)."""
    origin_s = max(0.0, rough.start_s - AROUND_S)
    piece = cut(samples, sample_rate_hz, origin_s, rough.end_s + AROUND_S)
    energy = scipy.signal.fftconvolve(piece, _TONE_BAND, mode="same").astype(np.float64) ** 2
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


def _joined(spans: list[Span], hole_s: float) -> list[Span]:
    """``spans`` with holes shorter than ``hole_s`` closed: lost packets, not a cadence."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.start_s - joined[-1].end_s < hole_s:
            joined[-1] = Span(joined[-1].start_s, max(joined[-1].end_s, span.end_s))
        else:
            joined.append(span)
    return joined


def _burst(samples: Samples, sample_rate_hz: int, span: Span, settings: RingingSettings) -> Burst | None:
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
    """
    size = round(RATE_HZ / FINE_HZ)
    spectrum = scipy.fft.rfft(piece[:size] * np.hanning(min(piece.size, size)), size)
    powers = np.abs(spectrum).astype(np.float64) ** 2
    first, last = (round(edge_hz / FINE_HZ) for edge_hz in settings.tone_band_hz)
    band = powers[first : last + 1]
    half = round((2 * RATE_HZ / min(piece.size, size) + settings.line_drift_hz) / FINE_HZ)
    held, peaks = 0.0, []
    left = band.copy()
    for _ in range(MAX_LINES):
        peak = int(np.argmax(left))
        around = slice(max(0, peak - half), peak + half + 1)
        peaks.append((peak, float(left[peak])))
        held += float(left[around].sum())
        left[around] = 0
    if held < settings.line_share * float(band.sum()):
        return ()
    strong = [peak for peak, power in peaks if power >= LINE_RANGE * peaks[0][1]]
    return tuple(sorted((first + peak) * FINE_HZ for peak in strong))


def same_lines(left: Burst, right: Burst, tolerance_hz: float) -> bool:
    """Whether every line of the burst with fewer lines is within ``tolerance_hz`` of a line of the other."""
    fewer, more = sorted((left.lines_hz, right.lines_hz), key=len)
    return all(min(abs(line_hz - other_hz) for other_hz in more) <= tolerance_hz for line_hz in fewer)


def offs_s(bursts: tuple[Burst, ...]) -> tuple[float, ...]:
    """Seconds between the bursts."""
    return tuple(after.span.start_s - before.span.end_s for before, after in pairwise(bursts))


_TONE_BAND = scipy.signal.firwin(129, [320, 560], pass_zero=False, fs=RATE_HZ).astype(np.float32)
