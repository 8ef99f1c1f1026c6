"""Voice activity: nearly the answers of Silero's own code, on hard lines more, and none without speech."""

import itertools

import numpy as np
import pytest
import soxr
from faster_whisper.vad import VadOptions, get_speech_timestamps
from tests.support.sample_calls import channel_of

from callgrade.config.hearing import HearingSettings, VoiceActivitySettings
from callgrade.hearing.activity.voice_activity import RATE_HZ, VoiceActivity, find_speech, without
from callgrade.model.recording import Samples
from callgrade.model.span import Span, intersect, subtract, total_s

RNG = np.random.default_rng(1)
TIME_S = np.arange(20 * 8000) / 8000


@pytest.fixture(scope="module")
def settings(hearing: HearingSettings) -> VoiceActivitySettings:
    return hearing.activity


@pytest.fixture(scope="module")
def agent() -> Samples:
    """An agent's channel at 16 kHz, so that callgrade and the library need no resampling."""
    return channel_of("01_insurance_good.wav", 0, RATE_HZ)


def loud_and_gated(clean: Samples) -> Samples:
    """``clean`` as loud as it can be, and zero between its words."""
    loud = clean / np.abs(clean).max()
    gate = np.sqrt(np.convolve(np.square(loud), np.ones(800) / 800, "same")) > 0.03
    return np.where(gate, loud, 0).astype(np.float32)


@pytest.fixture(scope="module")
def activity(agent: Samples, settings: VoiceActivitySettings) -> VoiceActivity:
    return find_speech(agent, RATE_HZ, (), settings)


def test_on_a_clean_line_the_timing_pass_is_nearly_what_the_library_itself_finds(
    activity: VoiceActivity, agent: Samples
) -> None:
    options = VadOptions(min_silence_duration_ms=200, speech_pad_ms=0, min_speech_duration_ms=100)
    theirs = tuple(
        Span(found["start"] / RATE_HZ, found["end"] / RATE_HZ) for found in get_speech_timestamps(agent, options)
    )
    assert total_s(subtract(theirs, activity.timing)) < 0.01 * total_s(theirs)
    assert total_s(subtract(activity.timing, theirs)) < 0.04 * total_s(theirs)


@pytest.mark.parametrize("name", ["01_insurance_good.wav", "02_telecom_bad.wav"])
def test_speech_is_not_lost_on_a_loud_line_that_is_cut_to_zero_between_words(
    name: str, settings: VoiceActivitySettings
) -> None:
    clean = channel_of(name, 1, RATE_HZ)
    gated = np.tile(loud_and_gated(clean), 2)
    found_s = total_s(find_speech(gated, RATE_HZ, (), settings).timing)
    assert found_s > 0.85 * 2 * total_s(find_speech(clean, RATE_HZ, (), settings).timing)


def test_a_voice_an_octave_higher_is_not_lost_on_such_a_line(
    agent: Samples, activity: VoiceActivity, settings: VoiceActivitySettings
) -> None:
    raised = loud_and_gated(soxr.resample(agent, 2 * RATE_HZ, RATE_HZ))
    found_s = total_s(find_speech(raised, RATE_HZ, (), settings).timing)
    assert found_s == pytest.approx(total_s(activity.timing) / 2, rel=0.1)


def test_the_recognition_pass_covers_the_timing_pass(activity: VoiceActivity) -> None:
    assert intersect(activity.timing, activity.recognition) == activity.timing


def test_spans_of_a_pass_are_ordered_apart_and_inside_the_recording(activity: VoiceActivity) -> None:
    for spans in (activity.timing, activity.recognition):
        assert all(before.end_s <= after.start_s for before, after in itertools.pairwise(spans))
        assert spans[0].start_s >= 0
        assert spans[-1].end_s <= activity.duration_s


def test_what_is_heard_late_in_a_call_does_not_depend_on_its_beginning(
    agent: Samples, activity: VoiceActivity, settings: VoiceActivitySettings
) -> None:
    lead_s = 4 * settings.block_s
    later = find_speech(np.concatenate([np.zeros(int(lead_s * RATE_HZ), np.float32), agent]), RATE_HZ, (), settings)
    moved = tuple(Span(span.start_s + lead_s, span.end_s + lead_s) for span in activity.timing)
    assert total_s(subtract(moved, later.timing)) < 0.01 * total_s(moved)
    assert total_s(subtract(later.timing, moved)) < 0.01 * total_s(moved)


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
        sum(0.1 * np.sin(2 * np.pi * hz * TIME_S) * (TIME_S % 3 < 1) for hz in (400, 450)),
    ],
    ids=["silence", "noise", "tone", "hum", "chords", "ringing"],
)
def test_silence_and_noise_hold_no_speech(sound: Samples, settings: VoiceActivitySettings) -> None:
    activity = find_speech(np.asarray(sound, np.float32), 8000, (), settings)
    assert activity.timing == activity.recognition == ()


@pytest.mark.parametrize("samples", [0, 1, 160, 511, 513])
def test_a_recording_of_a_few_samples_holds_no_speech(samples: int, settings: VoiceActivitySettings) -> None:
    assert find_speech(np.zeros(samples, np.float32), 8000, (), settings).timing == ()
