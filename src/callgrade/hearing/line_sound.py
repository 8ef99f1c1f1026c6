"""Sound that is no speech: music and tones, which make a hold instead of silence.

Music and tones stay where they are in the spectrum for longer than a frame; noise, breath, clicks and many voices at
once do not. So the fine structure of the log spectrum (what is left after smoothing over frequency) is correlated
with that of the next frame that shares no sample: 0 for noise of any colour, towards 1 for steady lines. Averaged
over seconds in which nobody speaks, this *steadiness* separates music from line noise. Sound that is as steady
and as loud in the short pauses of talk is the line's own hum or the caller's radio, not a hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.fft
from scipy.ndimage import uniform_filter1d

from callgrade.config.hearing import SoundSettings
from callgrade.hearing.telephone_band import RATE_HZ, blocks
from callgrade.model.recording import Samples, Sound
from callgrade.model.span import Span, Spans, complement, merge, subtract

FRAME = 512
HOP = 256
APART = FRAME // HOP
HOP_S = HOP / RATE_HZ
FRAME_S = (FRAME + APART * HOP) / RATE_HZ
BLOCK_S = 64
BAND = slice(round(250 * FRAME / RATE_HZ), round(3400 * FRAME / RATE_HZ))
SMOOTHING_BINS = 15

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class SoundFrames:
    """``steadiness`` (−1…1) and ``levels_dbov`` (250–3400 Hz), each of shape (n_frames,).

    Frame ``i`` spans ``[i * HOP_S, i * HOP_S + FRAME_S)``: both frames that are compared.
    """

    steadiness: Floats
    levels_dbov: Floats

    def inside(self, spans: Spans) -> Mask:
        """Which frames lie wholly inside one of ``spans``."""
        mask = np.zeros(self.steadiness.size, dtype=np.bool_)
        for span in spans:
            mask[int(np.ceil(span.start_s / HOP_S)) : max(0, int((span.end_s - FRAME_S) / HOP_S) + 1)] = True
        return mask


def find_sound(samples: Sound, sample_rate_hz: int, speech: Spans, ringing: Spans, settings: SoundSettings) -> Spans:
    """Stretches of one channel where music or tones sound and nobody speaks; ``ringing`` is left out."""
    duration_s = samples.size / sample_rate_hz
    frames = _frames(samples, sample_rate_hz)
    silent = subtract((Span(0.0, duration_s),), (*_widened(speech, settings.clear_of_speech_s), *ringing))
    heard = frames.inside(silent)
    if not heard.any():
        return ()
    floor_dbov = max(settings.floor_dbov, _background_dbov(frames, speech, duration_s, settings))
    window = 2 * round(settings.smoothing_s / HOP_S / 2) + 1
    steady = _mean(frames.steadiness, heard, window) >= settings.min_steadiness
    loud = _mean(frames.levels_dbov >= floor_dbov, heard, window) >= 0.5
    sounding = subtract(merge(_runs(steady & loud & heard), settings.hole_s), complement(silent, duration_s))
    return tuple(span for span in sounding if span.duration_s >= settings.min_sound_s)


def _background_dbov(frames: SoundFrames, speech: Spans, duration_s: float, settings: SoundSettings) -> float:
    """The level that music must exceed: what is steady in the short pauses of talk, and a margin; −inf for none."""
    talk = merge(_widened(speech, settings.clear_of_speech_s))
    pauses = tuple(span for span in complement(talk, duration_s) if span.duration_s <= settings.max_pause_s)
    between = frames.inside(tuple(span for span in pauses if span.start_s > 0 and span.end_s < duration_s))
    if between.sum() * HOP_S < settings.min_background_s:
        return -np.inf
    if float(np.median(frames.steadiness[between])) < settings.min_steadiness:
        return -np.inf
    return float(np.median(frames.levels_dbov[between])) + settings.background_margin_db


def _frames(samples: Sound, sample_rate_hz: int) -> SoundFrames:
    parts = [_block(block) for _, block in blocks(samples, sample_rate_hz, BLOCK_S, FRAME_S - HOP_S)]
    return SoundFrames(*(np.concatenate(rows) for rows in zip(*parts, strict=True)))


def _block(block: Samples) -> tuple[Floats, Floats]:
    if block.size < FRAME + APART * HOP:
        return np.zeros(0, np.float32), np.zeros(0, np.float32)
    window = np.hanning(FRAME).astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(block, FRAME)[::HOP] * window
    power = np.abs(scipy.fft.rfft(frames, axis=1)[:, BAND]) ** 2 * (2 / (FRAME * np.sum(window**2)))
    detail = np.log(power + 1e-12)
    detail -= uniform_filter1d(detail, SMOOTHING_BINS, axis=1)
    detail /= np.linalg.norm(detail, axis=1, keepdims=True) + 1e-9
    steadiness = np.sum(detail[:-APART] * detail[APART:], axis=1)
    levels_dbov = 10 * np.log10(power[:-APART].sum(axis=1) + 1e-12)
    return steadiness.astype(np.float32), levels_dbov.astype(np.float32)


def _mean(values: npt.NDArray[np.generic], counted: Mask, window: int) -> npt.NDArray[np.float64]:
    """Running mean over ``window`` frames of those that are ``counted``; 0 if there are none."""
    total = uniform_filter1d(np.where(counted, values, 0).astype(np.float64), window, mode="constant")
    share = uniform_filter1d(counted.astype(np.float64), window, mode="constant")
    mean: npt.NDArray[np.float64] = total / np.maximum(share, 0.5 / window)
    return mean


def _runs(mask: Mask) -> Iterator[Span]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    for start, end in edges.reshape(-1, 2).tolist():
        yield Span(start * HOP_S, (end - 1) * HOP_S + FRAME_S)


def _widened(spans: Spans, margin_s: float) -> Iterator[Span]:
    for span in spans:
        yield Span(max(0.0, span.start_s - margin_s), span.end_s + margin_s)
