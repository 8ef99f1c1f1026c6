"""Short frames of a channel at 8 kHz: how much of the sound lies in the band of ring-back tones.

Conventions: frames of 40 ms under a Hann window every 20 ms; frame ``i`` spans ``[i * HOP_S, i * HOP_S + FRAME_S)``.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.fft

from callgrade.config.hearing import RingingSettings
from callgrade.hearing.telephone_band import RATE_HZ, blocks
from callgrade.model.recording import Samples

FRAME = 320
HOP = 160
FRAME_S = FRAME / RATE_HZ
HOP_S = HOP / RATE_HZ
BLOCK_S = 60

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class ToneFrames:
    """``power``: of the telephone band; ``tone_power``: of the tone band; both mean squares, shape (n_frames,)."""

    power: Floats
    tone_power: Floats

    def tonal(self, settings: RingingSettings) -> npt.NDArray[np.bool_]:
        """Which frames are little else than sound in the tone band."""
        floor = 10 ** (settings.floor_dbov / 10)
        mask: npt.NDArray[np.bool_] = (self.tone_power >= settings.purity * self.power) & (self.tone_power >= floor)
        return mask

    def levels_db(self, start_s: float, end_s: float) -> Floats:
        """Levels, dBov, of the frames that lie wholly between ``start_s`` and ``end_s``."""
        first = int(np.ceil(round(start_s / HOP_S, 6)))
        last = int(np.floor(round((end_s - FRAME_S) / HOP_S, 6)))
        return np.asarray(10 * np.log10(self.power[max(0, first) : max(0, last + 1)] + 1e-12), dtype=np.float32)


def tone_frames(samples: Samples, sample_rate_hz: int, settings: RingingSettings) -> ToneFrames:
    """The frames of one channel of any rate."""
    parts = [
        _powers(block, settings) for _, block in blocks(samples, sample_rate_hz, BLOCK_S, context_s=FRAME_S - HOP_S)
    ]
    power, tone_power = np.concatenate(parts, axis=1)
    return ToneFrames(power, tone_power)


def _powers(block: Samples, settings: RingingSettings) -> Floats:
    """Mean squares of shape (2, n_frames): the telephone band, the tone band."""
    if block.size < FRAME:
        return np.zeros((2, 0), dtype=np.float32)
    window = np.hanning(FRAME + 1)[:-1].astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(block, FRAME)[::HOP] * window
    spectrum = scipy.fft.rfft(frames, axis=1)
    powers = (spectrum.real**2 + spectrum.imag**2) * (2 / (FRAME * np.sum(window**2)))
    return np.stack([_band(powers, settings.telephone_band_hz), _band(powers, settings.tone_band_hz)])


def _band(powers: Floats, band_hz: tuple[float, float]) -> Floats:
    bin_hz = RATE_HZ / FRAME
    first, last = int(np.ceil(band_hz[0] / bin_hz)), int(np.floor(band_hz[1] / bin_hz))
    return np.asarray(powers[:, first : last + 1].sum(axis=1), dtype=np.float32)
