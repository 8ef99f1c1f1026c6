"""Bank accounts as IBANs (ISO 13616), typed or spelled out, proved by their check digits (ISO 7064, mod 97-10)."""

from collections.abc import Iterator

from callgrade.redaction.talk import Talk
from callgrade.redaction.words.labels import Label

# Characters of an IBAN by country, from the registry of ISO 13616.
_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28,
    "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
    "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
    "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20,
    "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18,
    "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SE": 24,
    "SI": 19, "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24,
    "XK": 20,
}  # fmt: skip
_REACH_WORDS = 12.0
"""Words between naming an account and its number, and between its parts."""
_LEAST = 9
"""Digits that follow the naming of an account and are taken for one although the check fails: recognition errs."""


def account_items(talk: Talk) -> set[int]:
    """The items that tell bank accounts."""
    return {*_proved(talk), *_named(talk)}


def _proved(talk: Talk) -> Iterator[int]:
    """Letters and digits of one turn that make up an IBAN."""
    digits = {number.first: number for number in talk.numbers}
    for first, item in enumerate(talk.items):
        if not (item.text[:1].isascii() and item.text[:1].isalpha()):
            continue
        text, index = "", first
        while index < len(talk.items) and talk.turn(index) == item.turn and len(text) < _LENGTHS.get(text[:2], 34):
            number = digits.get(index)
            text += number.digits if number else talk.items[index].text.upper()
            index = number.last + 1 if number else index + 1
        if len(text) == _LENGTHS.get(text[:2]) and _checks(text):
            yield from range(first, index)


def _checks(iban: str) -> bool:
    turned = iban[4:] + iban[:4]
    return turned.isascii() and turned.isalnum() and int("".join(str(int(char, 36)) for char in turned)) % 97 == 1


def _named(talk: Talk) -> Iterator[int]:
    """Digits that were asked for or named as an account, with single letters between them."""
    for mark in talk.marks_of(Label.ACCOUNT):
        found, digits, at = list[int](), 0, mark.end
        for number in talk.numbers_from(mark.end):
            if talk.words_between(at, number.first) > _REACH_WORDS:
                break
            found += range(number.first if not found else at, number.last + 1)
            digits, at = digits + len(number.digits), number.last + 1
        if digits >= _LEAST:
            yield from found
