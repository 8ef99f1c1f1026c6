"""Text from outside is shown safely, and compared without its accidents."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callgrade.text import cleaned, escaped, fold, is_han, joined, plain, split_words, storable, well_formed


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("\u202egpj.exe", "\ufffdgpj.exe"),
        ("bell\x07", "bell\ufffd"),
        ("zero\u200bwidth", "zero\ufffdwidth"),
        ("no\u00a0break", "no break"),
        ("你好，世界", "你好，世界"),
    ],
)
def test_hidden_characters_are_shown_as_such_and_left_out_of_what_is_taken_in(text: str, shown: str) -> None:
    assert plain(text) == shown
    assert cleaned(text) == shown.replace("\ufffd", "")


def test_missing_text_is_read_as_empty_text() -> None:
    assert (cleaned(None), cleaned(12)) == ("", "12")


@given(st.text())
def test_shown_text_has_no_control_characters(text: str) -> None:
    for safe in (plain(text), cleaned(text), escaped(text)):
        assert all(not unicodedata.category(char).startswith("C") for char in safe)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("a\nb.wav", "a\\nb.wav"), ("\u202ea.wav", "\\u202ea.wav"), ("caf\udce9", "caf\\udce9"), ("a  b.wav", "a  b.wav")],
)
def test_different_names_look_different(name: str, shown: str) -> None:
    assert escaped(name) == shown


def test_bytes_that_are_not_utf8_become_visible() -> None:
    assert well_formed("caf\udce9 \U0001f600") == "caf\ufffd \U0001f600"


@pytest.mark.parametrize(
    ("text", "kept"),
    [("plain", "plain"), ("emoji 📞", "emoji 📞"), ("\ud83d", "\ufffd"), ("nul\0", "nul\ufffd"), ("王先生", "王先生")],
)
def test_stored_text_is_text_in_every_database(text: str, kept: str) -> None:
    assert storable(text) == kept


@pytest.mark.parametrize("text", ["Isn’t", "ISN'T", "isn`t", "ｉｓｎʼｔ"])
def test_case_width_and_the_form_of_an_apostrophe_make_no_difference(text: str) -> None:
    assert fold(text) == "isn't"


@pytest.mark.parametrize(
    ("text", "han"),
    [("王", True), ("〇", True), ("王先", False), ("", False), ("a", False), ("，", False), ("김", False)],
)
def test_a_chinese_character_is_an_ideograph_or_the_zero(text: str, han: bool) -> None:
    assert is_han(text) is han


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("您好，我是 Anna。", ["您", "好，", "我", "是", "Anna。"]),
        ("二〇二六年", ["二", "〇", "二", "六", "年"]),
        ("Good morning, you", ["Good", "morning,", "you"]),
    ],
)
def test_in_chinese_each_character_is_a_word(text: str, words: list[str]) -> None:
    assert split_words(text) == words
    assert joined(words) == text


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        (["您好。", "请讲"], "您好。请讲"),
        (["好,", "请"], "好,请"),
        (["我是", "Anna"], "我是 Anna"),
        (["Hi.", "好"], "Hi. 好"),
        ([], ""),
    ],
)
def test_a_blank_separates_texts_unless_both_are_chinese(texts: list[str], whole: str) -> None:
    assert joined(texts) == whole
