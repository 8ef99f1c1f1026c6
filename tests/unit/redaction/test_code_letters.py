"""Letters are a part of the code they stand in."""

import pytest
from tests.support.redacting import redacted, words

from callgrade.model.record import Role
from callgrade.redaction.digit_runs import runs_of
from callgrade.redaction.items import SpokenItems
from callgrade.redaction.talk import read_talk

CODE = "[card-code]"


@pytest.mark.parametrize("said", ["K4 T8 02", "H4 92 KP", "k r four nine t two", "B7XQ2", "TR 4471", "D7 4K 2P"])
def test_a_code_goes_whole_with_its_letters(said: str) -> None:
    asked = "And the verification code that came by text?"
    assert redacted(f"{asked} / {said}") == f"{asked} / {CODE}"


def test_a_word_joined_to_a_code_by_a_sign_goes_with_it() -> None:
    assert redacted("Ihr Passwort? / Zwetschge!7714", "de") == f"Ihr Passwort? / {CODE}"


@pytest.mark.parametrize("said", ["MY PIN IS 4471 OK", "USE THE PIN 4471"])
def test_words_of_a_turn_in_capitals_are_no_letters(said: str) -> None:
    talk = read_talk([SpokenItems(Role.CUSTOMER, [said])], words().lexicon("en"))
    (run,) = runs_of(talk)
    assert [talk.written(item) for item in run.items] == ["4471"]
