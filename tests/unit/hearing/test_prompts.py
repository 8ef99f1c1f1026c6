"""Recorded prompts are set apart from a channel's speech: by words that leave no doubt, or by another voice."""

import numpy as np
import pytest
from tests.support.sample_calls import channel_of

from callgrade.config.hearing import SpeakerSettings, VoiceActivitySettings
from callgrade.config.load import load_settings
from callgrade.hearing.activity.voice_activity import find_speech
from callgrade.hearing.prompts import parted, prompt_speech, utterances
from callgrade.model.conversation import Word
from callgrade.model.prompt import Prompt
from callgrade.model.recording import Samples
from callgrade.model.span import Span, Spans, total_s

RATE_HZ = 8000
BORDER_S = 12.0
SAID = Span(0.5, 10.0)
WORDS = (Word("press", 0.5, 1.0, 0.9), Word("two.", 9.5, 10.0, 0.9), Word("Hello", 14.0, 14.5, 0.9))


@pytest.fixture(scope="module")
def speakers() -> SpeakerSettings:
    return load_settings().hearing.speakers


@pytest.fixture(scope="module")
def activity() -> VoiceActivitySettings:
    return load_settings().hearing.activity


def talk_of(name: str, activity: VoiceActivitySettings) -> Samples:
    """What the agent of a sample call says, without the pauses."""
    channel = channel_of(name, 0, RATE_HZ)
    speech = find_speech(channel, RATE_HZ, (), activity).timing
    return np.concatenate([channel[round(span.start_s * RATE_HZ) : round(span.end_s * RATE_HZ)] for span in speech])


def found(first: str, then: str, prompt: Prompt, activity: VoiceActivitySettings, speakers: SpeakerSettings) -> Spans:
    """The prompt's speech where the voice of ``first`` speaks until the border and that of ``then`` after it."""
    border = round(BORDER_S * RATE_HZ)
    samples = np.concatenate([talk_of(first, activity)[:border], talk_of(then, activity)[-border:]])
    speech = find_speech(samples, RATE_HZ, (), activity).timing
    return prompt_speech(samples, RATE_HZ, speech, WORDS, [prompt], speakers)


GOOD, POLITE = "01_insurance_good.wav", "11_hotel_overpolite.mp3"
ASKED = Prompt(SAID, sure=False, opening=False)


def test_prompt_words_in_another_voice_are_a_prompt(activity: VoiceActivitySettings, speakers: SpeakerSettings) -> None:
    spans = found(POLITE, GOOD, ASKED, activity, speakers)
    assert total_s(spans) == pytest.approx(BORDER_S, abs=1.5)
    assert spans[-1].end_s == pytest.approx(12.0, abs=0.1)  # half-way to the next word


def test_prompt_words_in_the_same_voice_are_not_a_prompt(
    activity: VoiceActivitySettings, speakers: SpeakerSettings
) -> None:
    assert found(GOOD, GOOD, ASKED, activity, speakers) == ()


def test_unmistakable_prompt_words_need_no_other_voice(
    activity: VoiceActivitySettings, speakers: SpeakerSettings
) -> None:
    assert found(GOOD, GOOD, Prompt(SAID, sure=True, opening=True), activity, speakers) != ()


@pytest.mark.parametrize(("opening", "believed"), [(True, True), (False, False)])
def test_if_nobody_else_speaks_the_place_of_the_words_decides(
    opening: bool, believed: bool, activity: VoiceActivitySettings, speakers: SpeakerSettings
) -> None:
    samples = talk_of(GOOD, activity)[: 8 * RATE_HZ]
    speech = find_speech(samples, RATE_HZ, (), activity).timing
    prompt = Prompt(SAID, sure=False, opening=opening)
    assert bool(prompt_speech(samples, RATE_HZ, speech, WORDS[:2], [prompt], speakers)) is believed


def test_words_of_a_prompt_are_taken_from_the_partys_words() -> None:
    persons, machine = parted(WORDS, (Span(0.0, 12.0),))
    assert (persons, machine) == (WORDS[2:], WORDS[:2])
    assert parted(WORDS, ()) == (WORDS, ())


def test_a_pause_separates_utterances() -> None:
    assert utterances(WORDS, 3.0) == (WORDS[:1], WORDS[1:2], WORDS[2:])
    assert utterances(WORDS, 60.0) == (WORDS,)
    assert utterances((), 1.0) == ()
