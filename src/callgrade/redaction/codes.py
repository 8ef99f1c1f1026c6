"""Codes of a card: security code, PIN, one-time code, expiry date. Found by what they were asked by or called."""

from collections.abc import Iterator, Sequence

from callgrade.config.redaction import CodeSettings
from callgrade.redaction.lexicon import Label, Mark
from callgrade.redaction.numbers import Dress, Number
from callgrade.redaction.talk import Talk

_CODE = (3, 4)
"""Digits of a security code."""


def code_items(talk: Talk, cards: set[int], settings: CodeSettings) -> set[int]:
    """The items that tell codes and expiry dates; ``cards``: those that tell card numbers."""
    found: set[int] = set()
    others = talk.marks_of(Label.OTHER, Label.CARD_NUMBER)
    codes, dates = talk.marks_of(Label.CODE), talk.marks_of(Label.EXPIRY)
    for mark in codes:
        numbers = [*_before(mark, talk, settings), *_after(mark, [*others, *dates], talk, cards, settings)]
        if _digits(numbers) >= settings.digits_least:
            found |= _items(numbers)
    for mark in dates:
        if _speaks_of_cards(mark, talk, cards, settings):
            numbers = [
                *_before(mark, talk, settings),
                *_after(mark, [*others, *codes], talk, cards, settings, dates=True),
            ]
            found |= _items(numbers) | _months(numbers, talk)
    return found - cards


def _after(
    mark: Mark, ends: Sequence[Mark], talk: Talk, cards: set[int], settings: CodeSettings, *, dates: bool = False
) -> Iterator[Number]:
    """The numbers that answer ``mark``: near behind it, before anything else is asked, as many digits as codes have."""
    digits, at = 0, mark.end
    for number in talk.numbers:
        if number.first < mark.end or (number.dress is Dress.HARD and not dates):
            continue
        limit = settings.gap_words if digits else settings.reach_words
        near = talk.words_between(at, number.first) <= limit and number.turn - talk.turn(mark.first) <= settings.turns
        asked_else = any(mark.end <= end.first < number.first for end in ends)
        digits += len(number.digits)
        if not near or asked_else or number.first in cards or digits > settings.digits_most:
            return
        yield number
        at = number.last + 1


def _before(mark: Mark, talk: Talk, settings: CodeSettings) -> Iterator[Number]:
    """ "737 is the security code"."""
    for number in talk.numbers:
        same = number.last < mark.first and number.turn == talk.turn(mark.first) and number.dress is not Dress.HARD
        near = same and talk.words_between(number.last + 1, mark.first) <= settings.before_words
        if near and len(number.digits) in _CODE:
            yield number


def _speaks_of_cards(mark: Mark, talk: Talk, cards: set[int], settings: CodeSettings) -> bool:
    near = [other.first for other in talk.marks_of(Label.CARD_NUMBER, Label.CARD, Label.CODE)] + sorted(cards)
    return any(
        abs(talk.words_between(min(item, mark.first), max(item, mark.first))) <= settings.expiry_reach_words
        for item in near
    )


def _months(numbers: Sequence[Number], talk: Talk) -> set[int]:
    """The names of months beside ``numbers``."""
    items = _items(numbers)
    beside = {item + step for item in items for step in (-1, 1)} - items
    return {mark.first for mark in talk.marks_of(Label.MONTH) if mark.first in beside}


def _digits(numbers: Sequence[Number]) -> int:
    return sum(len(number.digits) for number in numbers)


def _items(numbers: Sequence[Number]) -> set[int]:
    return {item for number in numbers for item in range(number.reach[0], number.reach[1] + 1)}
