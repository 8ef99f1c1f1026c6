"""A stretch of speech heard at other rates: the right one makes clearly better sense."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from tests.support.talk import call, good_line

from callgrade.config.hearing import HearingSettings
from callgrade.hearing.recognition.speech import Recognised, Speech
from callgrade.hearing.sample_rate.trial import Expected, true_rate
from callgrade.model.conversation import Word
from callgrade.model.record import Role
from callgrade.model.recording import Recording

SILENCE = np.zeros(16000 * 40, np.float32)
PEOPLE, CHIPMUNKS = (130.0, 210.0), (180.0, 366.0)
Sense = Mapping[int, float]
"""Rate → mean probability of the words."""


class Listener:
    """Understands each rate as well as it is told; ``asked``: what was heard."""

    def __init__(self, sense: Sense, language: str = "en", words: int = 20) -> None:
        self.sense, self.language, self.words = sense, language, words
        self.asked: list[Speech] = []

    def __call__(self, speech: Sequence[Speech]) -> list[Recognised]:
        self.asked += speech
        return [self._heard(one.windows[0].sample_rate_hz) for one in speech]

    def _heard(self, rate_hz: int) -> Recognised:
        said = tuple(Word("word", at, at + 0.5, self.sense.get(rate_hz, 0.2)) for at in range(self.words))
        return Recognised((said,), self.language, 0.9, (None,))


def found(
    listener: Listener,
    hearing: HearingSettings,
    medians_hz: Sequence[float] = PEOPLE,
    declared_hz: int = 16000,
    bandwidth_hz: float = 5500,
) -> int | None:
    recording = Recording("call.wav", "", declared_hz, (SILENCE, SILENCE))
    expected = Expected("en", "en".__eq__, {Role.AGENT}, medians_hz)
    talk = call([(1, 9), (11, 30)], [(31, 39)], duration_s=40)
    wide = (replace(one, line=replace(good_line(0), bandwidth_hz=bandwidth_hz)) for one in talk.parties)
    talk = replace(talk, parties=tuple(wide))
    return true_rate(talk, recording, expected, listener, hearing.sample_rate, hearing.recognition)


def test_half_the_rate_makes_sense_of_speech_at_double_speed(hearing: HearingSettings) -> None:
    assert found(Listener({16000: 0.5, 11025: 0.6, 8000: 0.93}), hearing) == 8000


def test_the_rate_of_the_file_stays_where_no_other_is_clearly_better(hearing: HearingSettings) -> None:
    assert found(Listener({16000: 0.72, 11025: 0.76, 8000: 0.5}), hearing) is None


def test_noise_is_understood_at_no_rate(hearing: HearingSettings) -> None:
    assert found(Listener({16000: 0.3, 11025: 0.4, 8000: 0.6}), hearing) is None


def test_where_nobody_speaks_so_high_no_worse_is_enough(hearing: HearingSettings) -> None:
    """At a third too fast the words are understood nearly as well as at the right speed."""
    as_well = {11025: 0.903, 8000: 0.914}
    assert found(Listener(as_well), hearing, CHIPMUNKS, 11025) == 8000
    assert found(Listener(as_well), hearing, PEOPLE, 11025) is None


def test_a_voice_that_is_high_by_nature_makes_less_sense_when_slowed_down(hearing: HearingSettings) -> None:
    assert found(Listener({11025: 0.84, 8000: 0.81}), hearing, CHIPMUNKS, 11025) is None


@pytest.mark.parametrize("medians_hz", [(85.0,), (300.0,)])
def test_only_rates_are_tried_at_which_all_voices_are_those_of_people(
    medians_hz: tuple[float, ...], hearing: HearingSettings
) -> None:
    listener = Listener({})
    found(listener, hearing, medians_hz)
    rates = {one.windows[0].sample_rate_hz for one in listener.asked} - {16000}
    assert rates == ({22050, 24000, 32000} if medians_hz == (85.0,) else {8000, 11025})


def test_what_has_the_band_of_a_telephone_is_not_played_too_fast(hearing: HearingSettings) -> None:
    """A high voice of a telephone, recorded at more than a telephone's rate."""
    listener = Listener({11025: 0.82, 8000: 0.84})
    assert found(listener, hearing, CHIPMUNKS, 11025, bandwidth_hz=4000) is None
    assert not listener.asked


def test_words_of_another_language_make_no_sense(hearing: HearingSettings) -> None:
    assert found(Listener({8000: 0.9}, language="la"), hearing) is None


def test_few_words_make_no_sense(hearing: HearingSettings) -> None:
    assert found(Listener({8000: 0.9}, words=3), hearing) is None


def test_the_first_seconds_of_the_suspect_are_heard_as_long_as_they_would_last(hearing: HearingSettings) -> None:
    listener = Listener({8000: 0.9})
    found(listener, hearing)
    own, *others = (one.windows for one in listener.asked)
    slow = next(windows for windows in others if windows[0].sample_rate_hz == 8000)
    assert [window.channel for window in own] == [0]
    assert sum(piece.duration_s for piece in own[0].pieces) == pytest.approx(hearing.sample_rate.speech_s)
    assert slow[0].pieces[0].start_s == pytest.approx(2 * own[0].pieces[0].start_s)
    assert slow[0].duration_s <= 30
