"""The turns of the words say whether a split is two persons."""

from itertools import pairwise

import pytest

from callgrade.config.load import load_settings
from callgrade.hearing.diarization.turn_taking import turn_odds
from callgrade.model.conversation import Word
from callgrade.model.span import Span

SETTINGS = load_settings().hearing.speakers.turns
WORD_S = 0.4


def said(text: str) -> list[Word]:
    return [Word(word, i * WORD_S, (i + 1) * WORD_S, 0.9) for i, word in enumerate(text.split())]


def voices(*numbers_of_words: int) -> list[tuple[Span, ...]]:
    """Two voices that take turns after so many words each."""
    edges = [sum(numbers_of_words[:i]) * WORD_S for i in range(len(numbers_of_words) + 1)]
    spans = [Span(start, end) for start, end in pairwise(edges)]
    return [tuple(spans[::2]), tuple(spans[1::2])]


TALK = said("Which colour would you like? Blue, please. And which size is it? The large one.")


def test_questions_that_the_other_voice_answers_are_two_persons() -> None:
    assert turn_odds(TALK, voices(5, 2, 5, 3), SETTINGS) >= 2


@pytest.mark.parametrize("pieces", [(3, 5, 3, 4), (1, 9, 2, 3)])
def test_changes_inside_sentences_are_one_person(pieces: tuple[int, ...]) -> None:
    assert turn_odds(TALK, voices(*pieces), SETTINGS) <= -2


def test_questions_in_chinese_count_as_well() -> None:
    assert turn_odds(said("您 要 什么 颜色？ 蓝色。 多大 的？ 大号。"), voices(4, 1, 2, 1), SETTINGS) > 1


def test_words_without_marks_say_nothing() -> None:
    assert turn_odds(said("which colour would you like blue please"), voices(5, 2), SETTINGS) == 0
