"""Words as written cut into items: number words, digits, single Chinese characters, with the place where they stand.

Digits that are dressed as something else keep it: a date or an amount of money is no part of a card's number, a time
or a decimal hardly.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from callgrade.model.record import Role
from callgrade.text import HAN, fold

_MONEY = "€$£¥"
_ITEM = re.compile(
    rf"""
    (?P<date>(?<![\d.,/:-])(?:\d{{1,2}}([./-])\d{{1,2}}\2(?:\d{{4}}|\d{{2}})|\d{{4}}([-/.])\d{{1,2}}\3\d{{1,2}})(?![./-]?\d))
    |(?P<money>[{_MONEY}]\s?\d{{1,3}}(?:[.,\s]?\d{{3}})*(?:[.,]\d\d)?(?!\d)|(?<!\d)(?<!\d[.,])\d{{1,3}}(?:[.,]?\d{{3}})*(?:[.,]\d\d?)?\s?[%{_MONEY}])
    |(?P<time>(?<![\d.,:-])(?:[01]?\d|2[0-3]):[0-5]\d(?![:\d]))
    |(?P<decimal>(?<![\d.,-])\d{{1,3}}(?:[.,]\d{{3}})*[.,]\d\d(?!\d|[.,-]\d))
    |(?P<digits>\d+)
    |(?P<han>[{HAN}])
    |(?P<word>[^\W\d_{HAN}]+(?:['’][^\W\d_{HAN}]+)*)
    """,
    re.VERBOSE,
)


class Form(Enum):
    """How an item is written. ``SOFT``: digits of a time, a decimal or inside a word; ``HARD``: of a date, of money."""

    WORD = auto()
    HAN = auto()
    DIGITS = auto()
    SOFT = auto()
    HARD = auto()


_FORMS = {
    "date": Form.HARD, "money": Form.HARD, "time": Form.SOFT, "decimal": Form.SOFT, "digits": Form.DIGITS,
    "han": Form.HAN, "word": Form.WORD,
}  # fmt: skip
_NO_AMOUNT = 12  # digits of what is written like an amount of money, a time or a date, and is none
_LONG = 3
"""Digits written into a word ("4th", "B12") are hardly a card's below this number."""


@dataclass(frozen=True, slots=True)
class Item:
    """``text``: folded; of digits only the digits, 0…9. It stands in ``units[unit][start:end]`` of its turn."""

    turn: int
    unit: int
    start: int
    end: int
    text: str
    form: Form

    @property
    def digits(self) -> str:
        """The digits it is written with; empty for a word."""
        return self.text if self.form in (Form.DIGITS, Form.SOFT, Form.HARD) else ""


@dataclass(frozen=True)
class SpokenItems:
    """What one speaker said in a turn. ``units``: its words, or its whole text as one."""

    role: Role
    units: Sequence[str]


def items_of(speeches: Sequence[SpokenItems]) -> tuple[Item, ...]:
    """The items of all turns, in order."""
    return tuple(
        item
        for turn, speech in enumerate(speeches)
        for unit, text in enumerate(speech.units)
        for item in _items(text, turn, unit)
    )


def texts(phrase: str) -> tuple[str, ...]:
    """The items of a phrase of the word lists, as text; a ``*`` stays with its word."""
    return tuple(piece for word in fold(phrase).replace("-", " ").split() for piece in _phrase_texts(word))


def _phrase_texts(word: str) -> Iterator[str]:
    if "*" in word:
        yield word
    else:
        yield from (item.text for item in _items(word, 0, 0)) if any(map(str.isalnum, word)) else (word,)


def _items(text: str, turn: int, unit: int) -> Iterator[Item]:
    for found in _ITEM.finditer(text):
        form = _FORMS[found.lastgroup or "word"]
        written = fold(found.group())
        if form not in (Form.WORD, Form.HAN):
            if found.lastgroup == "date" and not _is_date(re.split(r"\D", written)):
                form = Form.SOFT
            written = "".join(str(unicodedata.digit(char)) for char in written if char.isdigit())
            if len(written) >= _NO_AMOUNT:
                form = Form.DIGITS
        elif form is Form.WORD and written.isdecimal():
            form = Form.DIGITS  # ① is a letter to the pattern
        if form is Form.DIGITS and len(written) < _LONG and _inside_a_word(text, found.start(), found.end()):
            form = Form.SOFT
        yield Item(turn, unit, found.start(), found.end(), written, form)


def _is_date(parts: list[str]) -> bool:
    """Whether three numbers can be a day, a month and a year, in any order that people write."""
    day, month = (parts[2], parts[1]) if len(parts[0]) == 4 else (parts[0], parts[1])
    return sorted((int(day), int(month))) <= [12, 31] and 0 < int(day) <= 31 and 0 < int(month) <= 31


def _inside_a_word(text: str, start: int, end: int) -> bool:
    return any(char.isascii() and char.isalpha() for char in (text[start - 1 : start], text[end : end + 1]) if char)
