"""Redactions that the configuration switches on: e-mail addresses, telephone numbers, bank accounts."""

import pytest
from tests.support.redacting import redacted

EMAIL, PHONE, IBAN = "[e-mail-address]", "[telephone-number]", "[bank-account]"


@pytest.mark.parametrize(
    ("language", "said", "left"),
    [
        ("en", "It's jan.de-vries@example.com, thanks.", f"It's {EMAIL}, thanks."),
        ("en", "write to jan at example dot com please", f"write to {EMAIL} please"),
        ("en", "it is jan dot de dash vries at example dot co dot uk okay", f"it is {EMAIL} okay"),
        ("nl", "dat is jan punt devries apenstaartje voorbeeld punt nl", f"dat is {EMAIL}"),
        ("nb", "det er ola krøllalfa eksempel punktum no", f"det er {EMAIL}"),
        ("de", "das ist jan punkt meier at beispiel punkt de danke", f"das ist {EMAIL} danke"),
        ("en", "I will be at home at four.", "I will be at home at four."),
    ],
)
def test_typed_and_spoken_addresses_are_redacted(language: str, said: str, left: str) -> None:
    assert redacted(said, language, email=True) == left
    assert redacted(said, language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "020 7946 0958"),
        ("en", "oh two oh seven nine four six oh nine five eight"),
        ("en", "+44 20 7946 0958"),
        ("nl", "nul zes twaalf vierendertig zesenvijftig achtenzeventig"),
        ("nb", "toogtjue tolv trettifire femtiseks"),
        ("zh", "幺三八零零一三八零零零"),
        ("de", "null drei null neun null eins acht zwei null vier vier"),
    ],
)
def test_telephone_numbers_of_the_regions_are_redacted(language: str, said: str) -> None:
    assert PHONE in redacted(said, language, phone=True)
    assert redacted(said, language) == said


def test_a_number_of_no_region_is_not_a_telephone_number() -> None:
    assert redacted("The order is 1111111.", phone=True) == "The order is 1111111."


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "GB82 WEST 1234 5698 7654 32"),
        ("nl", "NL91ABNA0417164300"),
        ("nl", "N L eenennegentig A B N A nul vier een zeven een zes vier drie nul nul"),
        ("de", "DE89 3704 0044 0532 0130 00"),
        ("nb", "NO93 8601 1117 947"),
    ],
)
def test_bank_accounts_are_proved_by_their_check_digits(language: str, said: str) -> None:
    assert redacted(said, language, iban=True) == IBAN


def test_an_account_that_was_asked_for_is_redacted_although_the_check_fails() -> None:
    said = "What is your IBAN? / N L ninety one A B N A oh four one seven one six four three one"
    assert redacted(said, iban=True).startswith(f"What is your IBAN? / N L {IBAN}")
