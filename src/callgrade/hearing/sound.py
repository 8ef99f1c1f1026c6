"""Sound that is no speech: music, tones, announcements' jingles; what tells a hold from silence.

Music and tones stay where they are in the spectrum for longer than a frame; noise, breath and crackle do not. So the
fine structure of the log spectrum (what is left after smoothing over frequency) is correlated with that of the next
frame that shares no sample: 0 for noise of any colour, towards 1 for steady lines.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import scipy.fft
from scipy.ndimage import median_filter, uniform_filter1d

from callgrade.config.hearing import SoundSettings
from callgrade.hearing.telephone_band import RATE_HZ, blocks
from callgrade.model.recording import Samples
from callgrade.model.span import Span, Spans, merge, subtract

FRAME = 512
HOP = 256
APART = FRAME // HOP
HOP_S = HOP / RATE_HZ
FRAME_S = FRAME / RATE_HZ
BLOCK_S = 64
BAND = slice(round(250 * FRAME / RATE_HZ), round(3400 * FRAME / RATE_HZ))
SMOOTHING_BINS = 15

Floats = npt.NDArray[np.float32]


def find_sound(samples: Samples, sample_rate_hz: int, speech: Spans, ringing: Spans, settings: SoundSettings) -> Spans:
    """Stretches of one channel where music or tones sound and nobody speaks; ``ringing`` is not among them."""
    steadiness, levels_dbov = _frames(samples, sample_rate_hz)
    if not steadiness.size:
        return ()
    width = 2 * round(settings.smoothing_s / HOP_S / 2) + 1
    steady = median_filter(steadiness, size=width, mode="nearest") >= settings.min_steadiness
    loud = median_filter(levels_dbov, size=width, mode="nearest") >= settings.floor_dbov
    sounding = merge(_runs(steady & loud), settings.hole_s)
    last_s = samples.size / sample_rate_hz
    inside = (Span(span.start_s, min(span.end_s, last_s)) for span in sounding if span.start_s < last_s)
    quiet = subtract(inside, [*_widened(speech, settings.clear_of_speech_s), *ringing])
    return tuple(span for span in quiet if span.duration_s >= settings.min_sound_s)


def _frames(samples: Samples, sample_rate_hz: int) -> tuple[Floats, Floats]:
    """Steadiness (−1…1) and level (dBov) every 32 ms, each of shape (n_frames,)."""
    parts = [_block(block) for _, block in blocks(samples, sample_rate_hz, BLOCK_S, (FRAME * APART - HOP) / RATE_HZ)]
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def _block(block: Samples) -> tuple[Floats, Floats]:
    if block.size < FRAME:
        return np.zeros(0, np.float32), np.zeros(0, np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(block, FRAME)[::HOP]
    levels_dbov = 10 * np.log10(np.mean(frames**2, axis=1) + 1e-12)
    power = np.abs(scipy.fft.rfft(frames * np.hanning(FRAME).astype(np.float32), axis=1)[:, BAND]) ** 2
    detail = np.log(power + 1e-10)
    detail -= uniform_filter1d(detail, SMOOTHING_BINS, axis=1)
    detail /= np.linalg.norm(detail, axis=1, keepdims=True) + 1e-9
    own = max(1, len(frames) - APART)
    steadiness = np.sum(detail[:own] * detail[-own:], axis=1) if len(frames) > APART else np.zeros(own)
    return steadiness.astype(np.float32), levels_dbov[:own].astype(np.float32)


def _runs(mask: npt.NDArray[np.bool_]) -> Iterator[Span]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    for start, end in edges.reshape(-1, 2).tolist():
        yield Span(start * HOP_S, (end - 1) * HOP_S + FRAME_S)


def _widened(spans: Spans, margin_s: float) -> Iterator[Span]:
    for span in spans:
        yield Span(max(0.0, span.start_s - margin_s), span.end_s + margin_s)
