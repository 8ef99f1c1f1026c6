"""Decoded frames → one array a channel, in bounded memory and without a second copy of the whole.

Sound of 16 bits or fewer is kept in 16 bits, all other sound as float32.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from callgrade.model.frozen import FrozenDict
from callgrade.model.recording import Pcm16, Samples, Stored

# Full scale of each sample type that decoders give, and its zero.
_SCALES: Mapping[str, tuple[float, float]] = FrozenDict(
    {"u8": (2.0**7, 128.0), "s16": (2.0**15, 0.0), "s32": (2.0**31, 0.0), "s64": (2.0**63, 0.0)}
)
# Beyond this a sample is a mistake of the file, and its square summed over a call would overflow float32.
_ABSURD = 1e6
_BLOCK_S = 60


class SampleStore:
    """Channels that grow by a minute at a time (in place, where the system can) as frames are added."""

    def __init__(self, channels: int, rate_hz: int) -> None:
        """Begin with no samples."""
        self._arrays: list[npt.NDArray[Any]] = [np.empty(0, np.int16) for _ in range(channels)]
        self._block = _BLOCK_S * rate_hz
        self._waiting: list[npt.NDArray[np.generic]] = []
        self._type = ""
        self._stored = 0
        self._rate_hz = rate_hz
        self.size = 0
        self.absurd = 0

    def add(self, frame: npt.NDArray[np.generic], sample_type: str) -> None:
        """Append ``frame``, shape (channels, n), of a type such as ``s16`` or ``flt`` (full scale 1.0)."""
        if sample_type != self._type or self.size - self._stored > self._rate_hz:
            self._store()
        self._type = sample_type
        self._waiting.append(frame)
        self.size += frame.shape[1]

    def finish(self) -> tuple[Stored, ...]:
        """The channels, cut to what was added. Nothing may be added afterwards."""
        self._store()
        self._resize(self.size)
        return tuple(Pcm16(array) if array.dtype == np.int16 else array for array in self._arrays)

    def _store(self) -> None:
        """Convert the frames that wait: about a second at a time, since a frame may be 20 ms."""
        if not self._waiting:
            return
        block = self._converted(np.concatenate(self._waiting, axis=1))
        self._waiting.clear()
        if self.size > self._arrays[0].size:
            self._resize(self.size + self._block)
        for array, samples in zip(self._arrays, block, strict=True):
            array[self._stored : self.size] = samples
        self._stored = self.size

    def _converted(self, frames: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """``frames`` as what is kept: 16 bits, until the first frame that has more."""
        narrow = self._arrays[0].dtype == np.int16
        if narrow and self._type == "s16":
            return frames
        if narrow and self._type == "u8":
            return (frames.astype(np.int16) - 2**7) * 2**8
        if narrow:
            self._arrays = [Pcm16(array)[:] for array in self._arrays]
        block = _as_float(frames, self._type)
        if self._type not in _SCALES:
            wrong = ~(np.abs(block) < _ABSURD)  # also of NaN, which compares to nothing
            self.absurd += int(np.count_nonzero(wrong))
            block[wrong] = 0.0
        return block

    def _resize(self, size: int) -> None:
        for array in self._arrays:
            array.resize(size, refcheck=False)


def _as_float(frame: npt.NDArray[np.generic], sample_type: str) -> Samples:
    scale, zero = _SCALES.get(sample_type, (1.0, 0.0))
    with np.errstate(over="ignore", invalid="ignore"):  # of samples that are no numbers, which the caller mends
        block: Samples = frame.astype(np.float32)
        block -= np.float32(zero)
        block /= np.float32(scale)
    return block
