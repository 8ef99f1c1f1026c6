"""Mel filter banks as Kaldi computes them (https://kaldi-asr.org/doc/feat.html), without its random dither.

Frames of 25 ms every 10 ms: mean removed, pre-emphasis, Povey's window (a Hann window to the power of 0.85), power
spectrum, 80 triangles on the mel scale, natural logarithm.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import scipy.fft

from callgrade.model.recording import Samples

RATE_HZ = 16_000
HOP_SAMPLES = 160
FRAME_SAMPLES = 400
HOP_S = HOP_SAMPLES / RATE_HZ
BANDS = 80
FFT_SIZE = 512
LOWEST_HZ = 20.0
PRE_EMPHASIS = np.float32(0.97)
FLOOR = np.float32(np.finfo(np.float32).eps)

Frames = npt.NDArray[np.float32]


def filter_banks(sound: Samples) -> Frames:
    """``sound`` at 16 kHz, samples in ±1, as logarithms of band power, shape (n_frames, 80); no frame is padded."""
    if sound.size < FRAME_SAMPLES:
        return np.zeros((0, BANDS), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(sound, FRAME_SAMPLES)[::HOP_SAMPLES]
    frames = frames - frames.mean(axis=1, keepdims=True)
    before = np.concatenate([frames[:, :1], frames[:, :-1]], axis=1)
    spectrum = scipy.fft.rfft((frames - PRE_EMPHASIS * before) * _window(), FFT_SIZE)
    power = spectrum.real**2 + spectrum.imag**2
    banks: Frames = np.log(np.maximum(power @ _triangles(), FLOOR))
    return banks


@lru_cache(maxsize=1)
def _window() -> Frames:
    return (np.hanning(FRAME_SAMPLES) ** 0.85).astype(np.float32)


@lru_cache(maxsize=1)
def _triangles() -> Frames:
    """The weight of each spectral line in each band, shape (257, 80); the line at half the rate counts in none."""
    lines = _mel(np.arange(FFT_SIZE // 2) * RATE_HZ / FFT_SIZE)[:, None]
    corners = np.linspace(_mel(LOWEST_HZ), _mel(RATE_HZ / 2), BANDS + 2)
    left, middle, right = corners[:-2], corners[1:-1], corners[2:]
    weights = np.minimum((lines - left) / (middle - left), (right - lines) / (right - middle))
    return np.pad(np.maximum(weights, 0), ((0, 1), (0, 0))).astype(np.float32)


def _mel(frequency_hz: npt.ArrayLike) -> npt.NDArray[np.float64]:
    return 1127.0 * np.log1p(np.asarray(frequency_hz, np.float64) / 700.0)
