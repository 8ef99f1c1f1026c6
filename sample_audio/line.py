"""What a telephone line does to a channel: its band, its noise, crosstalk, clipping, and the 8 bits of G.711."""

import numpy as np
import scipy.signal

from sample_audio.voices import RATE_HZ, Audio

BAND_HZ = (300.0, 3400.0)
MU = 255.0


def telephone_band(audio: Audio) -> Audio:
    """300–3400 Hz at −3 dB, with skirts of 12 dB an octave as telephones have them."""
    sections = scipy.signal.butter(2, BAND_HZ, "bandpass", fs=RATE_HZ, output="sos")
    return np.asarray(scipy.signal.sosfilt(sections, audio), np.float64)


def noise(samples: int, level_dbov: float, seed: int) -> Audio:
    """Line noise in the telephone band, RMS ``level_dbov`` relative to overload."""
    sound = telephone_band(np.random.default_rng(seed).standard_normal(samples + RATE_HZ))[RATE_HZ:]
    return np.asarray(sound * (10 ** (level_dbov / 20) / np.sqrt(np.mean(sound**2))), np.float64)


def clipped(audio: Audio, at: float) -> Audio:
    """Cut off at ``at`` of its peak and brought back to full scale, as an overdriven input is."""
    limit = at * float(np.max(np.abs(audio)))
    return np.clip(audio, -limit, limit) * (0.95 / limit)


def g711(audio: Audio) -> Audio:
    """Through the 8 bits of µ-law (the companding curve of ITU-T G.711)."""
    inside = np.clip(audio, -1.0, 1.0)
    companded = np.sign(inside) * np.log1p(MU * np.abs(inside)) / np.log1p(MU)
    steps = np.round(companded * 127.0) / 127.0
    return np.asarray(np.sign(steps) * np.expm1(np.abs(steps) * np.log1p(MU)) / MU, np.float64)
