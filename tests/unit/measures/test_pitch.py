from dataclasses import replace

import numpy as np
import pytest
from tests.support.talk import call, get, good_line, spoken
from tests.support.voice import LINE_RATE_HZ, speak

from callgrade.config.measures import MeasureSettings, PitchSettings
from callgrade.measures import measure_sound
from callgrade.measures.pitch import VoicedTrack, clean, measure_pitch, spread, spread_interval, voice
from callgrade.measures.speech_rate.net_speech import Floats, NetSpeech
from callgrade.measures.tracking import Track, track
from callgrade.model.conversation import Conversation
from callgrade.model.line import LineGate
from callgrade.model.measurement import Measurement
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.recording import Recording
from callgrade.model.span import Span

AGENT, CUSTOMER = Role.AGENT, Role.CUSTOMER
NAMES = ("pitch.spread", "pitch.span_80_20", "pitch.variation_quotient", "pitch.median")
HOP_S = 0.016


@pytest.fixture
def pitch(settings: MeasureSettings) -> PitchSettings:
    return settings.pitch


def frames(f0_hz: list[float], level_db: float = -20.0) -> Track:
    n = len(f0_hz)
    f0: Floats = np.array(f0_hz, dtype=np.float64)
    time_s: Floats = np.arange(n, dtype=np.float64) * HOP_S
    return Track(time_s, np.maximum(f0, 50.0).astype(np.float64), f0 > 0, np.full(n, level_db, dtype=np.float64), HOP_S)


def heard(found: Track, settings: PitchSettings) -> VoicedTrack:
    return voice(found, NetSpeech((Span(0.0, float(found.time_s[-1]) + HOP_S),)), settings)


@pytest.mark.slow
class TestTelephoneAudio:
    """The spread of a synthetic telephone voice (300-3400 Hz, 8 kHz, mu-law, noise) is the true one within 0.4 st."""

    @pytest.mark.parametrize(("median_hz", "formant_scale"), [(110.0, 1.0), (130.0, 1.0), (190.0, 1.12), (230.0, 1.17)])
    @pytest.mark.parametrize(("spread_st", "snr_db"), [(1.0, 15.0), (3.0, 30.0), (5.0, 15.0)])
    def test_the_spread_of_pitch_is_measured_on_telephone_audio(
        self, pitch: PitchSettings, median_hz: float, formant_scale: float, spread_st: float, snr_db: float
    ) -> None:
        true = speak(25.0, median_hz, spread_st, snr_db=snr_db, formant_scale=formant_scale, seed=int(median_hz))
        found = voice(track(true.samples, LINE_RATE_HZ, true.speech, pitch), NetSpeech(true.speech), pitch)
        assert spread(found) == pytest.approx(true.spread_st, abs=0.4)
        assert found.median_hz == pytest.approx(median_hz, rel=0.03)
        assert found.voiced_s == pytest.approx(true.f0_hz.size * 0.01, rel=0.1)

    def test_the_other_tracker_agrees(self, pitch: PitchSettings) -> None:
        true = speak(15.0, 120.0, 2.0, seed=2)
        pyin = pitch.model_copy(update={"tracker": "pyin"})
        found = voice(track(true.samples, LINE_RATE_HZ, true.speech, pyin), NetSpeech(true.speech), pyin)
        assert spread(found) == pytest.approx(true.spread_st, abs=0.6)


class TestTracking:
    def test_frames_lie_inside_speech_in_order_of_time(self, pitch: PitchSettings) -> None:
        true = speak(20.0, 150.0, 2.0, seed=4)
        speech = true.speech[::2]
        found = track(true.samples, LINE_RATE_HZ, speech, pitch)
        assert np.all(np.diff(found.time_s) > 0)
        assert all(any(span.contains(time_s) for span in speech) for time_s in found.time_s)

    @pytest.mark.slow
    def test_long_speech_in_blocks_gives_the_same_pitch_as_short(self, pitch: PitchSettings) -> None:
        true = speak(45.0, 150.0, 2.0, seed=5)
        whole = voice(track(true.samples, LINE_RATE_HZ, (Span(0.0, 45.0),), pitch), NetSpeech(true.speech), pitch)
        parts = voice(track(true.samples, LINE_RATE_HZ, true.speech, pitch), NetSpeech(true.speech), pitch)
        assert spread(whole) == pytest.approx(spread(parts), abs=0.05)

    def test_no_speech_has_no_frames(self, pitch: PitchSettings) -> None:
        silence = np.zeros(8000, dtype=np.float32)
        assert track(silence, LINE_RATE_HZ, (), pitch).time_s.size == 0
        assert track(silence, LINE_RATE_HZ, (Span(5.0, 6.0),), pitch).time_s.size == 0
        assert track(silence, LINE_RATE_HZ, (Span(0.1, 0.11),), pitch).time_s.size == 0

    def test_the_same_sound_twice_gives_the_same_frames(self, pitch: PitchSettings) -> None:
        true = speak(10.0, 150.0, 2.0, seed=6)
        first, second = (track(true.samples, LINE_RATE_HZ, true.speech, pitch) for _ in range(2))
        assert np.array_equal(first.f0_hz, second.f0_hz)


class TestCleaning:
    def test_short_runs_are_removed(self, pitch: PitchSettings) -> None:
        found = clean(frames([100.0] * 10 + [0.0] * 3 + [100.0] * 3 + [0.0] * 3), pitch)
        assert found.time_s.size == 10

    def test_quiet_frames_are_removed(self, pitch: PitchSettings) -> None:
        loud = frames([100.0] * 40)
        quiet = replace(loud, level_db=np.where(np.arange(40) < 30, -20.0, -55.0))
        assert clean(quiet, pitch).time_s.size == 30

    def test_an_octave_error_inside_a_run_is_removed(self, pitch: PitchSettings) -> None:
        found = clean(frames([100.0] * 20 + [196.0] * 8 + [100.0] * 20), pitch)
        assert found.f0_hz.tolist() == [100.0] * 40

    def test_a_glide_of_an_octave_stays(self, pitch: PitchSettings) -> None:
        glide = [100.0 * 2 ** (step / 40) for step in range(41)]
        assert clean(frames(glide), pitch).time_s.size == 41

    def test_frames_more_than_an_octave_from_the_median_are_removed(self, pitch: PitchSettings) -> None:
        found = clean(frames([100.0] * 50 + [0.0] + [210.0] * 10), pitch)
        assert set(found.f0_hz.tolist()) == {100.0}

    def test_nothing_voiced_leaves_nothing(self, pitch: PitchSettings) -> None:
        assert clean(frames([0.0] * 20), pitch).time_s.size == 0


class TestMeasurements:
    def test_values_follow_their_formulas(self, pitch: PitchSettings) -> None:
        f0_hz = [100.0] * 20 + [112.2462048] * 20  # two semitones apart, by turns
        found = measure_pitch(AGENT, heard(frames(f0_hz * 40), pitch), pitch)
        assert get(found, "pitch.spread", AGENT).value == pytest.approx(1.0, abs=0.01)
        assert get(found, "pitch.span_80_20", AGENT).value == pytest.approx(2.0)
        assert get(found, "pitch.median", AGENT).value == pytest.approx(106.12, abs=0.01)
        assert get(found, "pitch.variation_quotient", AGENT).value == pytest.approx(6.123 / 106.12, rel=0.01)

    def test_a_steady_tone_has_no_spread_and_an_interval_around_it(self, pitch: PitchSettings) -> None:
        spread_found = get(measure_pitch(AGENT, heard(frames([100.0] * 1600), pitch), pitch), "pitch.spread", AGENT)
        assert spread_found.value == pytest.approx(0.0, abs=1e-6)
        assert spread_found.evidence.amounts["voiced_s"] == pytest.approx(25.6)

    def test_the_interval_holds_the_value_and_is_the_same_each_time(self, pitch: PitchSettings) -> None:
        contour = 120.0 * 2 ** (np.random.default_rng(3).normal(0, 3 / 12, 4000).cumsum() / 40)
        found = heard(frames(np.clip(contour, 70, 300).tolist()), pitch)
        low, high = spread_interval(found, pitch)
        assert low < spread(found) < high
        assert spread_interval(found, pitch) == (low, high)

    def test_too_little_voiced_gives_no_value(self, pitch: PitchSettings) -> None:
        found = measure_pitch(AGENT, heard(frames([100.0] * 1000), pitch), pitch)
        for name in NAMES:
            assert get(found, name, AGENT).reason is Reason.TOO_LITTLE_VOICED
            assert get(found, name, AGENT).evidence.amounts["voiced_s"] == pytest.approx(16.0)


@pytest.fixture(scope="module")
def recorded() -> tuple[Conversation, Recording]:
    """A call of one minute whose two voices are known."""
    agent, customer = speak(60.0, 120.0, 2.0, seed=8), speak(60.0, 210.0, 4.0, formant_scale=1.15, seed=9)
    conversation = call(
        [(span.start_s, span.end_s) for span in agent.speech],
        [(span.start_s, span.end_s) for span in customer.speech],
        turns=[spoken(AGENT, 0.0, 60.0, "one two three four " * 50)],
    )
    return conversation, Recording("call.wav", "", LINE_RATE_HZ, (agent.samples, customer.samples))


@pytest.fixture(scope="module")
def measured(recorded: tuple[Conversation, Recording], settings: MeasureSettings) -> tuple[Measurement, ...]:
    """What is measured in its sound."""
    return measure_sound(*recorded, settings)


@pytest.mark.slow
class TestCalls:
    def test_each_person_has_their_own_pitch(self, measured: tuple[Measurement, ...]) -> None:
        assert get(measured, "pitch.median", AGENT).value == pytest.approx(120.0, rel=0.05)
        assert get(measured, "pitch.median", CUSTOMER).value == pytest.approx(210.0, rel=0.05)
        assert get(measured, "pitch.spread", CUSTOMER).value == pytest.approx(4.0, abs=0.4)

    def test_the_same_key_at_both_ends_shows_small_differences(self, measured: tuple[Measurement, ...]) -> None:
        assert get(measured, "same_key.pitch_delta", AGENT).value == pytest.approx(0.0, abs=2.0)
        assert get(measured, "same_key.level_delta", AGENT).value == pytest.approx(0.0, abs=3.0)
        assert get(measured, "same_key.rate_delta", AGENT).value == pytest.approx(0.0, abs=1.0)

    def test_a_louder_close_shows(
        self, recorded: tuple[Conversation, Recording], measured: tuple[Measurement, ...], settings: MeasureSettings
    ) -> None:
        conversation, recording = recorded
        n = recording.channels[0].size
        gain = np.where(np.arange(n) > n / 2, 2.0, 1.0).astype(np.float32)
        louder = replace(recording, channels=(recording.channels[0] * gain, recording.channels[1]))
        before = get(measured, "same_key.level_delta", AGENT).value
        after = get(measure_sound(conversation, louder, settings), "same_key.level_delta", AGENT).value
        assert before is not None
        assert after == pytest.approx(before + 6.0, abs=0.5)

    def test_a_short_call_has_no_two_ends(self, settings: MeasureSettings) -> None:
        true = speak(30.0, 120.0, 2.0, seed=8)
        conversation = call([(span.start_s, span.end_s) for span in true.speech])
        recording = Recording("call.wav", "", LINE_RATE_HZ, (true.samples, np.zeros_like(true.samples)))
        found = measure_sound(conversation, recording, settings)
        assert get(found, "same_key.level_delta", AGENT).reason is Reason.TOO_LITTLE_SPEECH

    @pytest.mark.parametrize("gate", [LineGate.NO_PITCH, LineGate.NO_ACOUSTICS])
    def test_the_line_gate_withholds_pitch(
        self, recorded: tuple[Conversation, Recording], settings: MeasureSettings, gate: LineGate
    ) -> None:
        conversation, recording = recorded
        noisy = replace(conversation.parties[0], line=replace(good_line(0), gate=gate))
        found = measure_sound(replace(conversation, parties=(noisy, conversation.parties[1])), recording, settings)
        assert get(found, "pitch.spread", AGENT).reason is Reason.LOW_SNR
        assert get(found, "same_key.level_delta", AGENT).reason is Reason.LOW_SNR
        assert get(found, "pitch.spread", CUSTOMER).value is not None

    def test_a_transcript_has_no_pitch(
        self, recorded: tuple[Conversation, Recording], settings: MeasureSettings
    ) -> None:
        found = measure_sound(recorded[0], None, settings)
        assert {item.reason for item in found} == {Reason.NO_AUDIO}

    @pytest.mark.parametrize("sound", ["silence", "noise", "tone", "clicks"])
    def test_any_sound_gives_finite_values_or_reasons(self, settings: MeasureSettings, sound: str) -> None:
        n = 60 * LINE_RATE_HZ
        samples = {
            "silence": np.zeros(n),
            "noise": np.random.default_rng(1).normal(0, 0.1, n),
            "tone": 0.3 * np.sin(2 * np.pi * 200 * np.arange(n) / LINE_RATE_HZ),
            "clicks": (np.arange(n) % 80 == 0) * 1.0,
        }[sound].astype(np.float32)
        conversation = call([(0.0, 59.0)], turns=[spoken(AGENT, 0.0, 59.0, "word " * 100)])
        found = measure_sound(conversation, Recording("x", "", LINE_RATE_HZ, (samples, samples)), settings)
        spread_found = get(found, "pitch.spread", AGENT)
        if sound == "clicks":  # a pulse train has one pitch
            assert spread_found.value == pytest.approx(0.0, abs=0.05)
        else:
            assert spread_found.reason is Reason.TOO_LITTLE_VOICED
