"""Spoken secrets in many words, near numbers that nobody has to hide (``tests/support/spoken_secrets*.yaml``)."""

import pytest
from tests.support.redacting import redacted
from tests.support.secrets import ORDINARY, Secret, secrets

LANGUAGES = ["en", "nl", "nb", "zh", "de"]
MOST_READABLE = 0.02
MOST_TOUCHED = 0.05
CODE = "[card-code]"


def told(*, ordinary: bool) -> list[Secret]:
    return [secret for secret in secrets() if (secret.kind == ORDINARY) is ordinary]


def test_almost_every_secret_is_redacted() -> None:
    found = told(ordinary=False)
    assert len(found) >= 740
    readable = [f"{one.language}: {one.dialogue}" for one in found if one.is_readable()]
    assert len(readable) <= MOST_READABLE * len(found), readable


def test_almost_no_ordinary_number_is_redacted() -> None:
    found = told(ordinary=True)
    assert len(found) >= 420
    touched = [f"{one.language}: {one.shown()}" for one in found if not one.stays_whole()]
    assert len(touched) <= MOST_TOUCHED * len(found), touched


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_secrets_of_every_kind(language: str) -> None:
    kinds = {secret.kind for secret in secrets() if secret.language == language}
    assert kinds == {"card", "code", "pin", "otp", "expiry", ORDINARY}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "What code did you get by SMS? / {}"),
        ("nl", "De code uit de sms? / {}"),
        ("nb", "Hvilken kode fikk du på SMS? / {}"),
        ("de", "Welchen Code haben Sie per SMS bekommen? / {}"),
        ("zh", "您的动态口令？ / {}"),
    ],
)
def test_a_code_and_the_device_that_received_it_indicate_a_secret(language: str, said: str) -> None:
    assert redacted(said.format("831 095"), language) == said.format(CODE)


def test_a_word_for_another_number_indicates_that_it_is_not_a_secret() -> None:
    for said in ("What's the error code? / 503", "What's the discount code? / 4471", "The last four digits? / 4419"):
        assert redacted(said) == said


def test_the_name_of_another_number_does_not_hide_the_purpose_of_a_code() -> None:
    asked = "What is the security code we texted you for this order?"
    assert redacted(f"{asked} / 402771") == f"{asked} / {CODE}"


def test_a_repeated_code_is_redacted() -> None:
    said = redacted("Your PIN? / 4419 / Thanks. How is the weather? / Fine. / So 4419 it is, and you live at 14.")
    assert said.endswith(f"So {CODE} it is, and you live at 14.")


def test_digits_dictated_turn_by_turn_are_joined() -> None:
    said = redacted(
        "Go ahead. / 4929 / Lovely, I have typed that in now / 1837 / And the ones after that / 2201 / Yes? / 5540"
    )
    assert not any(digits in said for digits in ("4929", "1837", "2201", "5540"))


def test_an_unsure_word_before_a_telephone_number_does_not_make_it_a_card() -> None:
    said = "您打我手机吧 幺三九零零零零二四六八 早上九点以后"
    assert redacted(said, "zh") == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "the PUK on the little card is {}"),
        ("nl", "de puk van mijn simkaart is {} denk ik"),
        ("nb", "puk koden er {} står det"),
        ("de", "die puk ist {} glaub ich"),
        ("zh", "我的puk码是{}"),
    ],
)
def test_the_code_that_unlocks_a_sim_card_is_redacted(language: str, said: str) -> None:
    assert redacted(said.format("4471 9023"), language) == said.format(CODE)


def test_counting_and_two_telephone_numbers_are_not_a_card() -> None:
    for said in (
        "one two one two three four testing one two three four five six seven",
        "Call me on 020 7946 0958 or 07700 900 123 after 6.",
        "IMEI 356938035643809",
    ):
        assert redacted(said) == said
