"""Speech without words: what counts as such."""

from callgrade.config.load import load_settings
from callgrade.hearing.wordless import hearable, wordless
from callgrade.model.conversation import Word
from callgrade.model.span import Span

SETTINGS = load_settings().hearing.recognition.wordless


def word(start_s: float, end_s: float) -> Word:
    return Word("hello", start_s, end_s, 0.9)


def test_speech_away_from_every_word_is_wordless() -> None:
    found = wordless((Span(1.0, 3.0), Span(10.0, 12.0)), [word(10.1, 10.6), word(10.8, 11.4)], SETTINGS)
    assert found == (Span(1.0, 3.0),)


def test_a_short_sound_is_no_speech_that_misses_words() -> None:
    assert wordless((Span(1.0, 1.6), Span(10.0, 10.8)), [], SETTINGS) == ()


def test_short_stretches_close_together_count_as_one() -> None:
    (found,) = wordless((Span(1.0, 1.7), Span(2.0, 2.8)), [], SETTINGS)
    assert found == Span(1.0, 2.8)


def test_a_word_that_is_stretched_over_seconds_of_speech_does_not_hide_them() -> None:
    """Whisper gives the time of speech that it left out to the word after it."""
    (found,) = wordless((Span(1.0, 8.0),), [word(1.0, 8.0)], SETTINGS)
    assert found.start_s == 1.0
    assert found.end_s > 6.0


def test_digits_may_take_as_long_as_they_are_written_to() -> None:
    assert wordless((Span(1.0, 6.0),), [Word("0123456789", 1.0, 6.0, 0.9)], SETTINGS) == ()


def test_long_speech_is_heard_in_equal_parts() -> None:
    assert hearable((Span(10.0, 55.0),), 18.0) == (Span(10.0, 25.0), Span(25.0, 40.0), Span(40.0, 55.0))
