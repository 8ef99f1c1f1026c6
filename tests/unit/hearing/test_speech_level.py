"""Active speech level against the Recommendation's own counting, sample by sample."""

import numpy as np
import pytest
from tests.support.tones import RATE_HZ, cadenced, join, mix, noise, silence, speech_like, tone

from callgrade.hearing.speech_level import active_speech_level
from callgrade.model.recording import Samples

MARGIN_DB = 15.9


def by_the_book(samples: Samples, rate_hz: int) -> float:
    """ITU-T P.56 method B as written: every sample, every threshold, a counter of hangover each."""
    keep = np.exp(-1 / (rate_hz * 0.03))
    hangover = round(0.2 * rate_hz)
    thresholds = [2.0**-k for k in range(15, -1, -1)]
    active, since = [0] * len(thresholds), [hangover] * len(thresholds)
    p = q = energy = 0.0
    for sample in samples.tolist():
        energy += sample * sample
        p = keep * p + (1 - keep) * abs(sample)
        q = keep * q + (1 - keep) * p
        for index, threshold in enumerate(thresholds):
            if q >= threshold:
                active[index] += 1
                since[index] = 0
            elif since[index] < hangover:
                active[index] += 1
                since[index] += 1
    levels = [10 * np.log10(energy / count) for count in active if count]
    over = [level - 20 * np.log10(threshold) for level, threshold in zip(levels, thresholds, strict=False)]
    above = next(index for index, value in enumerate(over) if value <= MARGIN_DB)
    share = (over[above - 1] - MARGIN_DB) / (over[above - 1] - over[above])
    return float(levels[above - 1] + share * (levels[above] - levels[above - 1]))


def spoken(level_dbov: float = -22) -> Samples:
    return mix(
        join(silence(0.5), speech_like(2, level_dbov), silence(1.5), speech_like(1.5, level_dbov, 1)), noise(5, -65)
    )


class TestAgainstTheRecommendation:
    @pytest.mark.parametrize("level_dbov", [-40, -30, -22, -12])
    def test_the_level_of_speech_with_pauses_agrees(self, level_dbov: float) -> None:
        samples = spoken(level_dbov)
        assert active_speech_level([samples], RATE_HZ) == pytest.approx(by_the_book(samples, RATE_HZ), abs=0.05)

    def test_pauses_do_not_lower_the_level(self) -> None:
        talk = speech_like(4)
        paused = join(talk, silence(20), talk)
        assert active_speech_level([paused], RATE_HZ) == pytest.approx(
            active_speech_level([join(talk, talk)], RATE_HZ), abs=0.3
        )

    def test_a_steady_sine_has_its_own_power(self) -> None:
        sine = np.sin(2 * np.pi * 500 * np.arange(10 * RATE_HZ) / RATE_HZ).astype(np.float32)
        assert active_speech_level([sine], RATE_HZ) == pytest.approx(-3.01, abs=0.1)

    def test_the_hangover_counts_as_active(self) -> None:
        bursts = cadenced(tone((500,), 20, -20), [0.6, 1.4] * 10)
        falling_s = 0.08  # the envelope's way down to the threshold
        expected = -20 + 10 * np.log10(0.6 / (0.6 + falling_s + 0.2))
        assert active_speech_level([bursts], RATE_HZ) == pytest.approx(expected, abs=0.1)


def test_pieces_give_what_the_whole_gives() -> None:
    samples = spoken()
    pieces = [samples[:1], samples[1:7], samples[7:12345], samples[12345:]]
    assert active_speech_level(pieces, RATE_HZ) == pytest.approx(active_speech_level([samples], RATE_HZ), abs=1e-3)


@pytest.mark.parametrize("pieces", [[], [silence(1)], [np.zeros(0, dtype=np.float32)]])
def test_silence_has_no_level(pieces: list[Samples]) -> None:
    assert active_speech_level(pieces, RATE_HZ) is None


@pytest.mark.parametrize("rate_hz", [8000, 11025, 44100])
def test_the_rate_of_sampling_changes_nothing(rate_hz: int) -> None:
    bursts = cadenced(tone((500,), 20, -20, rate_hz=rate_hz), [0.6, 1.4] * 10, rate_hz)
    reference = cadenced(tone((500,), 20, -20), [0.6, 1.4] * 10)
    assert active_speech_level([bursts], rate_hz) == pytest.approx(active_speech_level([reference], RATE_HZ), abs=0.1)
