"""A phrase that Whisper writes twice was said once, if the alignment has no sound for the second."""

import pytest

from callgrade.hearing.recognition.timed_words import said_once
from callgrade.model.conversation import Word


def timed(said: str, silent: str = "", after: str = "") -> list[Word]:
    """``said`` and ``after`` at four words a second, between them ``silent`` in no time."""
    words: list[Word] = []
    at_s = 0.0
    for text, length_s in ((said, 0.25), (silent, 0.0), (after, 0.25)):
        for word in text.split():
            words.append(Word(f" {word}", at_s, at_s + length_s, 0.9))
            at_s += length_s
    return words


def text(words: list[Word]) -> str:
    return "".join(word.text for word in said_once(words)).strip()


@pytest.mark.parametrize(
    ("said", "silent"),
    [
        ("Okay, anything else today.", "Okay, anything else today."), ("So then. Very good.", "very good"),
        ("Yes, very good.", "Very good. Very good."),
    ],
)  # fmt: skip
def test_a_phrase_that_is_written_again_in_no_time_was_said_once(said: str, silent: str) -> None:
    assert text(timed(said, silent)) == said
    assert text(timed(said, silent, "Go on.")) == f"{said} Go on."


def test_what_a_person_repeats_at_a_normal_rate_is_kept() -> None:
    assert text(timed("No problem. No problem.")) == "No problem. No problem."


@pytest.mark.parametrize("silent", ["Very well.", "good.", "bad. Very good."])
def test_other_words_and_a_single_one_without_time_are_kept(silent: str) -> None:
    assert text(timed("Very good.", silent)) == f"Very good. {silent}"


def test_no_words_are_none() -> None:
    assert text([]) == ""
