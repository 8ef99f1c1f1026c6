"""Faults of recordings: in English the stored sentence with its details, in other languages what its code means."""

import pytest

from callgrade.export.for_people.flaws import REFUSALS, refusal_text, warning_text
from callgrade.intake.refusal import Refusal
from callgrade.store.entries import NOT_SCORED, CallState
from callgrade.translation.current import in_language

CUT = "truncated: 3.2 s of 60.0 s are missing"


def test_every_reason_why_a_call_has_no_card_has_words() -> None:
    assert set(REFUSALS) >= {*Refusal, *(NOT_SCORED - {CallState.REFUSED})}


def test_english_shows_the_stored_sentence() -> None:
    assert refusal_text("too_short", "a.wav holds 0.02 s of sound.") == "a.wav holds 0.02 s of sound."
    assert warning_text(CUT) == CUT


@pytest.mark.parametrize(
    ("language", "refusal", "warning"),
    [
        ("nl", "de opname is te kort", "een deel van de opname ontbreekt"),
        ("zh", "录音太短", "录音缺少一部分"),
    ],
)
def test_other_languages_say_what_the_code_means(language: str, refusal: str, warning: str) -> None:
    with in_language(language):
        assert refusal_text("too_short", "a.wav holds 0.02 s of sound.") == refusal
        assert warning_text(CUT) == warning


def test_a_code_that_is_not_known_shows_the_stored_sentence() -> None:
    with in_language("de"):
        assert refusal_text("of_tomorrow", "It is of tomorrow.") == "It is of tomorrow."
        assert warning_text("of tomorrow") == "of tomorrow"
