"""Music and tones are found; noise, breath, talk and the line's own hum are not."""

from functools import partial

import numpy as np
import pytest
from tests.support.tones import (
    RATE_HZ,
    RING_BACK,
    join,
    melody,
    mix,
    mu_law,
    noise,
    ring_back,
    rms_of,
    shaped_noise,
    silence,
    speech_like,
    tone,
)

from callgrade.config.hearing import HearingSettings
from callgrade.hearing.line_sound import find_sound
from callgrade.model.recording import Samples
from callgrade.model.span import Span, Spans, total_s

SCALE_HZ = (262, 294, 330, 349, 392, 440, 494, 523)
GENERATOR = np.random.default_rng(7)
TUNE = melody(GENERATOR.choice(SCALE_HZ, 60).tolist(), 0.33)
BAND = mix(
    TUNE,
    melody((GENERATOR.choice(SCALE_HZ, 20) / 2).tolist(), 1.0),
    melody(GENERATOR.choice(SCALE_HZ, 80).tolist(), 0.25),
)


def at(samples: Samples, level_dbov: float) -> Samples:
    return np.asarray(samples * rms_of(level_dbov) / np.sqrt(np.mean(samples**2)), dtype=np.float32)


def modulated_noise(duration_s: float, rate_hz: float) -> Samples:
    """Noise that comes and goes ``rate_hz`` times a second, as breath does."""
    time_s = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
    swell = np.maximum(0, np.sin(2 * np.pi * rate_hz * time_s)) ** 2
    return np.asarray(shaped_noise(duration_s, -30) * swell, dtype=np.float32)


def hum(duration_s: float, level_dbov: float) -> Samples:
    """Mains hum: 50 Hz and its harmonics."""
    return at(mix(*[tone((50 * k,), duration_s, -20 - 8 * np.log10(k)) for k in range(1, 40)]), level_dbov)


def keys(duration_s: float) -> Samples:
    """Key strokes, five a second."""
    clicks = np.zeros(round(duration_s * RATE_HZ), dtype=np.float32)
    generator = np.random.default_rng(1)
    for start in generator.integers(0, clicks.size - 200, round(5 * duration_s)):
        clicks[start : start + 160] += 0.1 * generator.standard_normal(160) * np.exp(-np.arange(160) / 30)
    return clicks


SOUNDS = {"tune": TUNE, "band": BAND, "tone": tone((425,), 20), "two tones": tone((350, 440), 20)}
NO_SOUNDS = {
    "silence": silence(20),
    "white noise": noise(20, -30),
    "room": shaped_noise(20, -30),
    "breath": modulated_noise(20, 0.3),
    "keys": keys(20),
    "many voices": mix(*[speech_like(20, -40, seed) for seed in range(12)]),
}


@pytest.fixture
def found(hearing: HearingSettings) -> partial[Spans]:
    return partial(find_sound, sample_rate_hz=RATE_HZ, settings=hearing.sound)


class TestWhatSounds:
    @pytest.mark.parametrize("name", SOUNDS)
    @pytest.mark.parametrize("level_dbov", [-15, -30, -45])
    def test_music_and_tones_are_found_at_any_level(self, found: partial[Spans], name: str, level_dbov: float) -> None:
        samples = mu_law(at(SOUNDS[name], level_dbov))
        assert total_s(found(samples, speech=(), ringing=())) >= 0.95 * samples.size / RATE_HZ

    @pytest.mark.parametrize("name", SOUNDS)
    def test_music_over_noise_is_found(self, found: partial[Spans], name: str) -> None:
        samples = mix(at(SOUNDS[name], -25), noise(20, -40))
        assert total_s(found(samples, speech=(), ringing=())) >= 0.9 * samples.size / RATE_HZ

    @pytest.mark.parametrize("name", NO_SOUNDS)
    def test_noise_breath_and_crowds_are_not_music(self, found: partial[Spans], name: str) -> None:
        assert found(NO_SOUNDS[name], speech=(), ringing=()) == ()


class TestWhere:
    def test_a_hold_in_the_middle_of_talk_is_found(self, found: partial[Spans]) -> None:
        call = mix(
            join(speech_like(10), silence(0.5), at(BAND[: 12 * RATE_HZ], -25), silence(0.5), speech_like(5)),
            noise(28, -55),
        )
        (span,) = found(call, speech=(Span(0, 10), Span(23, 28)), ringing=())
        assert span.start_s == pytest.approx(10.5, abs=0.8)
        assert span.end_s == pytest.approx(22.5, abs=0.8)

    def test_music_never_reaches_into_speech_or_ring_back(self, found: partial[Spans]) -> None:
        speech, ringing = (Span(5, 7),), (Span(12, 14),)
        for span in found(TUNE, speech=speech, ringing=ringing):
            assert all(span.end_s <= other.start_s or span.start_s >= other.end_s for other in (*speech, *ringing))

    def test_ring_back_is_not_sound(self, found: partial[Spans]) -> None:
        ringing = ring_back(RING_BACK[0], 3)
        assert found(ringing, speech=(), ringing=(Span(0, ringing.size / RATE_HZ),)) == ()

    def test_spans_end_inside_the_recording(self, found: partial[Spans]) -> None:
        assert found(TUNE, speech=(), ringing=())[-1].end_s <= TUNE.size / RATE_HZ


class TestBackground:
    PAUSED = tuple(Span(2 * k, 2 * k + 1.2) for k in range(8))

    def talk_and_quiet(self) -> Samples:
        """Sixteen seconds of talk with pauses of 0.8 s, then fourteen seconds without speech."""
        call = silence(30)
        for span in self.PAUSED:
            call[int(span.start_s * RATE_HZ) : int(span.end_s * RATE_HZ)] = speech_like(1.2)
        return call

    def test_hum_that_is_also_between_words_is_not_a_hold(self, found: partial[Spans]) -> None:
        call = mix(self.talk_and_quiet(), hum(30, -40))
        assert found(call, speech=self.PAUSED, ringing=()) == ()

    def test_hum_does_not_hide_louder_music(self, found: partial[Spans]) -> None:
        music = join(silence(18), at(BAND[: 10 * RATE_HZ], -25))
        call = mix(self.talk_and_quiet(), hum(30, -50), music)
        assert total_s(found(call, speech=self.PAUSED, ringing=())) == pytest.approx(10, abs=1.5)

    def test_without_pauses_of_talk_there_is_no_background_to_compare(self, found: partial[Spans]) -> None:
        assert total_s(found(tone((425,), 20, -40), speech=(), ringing=())) == pytest.approx(20, abs=0.5)


@pytest.mark.parametrize("size", [0, 1, 500, 1500])
def test_a_recording_shorter_than_a_frame(found: partial[Spans], size: int) -> None:
    assert found(np.ones(size, dtype=np.float32), speech=(), ringing=()) == ()


@pytest.mark.parametrize("rate_hz", [16000, 44100])
def test_any_sample_rate_gives_the_same_result(hearing: HearingSettings, rate_hz: int) -> None:
    samples = join(silence(3, rate_hz), tone((440, 554, 659), 8, rate_hz=rate_hz), silence(3, rate_hz))
    (span,) = find_sound(samples, rate_hz, (), (), hearing.sound)
    assert (span.start_s, span.end_s) == pytest.approx((3, 11), abs=0.8)
