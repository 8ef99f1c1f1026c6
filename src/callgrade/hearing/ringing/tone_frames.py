"""Short frames of a channel at 8 kHz: how much of the sound lies in the band of ring-back tones.

Conventions: frames of 40 ms under a Hann window every 20 ms; frame ``i`` spans ``[i * HOP_S, i * HOP_S + FRAME_S)``.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.fft

from callgrade.config.hearing import RingingSettings
from callgrade.hearing.telephone_band import RATE_HZ, blocks
from callgrade.model.recording import Samples, Sound
from callgrade.model.span import Span

FRAME = 320
HOP = 160
FRAME_S = FRAME / RATE_HZ
HOP_S = HOP / RATE_HZ
BLOCK_S = 60
KEY_GROUPS_HZ = ((640.0, 960.0), (1150.0, 1660.0))
KEY_TWIST = 10 ** (12 / 10)

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class ToneFrames:
    """Mean squares of shape (n_frames,): of the telephone band (``power``), of the tone band (``tone_power``), of the
    strongest spectral line (``line_power``), and of a pair of lines as dialling keys make them (``dial_power``).
    """

    power: Floats
    tone_power: Floats
    line_power: Floats
    dial_power: Floats

    def tonal(self, settings: RingingSettings) -> Mask:
        """Which frames are little else than sound in the tone band."""
        return (self.tone_power >= settings.purity * self.power) & (self.tone_power >= self._floor(settings))

    def lines(self, settings: RingingSettings) -> Mask:
        """Which frames are little else than one spectral line, as the notes of a tune are."""
        return (self.line_power >= settings.purity * self.power) & (self.power >= self._floor(settings))

    def dialled(self, settings: RingingSettings) -> Mask:
        """Which frames are little else than the two lines of a dialling key (ITU-T Q.23)."""
        return (self.dial_power >= settings.purity * self.power) & (self.power >= self._floor(settings))

    def levels_db(self) -> Floats:
        """Level of the telephone band, dBov."""
        return np.asarray(10 * np.log10(self.power + 1e-12), dtype=np.float32)

    @staticmethod
    def within(span: Span) -> slice:
        """The frames that lie wholly inside ``span``."""
        first = max(0, math.ceil(round(span.start_s / HOP_S, 6)))
        return slice(first, max(first, math.floor(round((span.end_s - FRAME_S) / HOP_S, 6)) + 1))

    @staticmethod
    def _floor(settings: RingingSettings) -> float:
        return float(10 ** (settings.floor_dbov / 10))


def tone_frames(samples: Sound, sample_rate_hz: int, settings: RingingSettings) -> ToneFrames:
    """The frames of one channel of any rate."""
    parts = [_powers(block, settings) for _, block in blocks(samples, sample_rate_hz, BLOCK_S, FRAME_S - HOP_S)]
    return ToneFrames(*np.concatenate(parts, axis=1))


def _powers(block: Samples, settings: RingingSettings) -> Floats:
    """The four mean squares, shape (4, n_frames)."""
    if block.size < FRAME:
        return np.zeros((4, 0), dtype=np.float32)
    window = np.hanning(FRAME + 1)[:-1].astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(block, FRAME)[::HOP] * window
    spectrum = scipy.fft.rfft(frames, axis=1)
    powers = (spectrum.real**2 + spectrum.imag**2) * (2 / (FRAME * np.sum(window**2)))
    lines = powers[:, :-2] + powers[:, 1:-1] + powers[:, 2:]
    telephone, tones = _bins(settings.telephone_band_hz), _bins(settings.tone_band_hz)
    strongest = lines[:, telephone].max(axis=1)
    keys = [lines[:, _bins(group_hz)].max(axis=1) for group_hz in KEY_GROUPS_HZ]
    pair = np.where(np.maximum(*keys) <= KEY_TWIST * np.minimum(*keys), keys[0] + keys[1], 0)
    return np.stack([powers[:, telephone].sum(axis=1), powers[:, tones].sum(axis=1), strongest, pair])


def _bins(band_hz: tuple[float, float]) -> slice:
    bin_hz = RATE_HZ / FRAME
    return slice(math.ceil(band_hz[0] / bin_hz), math.floor(band_hz[1] / bin_hz) + 1)
