"""Speech windows: full, in order, cut at silences, and nothing lost between them."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from callgrade.config.hearing import HearingSettings
from callgrade.config.load import load_settings
from callgrade.config.recognition import RecognitionSettings
from callgrade.hearing.activity.silero import FRAME_S
from callgrade.hearing.activity.voice_activity import VoiceActivity
from callgrade.hearing.recognition.windows import WHISPER_SAMPLES, SpeechWindow, pack_windows
from callgrade.model.span import Span, Spans, intersect, merge, subtract, total_s

RATE_HZ = 8000
RECOGNITION = load_settings().hearing.recognition  # loaded once: each example would take 0.1 s


@pytest.fixture(scope="module")
def settings(hearing: HearingSettings) -> RecognitionSettings:
    return hearing.recognition


def activity_of(speech: Spans, duration_s: float, excluded: Spans = ()) -> VoiceActivity:
    """VoiceActivity as from a network that is sure: padded by up to 0.4 s for recognition."""
    padded = merge(Span(max(0.0, span.start_s - 0.4), min(duration_s, span.end_s + 0.4)) for span in speech)
    probabilities = np.zeros(int(duration_s / FRAME_S) + 1, np.float32)
    for span in speech:
        probabilities[int(span.start_s / FRAME_S) : int(span.end_s / FRAME_S)] = 1
    return VoiceActivity(speech, subtract(padded, excluded), probabilities, excluded, duration_s)


def windows_of(activity: VoiceActivity, settings: RecognitionSettings) -> tuple[SpeechWindow, ...]:
    samples = np.arange(int(activity.duration_s * RATE_HZ), dtype=np.float32)
    return pack_windows(0, samples, RATE_HZ, activity, settings)


@st.composite
def talks(draw: st.DrawFn) -> VoiceActivity:
    """Stretches of speech of up to 80 s with silences of at least 0.2 s."""
    lengths = draw(st.lists(st.tuples(st.floats(0.2, 20), st.floats(0.1, 80)), max_size=20))
    spans, cursor_s = [], 0.0
    for silence_s, speech_s in lengths:
        spans.append(Span(cursor_s + silence_s, cursor_s + silence_s + speech_s))
        cursor_s += silence_s + speech_s
    return activity_of(tuple(spans), cursor_s + 1)


@pytest.mark.slow
@examples(deadline=None)
@given(talks())
def test_all_speech_is_in_a_window_and_no_window_is_too_long(activity: VoiceActivity) -> None:
    windows = windows_of(activity, RECOGNITION)
    heard = merge(piece for window in windows for piece in window.pieces)
    assert total_s(subtract(activity.recognition, heard)) < 1e-6
    for window in windows:
        assert window.duration_s <= RECOGNITION.window_s + 1e-6
        assert window.audio().size <= WHISPER_SAMPLES
    pieces = [piece for window in windows for piece in window.pieces]
    assert all(before.end_s <= after.start_s + 1e-9 for before, after in itertools.pairwise(pieces))


def test_no_speech_makes_no_window(settings: RecognitionSettings) -> None:
    assert windows_of(activity_of((), 60.0), settings) == ()


def test_short_pieces_share_a_window(settings: RecognitionSettings) -> None:
    speech = tuple(Span(start_s, start_s + 1.0) for start_s in np.arange(10.0, 100.0, 10.0).tolist())
    assert len(windows_of(activity_of(speech, 110.0), settings)) == 1


def test_of_two_ways_to_cut_the_longer_silence_is_taken(settings: RecognitionSettings) -> None:
    speech = (Span(0.5, 10.0), Span(10.3, 18.0), Span(20.0, 27.0), Span(27.3, 35.0))
    first, second = windows_of(activity_of(speech, 36.0), settings)
    assert intersect(first.pieces, speech) == speech[:2]
    assert intersect(second.pieces, speech) == speech[2:]


def test_speech_without_a_pause_is_cut_where_it_is_least_probable(settings: RecognitionSettings) -> None:
    length_s = settings.window_s * 1.5
    activity = activity_of((Span(0.0, length_s),), length_s)
    dip_s = settings.window_s * 0.7
    activity.probabilities[int(dip_s / FRAME_S)] = 0.6
    first, second = windows_of(activity, settings)
    assert first.pieces[-1].end_s == second.pieces[0].start_s == pytest.approx(dip_s, abs=FRAME_S)


def test_a_short_window_includes_more_silence_around_its_speech(settings: RecognitionSettings) -> None:
    (window,) = windows_of(activity_of((Span(10.0, 12.0),), 30.0), settings)
    assert window.pieces == (Span(10.0 - 0.4 - settings.spare_pad_s, 12.0 + 0.4 + settings.spare_pad_s),)


def test_a_window_never_widens_into_the_other_channels_voice(settings: RecognitionSettings) -> None:
    leaked = (Span(12.2, 20.0),)
    (window,) = windows_of(activity_of((Span(10.0, 12.0),), 30.0, leaked), settings)
    assert intersect(window.pieces, leaked) == ()


def test_the_audio_of_a_window_is_its_pieces_with_silence_between() -> None:
    samples = np.ones(30 * 16000, np.float32)
    window = SpeechWindow(0, samples, 16000, (Span(1.0, 2.0), Span(5.0, 6.0)), (), join_s=0.5)
    audio = window.audio()
    assert window.starts_s == (0.0, 1.5)
    assert audio.size == 2.5 * 16000
    assert not audio[16000:24000].any()
    assert audio[:16000].all()
    assert audio[24000:].all()
