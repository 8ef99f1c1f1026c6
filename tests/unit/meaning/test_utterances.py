"""Turns are cut into sentences, and long ones into parts."""

from callgrade.meaning.utterances import text_of, utterances
from callgrade.text import split_words


def cut(text: str) -> list[str]:
    words = split_words(text)
    return [text_of(words, one) for one in utterances([(0, words)])]


def test_each_sentence_is_an_utterance() -> None:
    assert cut("Hi there. Is there anything else?") == ["Hi there.", "Is there anything else?"]
    assert cut("好的。还有别的吗？") == ["好的。", "还有别的吗？"]


def test_a_long_sentence_is_cut_at_its_commas() -> None:
    said = "if the bus is late again, please ring the office in the main street, and ask for a new ticket there"
    assert cut(said) == [
        "if the bus is late again,", "please ring the office in the main street,", "and ask for a new ticket there",
    ]  # fmt: skip


def test_words_without_punctuation_are_cut_into_stretches_that_overlap() -> None:
    words = [str(number) for number in range(30)]
    parts = [part.split() for part in cut(" ".join(words))]
    assert parts == [words[0:12], words[6:18], words[12:24], words[18:30]]


def test_nothing_said_has_no_utterance() -> None:
    assert list(utterances([(0, [])])) == []
