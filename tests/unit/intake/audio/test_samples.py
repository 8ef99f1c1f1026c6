"""How decoded samples are kept."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from callgrade.intake.audio.samples import SampleStore
from callgrade.model.recording import Pcm16


def test_sound_of_16_bits_takes_two_bytes_a_sample() -> None:
    store = SampleStore(1, 8000)
    store.add(np.array([[-32768, 0, 16384]], np.int16), "s16")
    (channel,) = store.finish()
    assert channel.nbytes == 6
    assert channel[:].tolist() == [-1.0, 0.0, 0.5]


def test_sound_of_8_bits_takes_two_bytes_a_sample() -> None:
    store = SampleStore(1, 8000)
    store.add(np.arange(256, dtype=np.uint8)[np.newaxis], "u8")
    (channel,) = store.finish()
    assert channel.nbytes == 512
    assert channel[:].tolist() == [(value - 128) / 128 for value in range(256)]


@pytest.mark.parametrize("order", [("s16", "flt"), ("flt", "s16")])
def test_sound_whose_kind_changes_loses_nothing(order: tuple[str, str]) -> None:
    frames: dict[str, npt.NDArray[Any]] = {
        "s16": np.array([[3, -3]], np.int16),
        "flt": np.array([[1e-7, -1e-7]], np.float32),
    }
    values = {"s16": [3 / 2**15, -3 / 2**15], "flt": frames["flt"][0].tolist()}
    store = SampleStore(1, 8000)
    for kind in order:
        store.add(frames[kind], kind)
    (channel,) = store.finish()
    assert not isinstance(channel, Pcm16)
    assert channel.tolist() == [value for kind in order for value in values[kind]]
