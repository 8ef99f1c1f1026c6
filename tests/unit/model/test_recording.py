"""A channel of 16 bits."""

import numpy as np

from callgrade.model.recording import Pcm16

EVERY_VALUE = np.arange(-(2**15), 2**15, dtype=np.int16)


def test_every_value_of_16_bits_is_exact_as_float() -> None:
    samples = Pcm16(EVERY_VALUE)[:]
    assert samples.dtype == np.float32
    assert (samples == EVERY_VALUE.astype(np.float64) / 2**15).all()


def test_a_stretch_is_the_same_alone_as_within_the_whole() -> None:
    channel = Pcm16(EVERY_VALUE)
    assert (channel[1000:-1000] == np.asarray(channel)[1000:-1000]).all()
