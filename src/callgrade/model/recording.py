"""A decoded recording: the only form in which audio travels through the program."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

_STEP = np.float32(2**-15)


@dataclass(frozen=True, eq=False)
class Pcm16:
    """A channel kept in the 16 bits that it came in: half the memory, and each stretch is exact as float32.

    ``values``: int16, shape (n_samples,).
    """

    values: npt.NDArray[np.int16]

    @property
    def size(self) -> int:
        """Number of samples."""
        return self.values.size

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""
        return self.values.nbytes

    def __getitem__(self, stretch: slice, /) -> Samples:
        """The samples of ``stretch``, a copy, full scale = 1.0."""
        return np.multiply(self.values[stretch], _STEP, dtype=np.float32)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Samples:
        """All of it, for numpy: of a long recording this takes much memory."""
        return np.asarray(self[:], dtype)


Stored: TypeAlias = Samples | Pcm16
"""One channel as it is in the file."""


@dataclass(frozen=True, eq=False)
class Centred:
    """A channel with a constant offset, which each stretch comes without.

    ``stored``: where full scale is full scale. ``offset``: the constant part of it.
    """

    stored: Stored
    offset: float

    @property
    def size(self) -> int:
        """Number of samples."""
        return self.stored.size

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""
        return self.stored.nbytes

    def __getitem__(self, stretch: slice, /) -> Samples:
        """The samples of ``stretch`` without the offset, a copy."""
        return np.subtract(self.stored[stretch], np.float32(self.offset))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Samples:
        """All of it, for numpy: of a long recording this takes much memory."""
        return np.asarray(self[:], dtype)


Sound: TypeAlias = Stored | Centred
"""One channel: taken by stretch, as float32, so that a long one is never held so as a whole."""


@dataclass(frozen=True, eq=False)
class Recording:
    """One recording, decoded once, at its native sample rate.

    ``name``: the file's name as shown. ``sha256``: of the file's bytes, hex. ``channels``: the sound of each channel
    without a constant offset, full scale = 1.0, all of one length. ``warnings``: what is wrong with the file without
    making it useless ("truncated: …"), as shown to the user. ``missing_s``: seconds of sound that should follow, 0 if
    nobody knows how many; ``None`` where nothing is missing.
    """

    name: str
    sha256: str
    sample_rate_hz: int
    channels: tuple[Sound, ...]
    warnings: tuple[str, ...] = ()
    missing_s: float | None = None

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.channels[0].size / self.sample_rate_hz
