"""Which stretches may be in another language: those whose words are doubtful from pause to pause."""

import pytest

from callgrade.config.hearing import HearingSettings
from callgrade.config.recognition import DoubtfulWordsSettings
from callgrade.hearing.doubtful_words import doubtful
from callgrade.model.conversation import Word
from callgrade.model.span import Span

SPEECH = (Span(0.0, 3.0), Span(4.0, 6.0), Span(7.0, 8.0))


def said(start_s: float, end_s: float, probability: float) -> list[Word]:
    """A word each half second."""
    return [Word("word", at / 10, at / 10 + 0.4, probability) for at in range(int(start_s * 10), int(end_s * 10), 5)]


@pytest.fixture
def settings(hearing: HearingSettings) -> DoubtfulWordsSettings:
    return hearing.recognition.other_language.stretch


def test_a_stretch_of_doubtful_words_is_found(settings: DoubtfulWordsSettings) -> None:
    words = [*said(0.0, 3.0, 0.9), *said(4.0, 6.0, 0.3), *said(7.0, 8.0, 0.9)]
    assert list(doubtful(SPEECH, words, settings)) == [Span(4.0, 6.0)]


def test_one_doubtful_word_is_no_other_language(settings: DoubtfulWordsSettings) -> None:
    words = [*said(4.0, 5.5, 0.9), *said(5.5, 6.0, 0.4)]
    assert list(doubtful(SPEECH, words, settings)) == []


def test_a_short_stretch_does_not_tell_a_language(settings: DoubtfulWordsSettings) -> None:
    assert list(doubtful(SPEECH, said(7.0, 8.0, 0.1), settings)) == []


def test_speech_without_words_is_not_asked_for(settings: DoubtfulWordsSettings) -> None:
    assert list(doubtful(SPEECH, (), settings)) == []


def test_long_speech_is_heard_in_parts(settings: DoubtfulWordsSettings) -> None:
    found = list(doubtful((Span(0.0, 12.0),), said(0.0, 12.0, 0.2), settings))
    assert found == [Span(0.0, 6.0), Span(6.0, 12.0)]
