"""Voice activity: the same answers as Silero's own code, in little memory, and none without speech."""

import itertools

import numpy as np
import pytest
from faster_whisper.vad import VadOptions, get_speech_timestamps
from tests.support.sample_calls import channel_of

from callgrade.config.hearing import HearingSettings, VoiceActivitySettings
from callgrade.hearing.voice_activity import RATE_HZ, VoiceActivity, find_speech, speech_probabilities, without
from callgrade.model.recording import Samples
from callgrade.model.span import Span, intersect, total_s

RNG = np.random.default_rng(1)
TIME_S = np.arange(20 * 8000) / 8000


@pytest.fixture(scope="module")
def settings(hearing: HearingSettings) -> VoiceActivitySettings:
    return hearing.activity


@pytest.fixture(scope="module")
def agent() -> Samples:
    """An agent's channel at 16 kHz, so that callgrade and the library need no resampling."""
    return channel_of("01_insurance_good.wav", 0, RATE_HZ)


@pytest.fixture(scope="module")
def activity(agent: Samples, settings: VoiceActivitySettings) -> VoiceActivity:
    return find_speech(agent, RATE_HZ, (), settings)


def test_the_timing_pass_is_what_the_library_itself_finds(activity: VoiceActivity, agent: Samples) -> None:
    options = VadOptions(min_silence_duration_ms=200, speech_pad_ms=0, min_speech_duration_ms=100)
    theirs = [found[edge] / RATE_HZ for found in get_speech_timestamps(agent, options) for edge in ("start", "end")]
    ours = [edge_s for span in activity.timing for edge_s in (span.start_s, span.end_s)]
    assert ours == pytest.approx(theirs, abs=0.001)
    assert len(ours) > 10


def test_the_recognition_pass_covers_the_timing_pass(activity: VoiceActivity) -> None:
    assert intersect(activity.timing, activity.recognition) == activity.timing


def test_spans_of_a_pass_are_ordered_apart_and_inside_the_recording(activity: VoiceActivity) -> None:
    for spans in (activity.timing, activity.recognition):
        assert all(before.end_s <= after.start_s for before, after in itertools.pairwise(spans))
        assert spans[0].start_s >= 0
        assert spans[-1].end_s <= activity.duration_s


def test_blocks_make_no_difference(agent: Samples, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = speech_probabilities(agent, RATE_HZ)
    monkeypatch.setattr("callgrade.hearing.voice_activity.BLOCK_FRAMES", 37)
    assert speech_probabilities(agent, RATE_HZ) == pytest.approx(whole, abs=1e-4)


def test_nothing_is_found_where_no_speech_can_be(agent: Samples, settings: VoiceActivitySettings) -> None:
    ringing = Span(0.0, 12.0)
    activity = find_speech(agent, RATE_HZ, (ringing,), settings)
    assert intersect(activity.timing, [ringing]) == ()
    assert intersect(activity.recognition, [ringing]) == ()
    assert activity.timing


def test_speech_taken_out_later_is_gone_from_both_passes(
    activity: VoiceActivity, settings: VoiceActivitySettings
) -> None:
    leaked = activity.timing[1]
    rest = without(activity, (leaked,), settings)
    assert intersect(rest.timing, [leaked]) == intersect(rest.recognition, [leaked]) == ()
    assert total_s(rest.timing) == pytest.approx(total_s(activity.timing) - leaked.duration_s, abs=0.2)


@pytest.mark.parametrize(
    "sound",
    [
        np.zeros_like(TIME_S),
        RNG.normal(0, 0.1, TIME_S.size),
        0.3 * np.sin(2 * np.pi * 1000 * TIME_S),
        0.3 * np.sin(2 * np.pi * 50 * TIME_S) + 0.1 * np.sin(2 * np.pi * 150 * TIME_S),
        sum(0.1 * np.sin(2 * np.pi * hz * TIME_S) * (TIME_S % 1 < 0.9) for hz in (261.6, 329.6, 392.0)),
    ],
    ids=["silence", "noise", "tone", "hum", "chords"],
)
def test_silence_and_noise_hold_no_speech(sound: Samples, settings: VoiceActivitySettings) -> None:
    activity = find_speech(np.asarray(sound, np.float32), 8000, (), settings)
    assert activity.timing == activity.recognition == ()


@pytest.mark.parametrize("samples", [0, 1, 160, 511, 513])
def test_a_recording_of_a_few_samples_holds_no_speech(samples: int, settings: VoiceActivitySettings) -> None:
    assert find_speech(np.zeros(samples, np.float32), 8000, (), settings).timing == ()
