"""Speech that noise may hide: sound above the noise of a line, where voice activity finds no speech.

Voice activity loses a voice that is hardly louder than the noise, as the fainter of two on one channel often is. Such a
voice still rises above the noise at some frequencies. So the level at each frequency is compared with the noise there:
with the lower quarter of some seconds, in units of how far the noise itself spreads below that. Where this *excess*
lasts, somebody may be speaking. Tones and music stay at their frequencies; a voice moves on in 128 ms.

Only loud noise hides speech, so on a quiet line nothing is looked for: there every breath and click is an excess.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.fft
from scipy.ndimage import uniform_filter, uniform_filter1d

from callgrade.config.missing import HiddenSpeechSettings
from callgrade.hearing.speech_level import active_speech_level
from callgrade.hearing.telephone_band import RATE_HZ, blocks
from callgrade.model.recording import Samples, Sound
from callgrade.model.span import Span, Spans, intersect, merge, subtract, total_s

FRAME = 256
HOP = 128
HOP_S = HOP / RATE_HZ
BLOCK_S = 16
BAND = slice(round(200 * FRAME / RATE_HZ), round(3400 * FRAME / RATE_HZ) + 1)
SMOOTHING = (5, 3)  # frames and frequencies
LOWEST, LOWER = 0.05, 0.25  # shares of the frames: the noise between words, and its usual power
LEAST_SPREAD_DB = 1.0
CHANCE = 2.0  # spreads by which noise is above the median of its frequencies by chance
LATER = 8  # frames: 128 ms
TINY = 1e-12
PIECE_S = 32

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class _Excess:
    """Of each frame: its mean over the frequencies, and how alike it is to the frame 128 ms later.

    ``alike``: their product, frequency by frequency; ``most_alike``: the same if both had one spectrum.
    Shape (n_frames,) each.
    """

    amount: Floats
    alike: Floats
    most_alike: Floats

    def steadiness(self, span: Span) -> float:
        """0…1: how much of the excess in ``span`` stays at its frequencies."""
        frames = slice(int(span.start_s / HOP_S), int(span.end_s / HOP_S))
        return float(self.alike[frames].sum() / max(TINY, float(self.most_alike[frames].sum())))


def find_hidden_speech(samples: Sound, sample_rate_hz: int, known: Spans, settings: HiddenSpeechSettings) -> Spans:
    """Stretches of one channel in which noise may hide speech, in order.

    ``known``: all speech that was found, on whatever channel, and all sound that is none (music, tones, ringing).
    """
    level_dbov = active_speech_level(_pieces(samples, sample_rate_hz), sample_rate_hz)
    if level_dbov is None:
        return ()
    excess = _excess(samples, sample_rate_hz, level_dbov - settings.noise_db)
    near = (Span(max(0.0, one.start_s - settings.reach_s), one.end_s + settings.reach_s) for one in known)
    smooth = uniform_filter1d(excess.amount, max(1, round(settings.smoothing_s / HOP_S)))
    rest = subtract(merge(_runs(smooth >= settings.min_excess)), merge(near))
    return tuple(
        run
        for run in merge(rest, settings.join_s)
        if total_s(intersect(rest, [run])) >= settings.min_s and excess.steadiness(run) <= settings.max_steadiness
    )


def _excess(samples: Sound, sample_rate_hz: int, least_dbov: float) -> _Excess:
    """The excess of all frames; none in blocks whose noise is fainter than ``least_dbov``."""
    parts, noise_db = [], None
    for _, block in blocks(samples, sample_rate_hz, BLOCK_S, (FRAME - HOP) / RATE_HZ):
        powers = _powers(block)
        above = np.zeros_like(powers)
        if len(powers) and np.quantile(powers.sum(axis=1), LOWEST) >= 10 ** (least_dbov / 10):
            levels_db = 10 * np.log10(uniform_filter(powers, SMOOTHING) + TINY)
            if len(powers) * HOP_S >= BLOCK_S / 2:  # else the noise of the block before is better known
                noise_db = np.quantile(levels_db, (LOWEST, LOWER), axis=0)
            above = above if noise_db is None else _above(levels_db, *noise_db)
        parts.append(_of_block(above))
    return _Excess(*(np.concatenate(rows) for rows in zip(*parts, strict=True)))


def _of_block(above: Floats) -> tuple[Floats, Floats, Floats]:
    lengths = np.linalg.norm(above, axis=1)
    alike, most_alike = (np.zeros(len(above), np.float32) for _ in range(2))
    alike[:-LATER] = np.sum(above[:-LATER] * above[LATER:], axis=1)
    most_alike[:-LATER] = lengths[:-LATER] * lengths[LATER:]
    return above.mean(axis=1), alike, most_alike


def _powers(block: Samples) -> Floats:
    """Power at each frequency of the telephone band, shape (n_frames, n_frequencies)."""
    if block.size < FRAME:
        return np.zeros((0, BAND.stop - BAND.start), np.float32)
    window = np.hanning(FRAME + 1)[:-1].astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(block, FRAME)[::HOP] * window
    powers: Floats = np.abs(scipy.fft.rfft(frames, axis=1)[:, BAND]) ** 2 * (2 / (FRAME * np.sum(window**2)))
    return powers


def _above(levels_db: Floats, lowest_db: Floats, lower_db: Floats) -> Floats:
    """By how many spreads of the noise each level is above it, more than by chance and than half of the frequencies.

    Noise that swells is louder at all frequencies.
    """
    spreads = (levels_db - lower_db) / np.maximum(lower_db - lowest_db, LEAST_SPREAD_DB)
    above: Floats = np.maximum(spreads - np.median(spreads, axis=1, keepdims=True) - CHANCE, 0)
    return above.astype(np.float32)


def _runs(mask: npt.NDArray[np.bool_]) -> Iterator[Span]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return (Span(start * HOP_S, end * HOP_S) for start, end in edges.reshape(-1, 2).tolist())


def _pieces(samples: Sound, sample_rate_hz: int) -> Iterator[Samples]:
    step = PIECE_S * sample_rate_hz
    return (samples[start : min(start + step, samples.size)] for start in range(0, samples.size, step))
