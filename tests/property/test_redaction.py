"""Card numbers by the thousand, and any text at all."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests import scorecards
from tests.support.card_words import SPEECH
from tests.support.redacting import conversation, settings, words
from tests.support.spoken_cards import SpokenCard, calls

from callgrade.export.json import to_json
from callgrade.model.conversation import Conversation
from callgrade.model.redaction import PLACEHOLDERS, is_redacted
from callgrade.redaction import redact, redact_text

CALLS = 2000
LEAST_REDACTED = 0.995
MOST_READABLE = 4
"""Digits of a card, of all of them in the call together, that may stay readable."""


def left_over(spoken: SpokenCard, found: Conversation) -> set[int]:
    """The places of the card's number that some word still shows."""
    pairs = (
        (word, said)
        for turn, told in zip(found.turns, spoken.said, strict=True)
        for word, said in zip(turn.words, told, strict=True)
    )
    return {place for word, said in pairs if not is_redacted(word.text) for place in said.card}


def unredacted(text: str) -> list[str]:
    """The words around the placeholders."""
    for placeholder in PLACEHOLDERS:
        text = text.replace(placeholder, " ")
    return [word for word in re.split(r"[\W_]+", text) if word]


@pytest.mark.parametrize("seed", [1, 2])
def test_no_more_than_four_digits_of_a_card_read_out_stay(seed: int) -> None:
    leaked = Counter(
        spoken.language
        for spoken in calls(seed, CALLS)
        if len(left_over(spoken, redact(spoken.conversation, words(), settings())[0])) > MOST_READABLE
    )
    assert leaked.total() <= (1 - LEAST_REDACTED) * CALLS, leaked


def test_codes_and_expiry_dates_go_with_their_cards() -> None:
    kept = [
        said.text
        for spoken in calls(3, 500)
        for turn, told in zip(redact(spoken.conversation, words(), settings())[0].turns, spoken.said, strict=True)
        for word, said in zip(turn.words, told, strict=True)
        if (said.code or said.expiry) and not is_redacted(word.text)
    ]
    told = sum(said.code or said.expiry for spoken in calls(3, 500) for turn in spoken.said for said in turn)
    assert told > 1000
    assert len(kept) <= 0.005 * told


def test_text_and_words_keep_the_same() -> None:
    for spoken in calls(4, 300):
        found, _ = redact(spoken.conversation, words(), settings())
        glue = SPEECH[spoken.language].glue
        for turn in found.turns:
            assert unredacted(glue.join(word.text for word in turn.words)) == unredacted(turn.text)


def test_no_card_reaches_the_document() -> None:
    for spoken in calls(5, 200):
        found, redactions = redact(spoken.conversation, words(), settings())
        text = to_json(replace(scorecards.CARD, conversation=found, redactions=redactions))
        assert not re.search(r"\d{13,}", text)
        assert not any(re.search(r"(?:\d[\W_]*){13,}", turn.text) for turn in found.turns)


@given(st.text(max_size=200), st.sampled_from(["en", "nl", "nb", "zh", "de", "fr", None]))
def test_any_text_is_redacted_once_and_keeps_its_words(text: str, language: str | None) -> None:
    if not any(char.isalnum() for char in text):
        return
    said = conversation(f"card number {text}", language)
    found, _ = redact(said, words(), settings(email=True, phone=True, iban=True))
    assert [len(turn.words) for turn in found.turns] == [len(turn.words) for turn in said.turns]
    assert redact_text(redact_text(text)) == redact_text(text)


DIGITS = st.lists(st.sampled_from("0123456789"), min_size=13, max_size=24).map("".join)


@example("00000000000000", ".", 3)  # written like an amount
@example("0000000000000000", ".", 3)
@given(DIGITS, st.sampled_from(["", " ", "-", ".", ", ", " - "]), st.integers(1, 6))
def test_thirteen_digits_are_redacted_in_any_grouping(digits: str, blank: str, size: int) -> None:
    said = blank.join(digits[at : at + size] for at in range(0, len(digits), size))
    found, _ = redact(conversation(said), words(), settings())
    assert sum(char.isdigit() for turn in found.turns for char in turn.text) <= MOST_READABLE, found.turns[0].text
