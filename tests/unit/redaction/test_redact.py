"""The shape of a redacted conversation."""

from dataclasses import replace

import pytest
from tests.support.redacting import conversation, redacted, settings, untimed, words

from callgrade.model.record import Role
from callgrade.model.redaction import Redaction, RedactionKind, is_redacted
from callgrade.redaction import redact

SAID = conversation("And the card number? / It is 4111 1111, 1111 1111. / And the CVC? / 737")


def test_words_stay_one_for_one_with_their_times() -> None:
    found, _ = redact(SAID, words(), settings())
    for before, after in zip(SAID.turns, found.turns, strict=True):
        assert [(word.span, word.probability) for word in before.words] == [
            (word.span, word.probability) for word in after.words
        ]
    assert [word.text for word in found.turns[1].words] == [
        "It", "is", "[card-number]", "[card-number],", "[card-number]", "[card-number].",
    ]  # fmt: skip


def test_a_turn_shows_one_placeholder_for_a_stretch() -> None:
    assert redacted("And the card number? / It is 4111 1111, 1111 1111. / And the CVC? / 737") == (
        "And the card number? / It is [card-number]. / And the CVC? / [card-code]"
    )


def test_nothing_else_changes() -> None:
    found, _ = redact(SAID, words(), settings())
    assert replace(found, turns=SAID.turns) == SAID
    assert found.turns[0] == SAID.turns[0]


def test_redactions_are_listed_with_kind_and_time() -> None:
    _, redactions = redact(SAID, words(), settings())
    number, code = SAID.turns[1], SAID.turns[3]
    assert redactions == (
        Redaction(RedactionKind.CARD_NUMBER, Role.CUSTOMER, number.words[2].start_s, number.end_s),
        Redaction(RedactionKind.CARD_CODE, Role.CUSTOMER, code.start_s, code.end_s),
    )


def test_a_transcript_without_times_has_redactions_without_times() -> None:
    _, redactions = redact(untimed(SAID), words(), settings())
    assert [(one.start_s, one.end_s) for one in redactions] == [(None, None), (None, None)]


def test_a_conversation_without_cards_is_the_same_object() -> None:
    said = conversation("How are you? / Fine.")
    assert redact(said, words(), settings()) == (said, ())
    assert redact(said, words(), settings())[0] is said


def test_redacting_again_finds_nothing() -> None:
    found, _ = redact(SAID, words(), settings())
    assert redact(found, words(), settings()) == (found, ())


def test_text_and_words_are_searched_apart() -> None:
    turn = SAID.turns[1]
    without_words = replace(SAID, turns=(SAID.turns[0], replace(turn, words=()), *SAID.turns[2:]))
    found, redactions = redact(without_words, words(), settings())
    assert found.turns[1].text == "It is [card-number]."
    assert redactions[0] == Redaction(RedactionKind.CARD_NUMBER, Role.CUSTOMER, turn.start_s, turn.end_s)
    other_words = replace(SAID, turns=(SAID.turns[0], replace(turn, text="It is the usual one."), *SAID.turns[2:]))
    found, _ = redact(other_words, words(), settings())
    assert found.turns[1].text == "It is the usual one."
    assert sum(is_redacted(word.text) for word in found.turns[1].words) == 4


@pytest.mark.parametrize("language", ["no", "nn", "zh-CN", "yue", "fr", "xx", None])
def test_any_language_is_searched(language: str | None) -> None:
    said = conversation("4111 1111 1111 1111 / fire en en en en en en en en en en en en en en en", language)
    found, _ = redact(said, words(), settings())
    assert found.turns[0].text == "[card-number]"
