"""Recognition with the real weights on the project's own calls."""

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
import soxr
from numpy.typing import ArrayLike
from tests.support.hearing import hear
from tests.support.sample_calls import sample_call

from callgrade.config.hearing import HearingSettings
from callgrade.config.load import load_settings
from callgrade.hearing.activity.voice_activity import find_speech
from callgrade.hearing.conclude import conclude
from callgrade.hearing.prepare import prepare
from callgrade.hearing.recognition.decoding import Decoder
from callgrade.hearing.recognition.job import HeardWindow, Place, WindowJob
from callgrade.hearing.recognition.recogniser import Recogniser
from callgrade.hearing.recognition.speech import Speech
from callgrade.hearing.recognition.windows import pack_windows
from callgrade.intake.source import RecordedCall, open_call
from callgrade.model.conversation import Conversation
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Role
from callgrade.model.recording import Recording
from callgrade.model.span import Span

GOOD = "01_insurance_good.wav"
OPENING_S = 30.0


def opening_of(name: str) -> Recording:
    """The first 30 s: enough to hear, quick to recognise."""
    recording = sample_call(name).recording
    samples = int(OPENING_S * recording.sample_rate_hz)
    channels = tuple(np.ascontiguousarray(channel[:samples]) for channel in recording.channels)
    return Recording(name, "", recording.sample_rate_hz, channels)


def recording_of(*channels: ArrayLike) -> Recording:
    return Recording("made", "", 8000, tuple(np.asarray(channel, np.float32) for channel in channels))


@pytest.fixture(scope="module")
def conversation(recogniser: Recogniser, hearing: HearingSettings) -> Conversation:
    return hear(opening_of(GOOD), sample_call(GOOD).record, recogniser, hearing)


def test_the_agents_greeting_is_heard(conversation: Conversation) -> None:
    first = conversation.turns_of(Role.AGENT)[0].text.lower()
    assert "insurance" in first
    assert "help you" in first


def test_the_given_language_is_kept(conversation: Conversation) -> None:
    assert (conversation.language, conversation.language_probability) == ("en", None)


def test_words_are_ordered_and_inside_their_partys_speech(conversation: Conversation) -> None:
    for party in conversation.parties:
        words = [word for turn in conversation.turns_of(party.role) for word in turn.words]
        assert words
        assert all(a.start_s < a.end_s <= b.start_s + 1e-6 for a, b in itertools.pairwise(words))
        assert all(any(span.contains(word.span.middle_s) for span in party.speech) for word in words)
        assert all(0 <= (word.probability or 0) <= 1 for word in words)
    assert max(turn.end_s for turn in conversation.turns) <= conversation.duration_s


def test_calls_recognised_together_have_the_words_they_have_alone(
    recogniser: Recogniser, hearing: HearingSettings, conversation: Conversation
) -> None:
    """Also with a language to detect, a call without speech beside it, and a second time."""
    silent = recording_of(np.zeros(8000))
    calls = [
        prepare(silent, CallRecord(), hearing),
        prepare(opening_of(GOOD), sample_call(GOOD).record, hearing),
        prepare(opening_of("02_telecom_bad.wav"), CallRecord(), hearing),
    ]
    told: list[tuple[int, int]] = []
    heard = recogniser.recognise([call.speech for call in calls], lambda done, total: told.append((done, total)))
    nothing, together, detected = (conclude(call, one) for call, one in zip(calls, heard, strict=True))
    assert nothing.turns == ()
    assert nothing.language is None
    assert detected.language == "en"
    assert detected.language_probability is not None
    assert detected.language_probability > 0.5
    assert together.turns == conversation.turns  # to the last probability
    assert told[-1][0] == told[-1][1] == sum(len(call.speech.windows) for call in calls)


def test_the_same_windows_give_the_same_words(recogniser: Recogniser, hearing: HearingSettings) -> None:
    speech = prepare(opening_of(GOOD), CallRecord(language="en"), hearing).speech
    assert recogniser.recognise([speech]) == recogniser.recognise([speech])


def test_ring_back_gives_no_words(conversation: Conversation) -> None:
    assert conversation.ringing is not None
    assert min(turn.start_s for turn in conversation.turns) >= conversation.ringing.bursts[-1].end_s


def test_noise_that_looks_like_speech_gives_no_words(recogniser: Recogniser, hearing: HearingSettings) -> None:
    """Were voice activity to fail, words without any timed speech would still be dropped."""
    noise = np.random.default_rng(1).normal(0, 0.05, 10 * 8000).astype(np.float32)
    activity = find_speech(noise, 8000, (), hearing.activity)
    fooled = type(activity)(activity.timing, (Span(1.0, 9.0),), activity.probabilities, (), 10.0)
    windows = pack_windows(0, noise, 8000, fooled, hearing.recognition)
    assert recogniser.recognise([Speech(windows, "en")])[0].words == ((),)


def test_a_recording_with_one_silent_channel_has_one_party(recogniser: Recogniser, hearing: HearingSettings) -> None:
    agent = opening_of(GOOD).channels[0]
    heard = hear(recording_of(agent, np.zeros(agent.size)), CallRecord(language="en"), recogniser, hearing)
    assert [party.role for party in heard.parties] == [Role.AGENT]
    assert heard.turns


def test_one_signal_on_both_channels_is_not_two_people(recogniser: Recogniser, hearing: HearingSettings) -> None:
    mixed = np.sum(opening_of(GOOD).channels, axis=0, dtype=np.float32)
    heard = hear(recording_of(mixed, mixed), CallRecord(language="en"), recogniser, hearing)
    assert {party.channel for party in heard.parties} == {0}


def test_a_hundredth_of_a_second_is_a_conversation_without_words(
    recogniser: Recogniser, hearing: HearingSettings
) -> None:
    heard = hear(recording_of(np.zeros(80)), CallRecord(), recogniser, hearing)
    assert heard.turns == ()
    assert heard.duration_s == pytest.approx(0.01)


def test_languages_are_named_by_their_iso_code(recogniser: Recogniser, hearing: HearingSettings) -> None:
    """Whisper calls Norwegian Bokmål "no"."""
    assert {"en", "nl", "nb", "zh"} <= set(recogniser.languages)
    assert "no" not in recogniser.languages
    opening = opening_of(GOOD)
    heard = hear(opening, CallRecord(language="nb"), recogniser, hearing)
    assert (heard.language, heard.language_probability) == ("nb", None)


def test_a_call_without_speech_in_a_language_that_the_weights_do_not_know_has_no_words(recogniser: Recogniser) -> None:
    (recognised,) = recogniser.recognise([Speech(windows=(), language="ga")])
    assert recognised.words == ()


def test_speech_that_got_no_words_is_heard_again_alone(
    recogniser: Recogniser, hearing: HearingSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    speech = prepare(opening_of(GOOD), CallRecord(language="en"), hearing).speech

    def deaf(_: Decoder, __: ArrayLike, batch: Sequence[WindowJob]) -> Mapping[Place, HeardWindow]:
        return {job.place: HeardWindow((), 0.0) for job in batch}

    monkeypatch.setattr(Decoder, "decode", deaf)
    (recognised,) = recogniser.recognise([speech])
    said = " ".join(word.text for window in recognised.words for word in window).lower()
    assert "insurance" in said
    assert "help you" in said


def test_a_window_in_another_language_than_the_call_is_heard_in_its_own(
    recogniser: Recogniser, hearing: HearingSettings
) -> None:
    """An English call that was given as Dutch."""
    speech = prepare(opening_of(GOOD), CallRecord(language="nl"), hearing).speech
    (recognised,) = recogniser.recognise([speech])
    assert recognised.language == "nl"
    assert "en" in recognised.languages
    said = " ".join(word.text for window in recognised.words for word in window).lower()
    assert "how can i help" in said


@pytest.mark.shared
def test_a_sentence_in_another_language_inside_a_window_is_heard_in_its_own(
    recogniser: Recogniser, hearing: HearingSettings, shared_calls: Path
) -> None:
    """A Dutch sentence of 2 s in the agent's turn; alone it is written as invented English."""
    read = open_call(shared_calls / "read" / "nl_rhasspy_473.flac", load_settings().intake, CallRecord())
    assert isinstance(read, RecordedCall)
    sound = soxr.resample(read.recording.channels[0][:], read.recording.sample_rate_hz, 8000)
    agent, customer = (channel[:] for channel in opening_of(GOOD).channels)
    (at, later) = round(13.6 * 8000), np.zeros(sound.size + 8000, np.float32)
    put = np.concatenate([agent[:at], later, agent[at:]])
    put[at + 4000 : at + 4000 + sound.size] += sound * (agent.std() / sound.std())
    made = recording_of(put, np.concatenate([customer[:at], later, customer[at:]]))
    conversation = hear(made, CallRecord(language="en"), recogniser, hearing)
    (dutch,) = (turn for turn in conversation.turns if turn.language == "nl")
    assert "argument" in dutch.text.lower()
    assert 13.6 <= dutch.start_s < dutch.end_s <= 13.6 + later.size / 8000
    assert any(one.reason is Reason.OTHER_LANGUAGE for one in conversation.unheard)
