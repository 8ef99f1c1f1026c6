"""Filter banks are Kaldi's."""

import numpy as np
import pytest

from callgrade.hearing.diarization.filter_banks import BANDS, FLOOR, RATE_HZ, filter_banks

TIMES_S = np.arange(RATE_HZ // 2) / RATE_HZ
SWEEP = 0.1 * np.sin(2 * np.pi * (200 * TIMES_S + 1500 * TIMES_S**2)) + 0.02 * np.sin(2 * np.pi * 3000 * TIMES_S) + 0.01


@pytest.mark.parametrize(
    ("frame", "bands"),
    [
        (0, [-11.474, -3.6259, -15.9424, -9.5636, -15.9424]),
        (20, [-15.2764, -14.7637, -11.5442, -9.5685, -15.9424]),
        (47, [-14.3063, -15.9424, -11.6845, -9.4926, -15.9424]),
    ],
)
def test_a_sweep_has_the_bands_that_kaldi_gives_it(frame: int, bands: list[float]) -> None:
    """Reference: kaldi-native-fbank 1.23, 80 bands, no dither."""
    banks = filter_banks(SWEEP.astype(np.float32))
    assert banks.shape == (48, BANDS)
    assert banks[frame, [0, 10, 30, 50, 79]] == pytest.approx(bands, abs=2e-3)


def test_silence_has_the_floor_in_every_band() -> None:
    assert (filter_banks(np.zeros(RATE_HZ, np.float32)) == np.log(FLOOR)).all()


def test_a_sound_shorter_than_a_frame_has_no_frame() -> None:
    assert filter_banks(np.zeros(399, np.float32)).shape == (0, BANDS)
