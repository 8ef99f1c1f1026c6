"""Words as written become tokens that phrases can be compared with."""

from dataclasses import replace

import pytest
from tests.support.norms import SPELLING

from callgrade.model.conversation import Word
from callgrade.norms.phrases.tokens import Spelling, Token, token_texts, tokenise


def said(text: str) -> tuple[Token, ...]:
    return tokenise(tuple(Word(word, i, i + 1, None) for i, word in enumerate(text.split())), SPELLING)


def texts(text: str) -> list[str]:
    return [token.text for token in said(text)]


@pytest.mark.parametrize(
    ("written", "tokens"),
    [
        ("Good MORNING, Sir!", ["good", "morning", "sir"]),
        ("I'm sure we can’t.", ["i", "am", "sure", "we", "can", "not"]),
        ("Don't", ["do", "not"]),
        ("What's it?", ["what", "is", "it"]),
        ("Olivia's card", ["olivia", "'s", "card"]),
        ("twenty-four e-mails", ["twenty", "four", "e", "mails"]),
        ("at 10.30 for 1,000 euro", ["at", "10.30", "for", "1,000", "euro"]),
        ("Café Straße", ["café", "strasse"]),
        ("write to jack.smith@example.com today", ["write", "to", "jack.smith@example.com", "today"]),
        ("'quoted' words'", ["quoted", "words"]),
        ("", []),
        ("... — !", []),
    ],
)
def test_words_are_folded_and_contractions_opened(written: str, tokens: list[str]) -> None:
    assert texts(written) == tokens


def test_chinese_is_read_by_characters_and_both_writings_are_one() -> None:
    assert texts("您好,這裡是客服中心。") == texts("您好，这里是客服中心") == list("您好这里是客服中心")


def test_chinese_and_latin_words_stand_side_by_side() -> None:
    assert texts("我用Apple手机") == ["我", "用", "apple", "手", "机"]


def test_redacted_words_are_numbers_and_no_names_or_phrases() -> None:
    words = tuple(Word(text, 0.0, 0.0, None) for text in ("is", "[card-number]", "[card-number],", "thanks."))
    assert [(token.text, token.word, token.mark) for token in tokenise(words, SPELLING)] == [
        ("is", 0, ""), ("0", 1, ""), ("0", 2, ","), ("thanks", 3, "."),
    ]  # fmt: skip
    assert texts("卡号是[card-number]。") == ["卡", "号", "是", "0"]


def test_a_token_knows_its_word_for_time_and_quote() -> None:
    assert [(token.text, token.word) for token in said("Well, I'm twenty-one")] == [
        ("well", 0), ("i", 1), ("am", 1), ("twenty", 2), ("one", 2),
    ]  # fmt: skip


def test_punctuation_is_remembered_behind_the_word() -> None:
    assert [token.mark for token in said("Sorry? Yes, please. Bye")] == ["?", ",", ".", ""]
    assert [token.mark for token in said("您好。是吗？")] == ["", ".", "", "?"]


def test_a_capital_inside_a_sentence_is_told_from_one_that_opens_it() -> None:
    assert [(t.text, t.capital, t.opens) for t in said("Will Mark call? I'm Ann.")] == [
        ("will", True, True), ("mark", True, False), ("call", False, False),
        ("i", True, True), ("am", False, False), ("ann", True, False),
    ]  # fmt: skip


def test_phrases_take_the_same_normal_forms_as_speech() -> None:
    assert token_texts("I'm can't goodbye", SPELLING) == ("i", "am", "can", "not", "good", "bye")
    assert token_texts("goodbye", Spelling()) == ("goodbye",)


def test_a_hesitation_is_no_word_but_its_mark_stays() -> None:
    spelling = replace(SPELLING, hesitations=frozenset({"uh", "eh"}))
    words = tuple(Word(word, 0, 1, None) for word in ("It's,", "Uh,", "Ann.", "Uh", "Bo"))
    spoken = tokenise(words, spelling)
    assert [(token.text, token.mark, token.opens) for token in spoken] == [
        ("it", "", True), ("'s", ",", False), ("ann", ".", False), ("bo", "", False),
    ]  # fmt: skip
    asked = tokenise((Word("Nice,", 0, 1, None), Word("eh?", 1, 2, None)), spelling)
    assert [token.text for token in asked] == ["nice", "eh"]
