"""Active speech level, ITU-T P.56 (12/2011), method B.

The envelope is the rectified signal through two exponential means of 30 ms. Speech is active while the envelope
reaches a threshold and for 200 ms after. Of all thresholds the one is sought that lies 15.9 dB below the level of
the speech that it makes active: the Recommendation tries thresholds a factor of 2 apart and interpolates in dB. As
it permits, activity is counted at a lower rate than the samples', above 600 Hz. The rectified signal is brought to
that rate first, by its mean over some samples, which is a tenth of the work.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
import scipy.fft
from scipy.ndimage import maximum_filter1d

from callgrade.model.recording import Samples

ENVELOPE_S = 0.03
KERNEL_S = 40 * ENVELOPE_S
HANGOVER_S = 0.2
MARGIN_DB = 15.9
COUNT_HZ = 800
BLOCK_S = 60
THRESHOLDS = 2.0 ** np.arange(-15, 1)

Floats = npt.NDArray[np.float32]


def active_speech_level(pieces: Iterable[Samples], sample_rate_hz: int) -> float | None:
    """Level in dBov (full scale = 1.0) of the speech in ``pieces``, which follow each other; ``None`` for silence."""
    energy, count = 0.0, 0
    stride = max(1, sample_rate_hz // COUNT_HZ)
    rate_hz = sample_rate_hz / stride

    def rectified() -> Iterator[Floats]:
        nonlocal energy, count
        for piece in pieces:
            energy += float(np.dot(piece, piece))
            count += piece.size
            yield np.abs(piece)

    envelopes = list(map(_Envelope(rate_hz), _means(rectified(), stride)))
    if energy <= 0:
        return None
    return _level(envelopes, energy / count, rate_hz)


def _means(pieces: Iterable[Floats], stride: int) -> Iterator[Floats]:
    """Means of every ``stride`` samples of ``pieces``, which follow each other; the last one may be of fewer."""
    rest = np.zeros(0, np.float32)
    for piece in pieces:
        whole = np.concatenate([rest, piece])
        used = whole.size // stride * stride
        yield whole[:used].reshape(-1, stride).mean(axis=1)
        rest = whole[used:]
    if rest.size:
        yield rest.mean(keepdims=True)


class _Envelope:
    """Two exponential means in a row, as one convolution; the end of a piece is kept for the next piece."""

    def __init__(self, rate_hz: float) -> None:
        keep = np.exp(-1 / (rate_hz * ENVELOPE_S))
        times = np.arange(round(KERNEL_S * rate_hz))
        self._kernel = (1 - keep) ** 2 * (times + 1) * keep**times
        self._before = np.zeros(times.size)

    def __call__(self, piece: Floats) -> Floats:
        rectified = np.concatenate([self._before, piece])
        size = scipy.fft.next_fast_len(rectified.size + self._kernel.size, real=True)
        spectrum = scipy.fft.rfft(rectified, size) * scipy.fft.rfft(self._kernel, size)
        envelope = scipy.fft.irfft(spectrum, size)[self._before.size : rectified.size]
        self._before = rectified[-self._before.size :]
        return np.asarray(envelope, dtype=np.float32)


def _level(envelopes: list[Floats], power: float, rate_hz: float) -> float:
    """The level whose threshold lies ``MARGIN_DB`` below it.

    ``power``: mean square; ``envelopes``: the envelope at ``rate_hz``, in pieces.
    """
    active, size = _active(envelopes, round(HANGOVER_S * rate_hz / 2), round(BLOCK_S * rate_hz))
    known = active > 0
    levels_db = 10 * np.log10(power * size / active[known])
    over_db = levels_db - 20 * np.log10(THRESHOLDS[known])
    reached = np.flatnonzero(over_db <= MARGIN_DB)
    first = int(reached[0]) if reached.size else over_db.size - 1
    near = slice(max(0, first - 1), first + 1)
    return float(np.interp(-MARGIN_DB, -over_db[near], levels_db[near]))


def _active(envelopes: list[Floats], half: int, block: int) -> tuple[npt.NDArray[np.int64], int]:
    """How often speech is active at each threshold, and of how many values; ``half``: of the hangover.

    Counted in blocks, because the filter takes ten times the memory of what it is given.
    """
    padded = np.concatenate([np.zeros(2 * half, np.float32), *envelopes])
    size = padded.size - 2 * half
    active = np.zeros(THRESHOLDS.size, np.int64)
    for first in range(0, size, block):
        near = padded[first : first + block + 2 * half]
        held = maximum_filter1d(near, 2 * half + 1, mode="constant")[half : near.size - half]
        active += held.size - np.searchsorted(np.sort(held), THRESHOLDS)
    return active, size
