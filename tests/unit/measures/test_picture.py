"""The curves that a page draws of a call's sound."""

import statistics

import numpy as np
import pytest
from tests.support.talk import call, spoken
from tests.support.voice import LINE_RATE_HZ, speak

from callgrade.config.measures import MeasureSettings
from callgrade.measures import draw_sound, hear_voices
from callgrade.model.conversation import Assignment, Conversation
from callgrade.model.record import Role
from callgrade.model.recording import Recording
from callgrade.model.sound_picture import PIECES, SoundPicture, VoiceCurves

AGENT, CUSTOMER = Role.AGENT, Role.CUSTOMER
CALL_S = 40.0


@pytest.fixture(scope="module")
def recorded() -> tuple[Conversation, Recording]:
    """The agent speaks at 150 Hz in the first half at half of full scale, then nobody speaks."""
    voice = speak(CALL_S / 2, 150.0, 1.0, seed=3)
    conversation = call(
        [(span.start_s, span.end_s) for span in voice.speech],
        turns=[spoken(AGENT, 0.0, CALL_S / 2, "one two three four " * 20)],
    )
    silence = np.zeros(round(CALL_S * LINE_RATE_HZ), np.float32)
    samples = silence.copy()
    samples[: voice.samples.size] = 0.5 * voice.samples / np.abs(voice.samples).max()
    return conversation, Recording("call.wav", "", LINE_RATE_HZ, (samples, silence))


@pytest.fixture(scope="module")
def picture(recorded: tuple[Conversation, Recording], settings: MeasureSettings) -> SoundPicture:
    conversation, recording = recorded
    return draw_sound(conversation, recording, hear_voices(conversation, recording, settings), settings.rate)


def test_the_level_is_that_of_the_loudest_sample_and_nothing_where_it_is_silent(picture: SoundPicture) -> None:
    level_db = next(one for one in picture.levels if one.channel == 0).db()
    assert max(one for one in level_db if one is not None) == pytest.approx(-6.0, abs=0.1)
    assert set(level_db[PIECES // 2 + 1 :]) == {None}


def test_pitch_and_pace_are_drawn_where_the_person_speaks(picture: SoundPicture) -> None:
    agent = next(one for one in picture.voices if one.role is AGENT)
    pitch_hz, pace = agent.pitch_hz(), agent.pace_syllables_per_s()
    assert statistics.median(one for one in pitch_hz if one) == pytest.approx(150.0, rel=0.05)
    assert set(pitch_hz[PIECES // 2 + 1 :]) == set(pace[PIECES // 2 + 1 :]) == {None}
    assert statistics.median(one for one in pace if one) == pytest.approx(80 / 20, rel=0.5)


def test_a_voice_without_words_and_sound_has_empty_curves(picture: SoundPicture) -> None:
    assert next(one for one in picture.voices if one.role is CUSTOMER) == VoiceCurves(CUSTOMER)


def test_the_curves_follow_the_roles(picture: SoundPicture) -> None:
    exchanged = picture.assigned(Assignment({AGENT: CUSTOMER, CUSTOMER: AGENT}, None))
    assert [one.role for one in exchanged.voices] == [CUSTOMER, AGENT]
    assert exchanged.voices[0].pitch == picture.voices[0].pitch
