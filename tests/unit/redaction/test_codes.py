"""Security codes, PINs and expiry dates: known by what they were asked by or called."""

import re

import pytest
from tests.support.redacting import redacted

CODE = "[card-code]"


@pytest.mark.parametrize(
    ("language", "asked", "said"),
    [
        ("en", "And the security code?", "737"),
        ("en", "What are the three digits on the back?", "seven three seven"),
        ("en", "And the CVV please?", "double seven three"),
        ("en", "Can I have your PIN?", "oh four one nine"),
        ("nl", "En de beveiligingscode?", "zeven drie zeven"),
        ("nl", "De drie cijfers achterop?", "zevenhonderdzevenendertig"),
        ("nb", "Og sikkerhetskoden?", "sju tre sju"),
        ("nb", "De tre sifrene på baksiden?", "737"),
        ("zh", "请问安全码是多少？", "七三七"),
        ("zh", "請問驗證碼是多少？", "七三七"),
        ("de", "Und die Kartenprüfnummer?", "sieben drei sieben"),
        ("de", "Und die drei Ziffern auf der Rückseite?", "siebenhundertsiebenunddreißig"),
    ],
)
def test_the_answer_to_a_question_for_a_code_is_redacted(language: str, asked: str, said: str) -> None:
    assert redacted(f"{asked} / {said}", language) == f"{asked} / {CODE}"


def test_a_code_said_before_its_name_is_redacted() -> None:
    assert redacted("737 is the security code.") == f"{CODE} is the security code."


def test_a_code_that_is_read_back_is_redacted() -> None:
    said = "And the CVC? / One moment, it's seven three seven. / Seven three seven, thank you. / Yes."
    assert redacted(said) == f"And the CVC? / One moment, it's {CODE}. / {CODE}, thank you. / Yes."


def test_an_expiry_date_is_redacted_in_talk_of_cards() -> None:
    assert redacted("When does your card expire? / May 2027.") == f"When does your card expire? / {CODE}."
    assert redacted("And the card's expiry date? / oh five twenty seven").endswith(f"/ {CODE}")
    assert redacted("Und die Karte ist gültig bis? / null fünf siebenundzwanzig", "de").endswith(f"/ {CODE}")
    said = "The offer expires on 31 May 2027. / Thank you."
    assert redacted(said) == said


def test_the_next_question_ends_the_wait_for_a_code() -> None:
    said = "Never tell me the security code. What is your house number? / 112"
    assert redacted(said) == said


@pytest.mark.parametrize("said", ["The postcode is 1012. / Right.", "It is room 737. / On the back of the house."])
def test_other_short_numbers_stay(said: str) -> None:
    assert redacted(said) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Ihre PIN? / {330 4} nein {330 5 61}"),
        ("nb", "Sikkerhetskoden? / {førtini med en null} foran"),
        ("zh", "安全码？ / {一个 0 一个 7 一个 4}"),
        ("nb", "Koden på SMS? / {ett hundre og nitti sju hundre og syttito}"),
    ],
)
def test_a_code_goes_whole_however_its_digits_are_counted_out(language: str, said: str) -> None:
    shown = redacted(re.sub("[{}]", "", said), language)
    assert shown == re.sub("{[^}]*}", "[card-code]", said)
