"""The quality of lines with known faults."""

import numpy as np
import pytest
from tests.support.tones import RATE_HZ, join, mix, mu_law, noise, silence, speech_like, tone

from callgrade.config.hearing import HearingSettings, LineSettings
from callgrade.hearing.line_quality import measure_line
from callgrade.model.line import LineGate, LineQuality
from callgrade.model.reason import Reason
from callgrade.model.recording import Centred, Samples, Sound
from callgrade.model.span import Span, Spans

TALK_S = 6.0
SPEECH = (Span(2, 2 + TALK_S), Span(12, 12 + TALK_S))


@pytest.fixture
def line(hearing: HearingSettings) -> LineSettings:
    return hearing.line


def call(level_dbov: float = -22, rate_hz: int = RATE_HZ) -> Samples:
    """Twenty seconds with speech where ``SPEECH`` says."""
    talk = [speech_like(TALK_S, level_dbov, seed, rate_hz) for seed in (0, 1)]
    return join(silence(2, rate_hz), talk[0], silence(4, rate_hz), talk[1], silence(2, rate_hz))


def measured(samples: Sound, line: LineSettings, speech: Spans = SPEECH, sound: Spans = ()) -> LineQuality:
    return measure_line(samples, RATE_HZ, 0, speech, sound, line)


class TestLevel:
    def test_the_level_is_that_of_speech_without_pauses(self, line: LineSettings) -> None:
        assert measured(call(-22), line).active_level_dbov == pytest.approx(-22, abs=0.7)

    @pytest.mark.parametrize(("level_dbov", "flags"), [(-45, ("quiet",)), (-25, ()), (-10, ("loud",))])
    def test_too_quiet_and_too_loud_are_flagged(
        self, line: LineSettings, level_dbov: float, flags: tuple[str, ...]
    ) -> None:
        assert measured(call(level_dbov), line).flags == flags


class TestNoise:
    @pytest.mark.parametrize("snr_db", [2, 7, 12, 25])
    def test_the_signal_to_noise_ratio_is_the_mixed_one(self, line: LineSettings, snr_db: float) -> None:
        quality = measured(mix(call(-22), noise(20, -22 - snr_db)), line)
        assert quality.snr_db == pytest.approx(snr_db, abs=0.5)
        assert quality.reason is None

    @pytest.mark.parametrize(
        ("snr_db", "gate"), [(3, LineGate.NO_ACOUSTICS), (7, LineGate.NO_PITCH), (12, LineGate.GOOD)]
    )
    def test_more_noise_withholds_more_measures(self, line: LineSettings, snr_db: float, gate: LineGate) -> None:
        assert measured(mix(call(-22), noise(20, -22 - snr_db)), line).gate is gate

    def test_a_word_missed_by_voice_activity_is_not_noise(self, line: LineSettings) -> None:
        quality = measured(mix(call(), noise(20, -60)), line, speech=(Span(2, 8), Span(12.8, 18)))
        assert quality.snr_db == pytest.approx(38, abs=2)

    def test_music_is_not_noise(self, line: LineSettings) -> None:
        samples = mix(call(), noise(20, -60), join(silence(9), tone((440,), 2)))
        assert measured(samples, line, sound=(Span(9, 11),)).snr_db == pytest.approx(38, abs=2)

    def test_digital_silence_is_an_unknown_noise_not_none(self, line: LineSettings) -> None:
        quality = measured(call(), line)
        assert quality.snr_db is None
        assert quality.reason is Reason.DIGITAL_SILENCE
        assert quality.gate is LineGate.GOOD
        assert quality.active_level_dbov is not None

    def test_the_idle_code_of_a_law_is_digital_silence(self, line: LineSettings) -> None:
        samples = call()
        samples[samples == 0] = 8 / 32768
        assert measured(samples, line).reason is Reason.DIGITAL_SILENCE

    def test_a_little_silence_gives_no_noise_level(self, line: LineSettings) -> None:
        quality = measured(mix(call(), noise(20, -40)), line, speech=(Span(0, 19.5),))
        assert quality.reason is Reason.TOO_LITTLE_SILENCE


class TestClipping:
    def test_clipped_speech_is_counted_and_flagged(self, line: LineSettings) -> None:
        clipped = np.clip(call(-12), -0.4, 0.4)
        talk = np.concatenate([clipped[2 * RATE_HZ : 8 * RATE_HZ], clipped[12 * RATE_HZ : 18 * RATE_HZ]])
        quality = measured(clipped, line)
        assert quality.clipped_per_10k == pytest.approx(np.mean(np.abs(talk) >= 0.394) * 10_000, rel=0.35)
        assert "clipped" in quality.flags

    def test_clipping_at_full_scale_is_seen_through_an_offset(self, line: LineSettings) -> None:
        stored = np.clip(call(-6) + np.float32(0.3), -1, 1).astype(np.float32)
        assert "clipped" not in measured(call(-6), line).flags
        assert "clipped" in measured(Centred(stored, 0.3), line).flags

    def test_unclipped_speech_is_not_flagged(self, line: LineSettings) -> None:
        quality = measured(mu_law(call(-22)), line)
        assert quality.clipped_per_10k is not None
        assert quality.clipped_per_10k < 1


class TestDropouts:
    @staticmethod
    def with_losses(count: int, length_s: float, level_dbov: float = -22) -> Samples:
        samples = mix(call(level_dbov), noise(20, -50))
        for index in range(count):
            start = round((2.07 + index * 0.25) * RATE_HZ)
            samples[start : start + round(length_s * RATE_HZ)] = 0
        return samples

    @pytest.mark.parametrize("length_s", [0.01, 0.02, 0.04, 0.1])
    def test_lost_packets_are_counted_per_minute_of_speech(self, line: LineSettings, length_s: float) -> None:
        quality = measured(self.with_losses(4, length_s), line)
        assert quality.dropouts_per_min == pytest.approx(4 * 60 / (2 * TALK_S), rel=0.01)
        assert "dropouts" in quality.flags

    @pytest.mark.parametrize("length_s", [0.004, 0.2])
    def test_shorter_and_longer_zeros_are_not_dropouts(self, line: LineSettings, length_s: float) -> None:
        assert measured(self.with_losses(4, length_s), line).dropouts_per_min == 0

    def test_syllables_that_end_in_zeros_are_not_dropouts(self, line: LineSettings) -> None:
        assert measured(call(), line).dropouts_per_min == 0


class TestBandwidth:
    @pytest.mark.parametrize(("rate_hz", "band_hz"), [(8000, 3400), (16000, 7000), (44100, 3400)])
    def test_the_bandwidth_is_the_highest_frequency_with_sound(
        self, line: LineSettings, rate_hz: int, band_hz: float
    ) -> None:
        spectrum = np.fft.rfft(noise(20, -22, rate_hz=rate_hz))
        spectrum[np.fft.rfftfreq(20 * rate_hz, 1 / rate_hz) > band_hz] = 0
        samples = np.fft.irfft(spectrum).astype(np.float32)
        quality = measure_line(samples, rate_hz, 0, (Span(0, 18),), (), line)
        assert quality.bandwidth_hz == pytest.approx(band_hz, abs=150)


class TestNothingToMeasure:
    @pytest.mark.parametrize("speech", [(), (Span(3, 3.5),)])
    def test_too_little_speech_gives_no_line_quality(self, line: LineSettings, speech: Spans) -> None:
        quality = measured(call(), line, speech)
        assert quality == LineQuality(0, None, None, None, None, None, LineGate.GOOD, (), Reason.TOO_LITTLE_SPEECH)

    def test_speech_of_digital_silence_gives_no_line_quality(self, line: LineSettings) -> None:
        assert measured(silence(20), line).reason is Reason.TOO_LITTLE_SPEECH

    def test_speech_beyond_the_end_of_the_recording_is_ignored(self, line: LineSettings) -> None:
        assert measured(call(), line, (Span(2, 8), Span(19, 24))).active_level_dbov is not None
