"""Digits as they are spoken, so that their syllables can be counted.

Conventions: cardinals come from Unicode CLDR's spell-out rules (``unicode-rbnf``). Read digit by digit: a leading
zero, five digits or more without separators, groups joined by hyphens (telephone numbers), and in Chinese from four
digits on (years). English reads four digits in pairs (nineteen forty-seven).
"""

import re
from decimal import Decimal
from functools import cache, lru_cache

from unicode_rbnf import RbnfEngine

_NUMBER = re.compile(r"\d+(?:[.,:\-]\d+)*")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_DECIMAL = re.compile(r"(\d+)[.,](\d+)")
_CLDR_NAMES = {"nb": "no", "nn": "nn"}
_SPOKEN_SIGNS = {
    "%": {"en": "percent", "nl": "procent", "nb": "prosent", "de": "Prozent", "zh": "百分之"},
    "€": {"en": "euros", "nl": "euro", "nb": "euro", "de": "Euro", "zh": "欧元"},
    "$": {"en": "dollars", "nl": "dollar", "nb": "dollar", "de": "Dollar", "zh": "美元"},
    "£": {"en": "pounds", "nl": "pond", "nb": "pund", "de": "Pfund", "zh": "英镑"},
    "&": {"en": "and", "nl": "en", "nb": "og", "de": "und", "zh": "和"},
    "@": {"en": "at", "nl": "at", "nb": "krøllalfa", "de": "at", "zh": "艾特"},
}


def spelled_out(text: str, language: str) -> str:
    """``text`` with its digits and signs (% € $ £ & @) written as words of ``language`` (ISO 639-1)."""
    for sign, words in _SPOKEN_SIGNS.items():
        text = text.replace(sign, f" {words.get(language, '')} ")
    if language == "en":
        text = _ORDINAL.sub("", text)
    return _NUMBER.sub(lambda found: f" {_read(found.group(), language)} ", text)


@lru_cache(maxsize=4096)
def _read(number: str, language: str) -> str:
    if _THOUSANDS.fullmatch(number):
        return _cardinal(re.sub(r"\D", "", number), language)
    if decimal := _DECIMAL.fullmatch(number):
        return _say(Decimal(f"{decimal[1]}.{decimal[2]}"), language) or _digits(number, language)
    groups = re.split(r"\D", number)
    spoken = _digits if "-" in number else _group
    return " ".join(spoken(group, language) for group in groups)


def _group(digits: str, language: str) -> str:
    by_digit_from = 4 if language == "zh" else 5
    if len(digits) >= by_digit_from or (digits.startswith("0") and len(digits) > 1):
        return _digits(digits, language)
    if language == "en" and len(digits) == 4 and digits[1] != "0":
        return _pairs(int(digits[:2]), int(digits[2:]))
    return _cardinal(digits, language)


def _pairs(high: int, low: int) -> str:
    tail = "hundred" if low == 0 else f"oh {_cardinal(str(low), 'en')}" if low < 10 else _cardinal(str(low), "en")
    return f"{_cardinal(str(high), 'en')} {tail}"


def _cardinal(digits: str, language: str) -> str:
    return _say(int(digits), language) or _digits(digits, language)


def _digits(number: str, language: str) -> str:
    return " ".join(_say(int(digit), language) or "a" for digit in number if digit.isdigit())


def _say(number: int | Decimal, language: str) -> str | None:
    """``None`` where CLDR has no rules for the language or the number."""
    engine = _engine(language)
    if engine is None or number >= 10**12:
        return None
    return engine.format_number(number).text


@cache
def _engine(language: str) -> RbnfEngine | None:
    name = _CLDR_NAMES.get(language, language)
    return RbnfEngine.for_language(name) if name in RbnfEngine.get_supported_languages() else None
