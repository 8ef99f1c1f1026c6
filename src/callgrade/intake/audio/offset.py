"""The constant offset that a telephone line or sound card adds to a channel: found once, and taken off what is read.

An offset passes for loud sound: of speech levels, of voice activity, of the recogniser. Sound is passed on as it is
unless the offset is beyond one step of 8 bits, as coarse as telephone sound gets.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from callgrade.model.recording import Centred, Pcm16, Samples, Sound, Stored

_STEPS = 2**15
# Steps of 16 bits in one of 8 bits; the rounding of 8-bit sound alone moves its mean by up to half of this.
_LEAST = 256
_BLOCK = 2**20


class Levelled(NamedTuple):
    """Channels without their offsets; ``warning`` tells of those taken off."""

    channels: tuple[Sound, ...]
    warning: str | None


def without_offset(channels: tuple[Stored, ...]) -> Levelled:
    """``channels``, each less its constant offset; the same objects where there is none."""
    offsets = [_offset(channel) for channel in channels]
    if not any(offsets):
        return Levelled(channels, None)
    shares = " and ".join(
        f"{offset / _STEPS:.1%} of full scale on channel {i}" for i, offset in enumerate(offsets) if offset
    )
    centred = (
        Centred(channel, offset / _STEPS) if offset else channel
        for channel, offset in zip(channels, offsets, strict=True)
    )
    return Levelled(tuple(centred), f"offset: a constant {shares} was taken off")


def _offset(channel: Stored) -> int:
    """The median in steps of 16 bits, 0 without an offset.

    The mean must agree: a lopsided voice has a median beside zero, and one that is clipped on one side a mean.
    """
    counts = _counts(channel)
    total = int(counts.sum())
    if not total:
        return 0
    mean = float(counts @ np.arange(-_STEPS, _STEPS)) / total
    median = int(np.searchsorted(np.cumsum(counts), total / 2)) - _STEPS
    return median if min(abs(mean), abs(median)) > _LEAST and mean * median > 0 else 0


def _counts(channel: Stored) -> npt.NDArray[np.int64]:
    """How many samples each value of 16 bits has, taken by block: a long recording is never held twice."""
    counts = np.zeros(2 * _STEPS, np.int64)
    for start in range(0, channel.size, _BLOCK):
        counts += np.bincount(_values(channel, slice(start, start + _BLOCK)), minlength=2 * _STEPS)
    return counts


def _values(channel: Stored, stretch: slice) -> npt.NDArray[np.int64]:
    """Values of 16 bits, from 0."""
    if isinstance(channel, Pcm16):
        return channel.values[stretch].astype(np.int64) + _STEPS
    samples: Samples = np.rint(channel[stretch] * _STEPS)
    return np.clip(samples, -_STEPS, _STEPS - 1).astype(np.int64) + _STEPS
