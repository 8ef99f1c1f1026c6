"""Codes of a card: security code, PIN, one-time code, expiry date. Found by what they were asked by or called."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from callgrade.config.redaction import CodeSettings
from callgrade.redaction.lexicon import Label, Mark
from callgrade.redaction.numbers import Dress, Number
from callgrade.redaction.talk import Talk

_CODE = (3, 4)
"""Digits of a security code."""
_OF_CARDS = (Label.CARD_NUMBER, Label.CARD, Label.CODE)


def code_items(talk: Talk, cards: set[int], settings: CodeSettings) -> set[int]:
    """The items that tell codes and expiry dates; ``cards``: those that tell card numbers."""
    found: set[int] = set()
    for mark in talk.marks_of(Label.CODE):
        numbers = [*_before(mark, talk, settings), *_after(mark, talk, cards, settings)]
        if _digits(numbers) >= settings.digits_least:
            found |= _items(numbers)
    near = sorted({*cards, *(other.first for label in _OF_CARDS for other in talk.marks_of(label))})
    for mark in talk.marks_of(Label.EXPIRY):
        if _speaks_of_cards(mark, near, talk, settings):
            numbers = [*_before(mark, talk, settings), *_after(mark, talk, cards, settings)]
            found |= _items(numbers) | _months(numbers, talk)
    return found - cards


def _after(mark: Mark, talk: Talk, cards: set[int], settings: CodeSettings) -> Iterator[Number]:
    """The numbers that answer ``mark``: near behind it, before anything else is asked, as many digits as codes have."""
    digits, at, dates = 0, mark.end, mark.label is Label.EXPIRY
    ends = (Label.OTHER, Label.CARD_NUMBER, Label.CODE if dates else Label.EXPIRY)
    for number in talk.numbers_from(mark.end):
        limit = settings.gap_words if digits else settings.reach_words
        near = talk.words_between(at, number.first) <= limit and number.turn - talk.turn(mark.first) <= settings.turns
        if not near or number.first in cards or talk.says(mark.end, number.first, *ends):
            return
        if number.dress is Dress.HARD and not dates:
            continue
        digits += len(number.digits)
        if digits > settings.digits_most:
            return
        yield number
        at = number.last + 1


def _before(mark: Mark, talk: Talk, settings: CodeSettings) -> Iterator[Number]:
    """ "737 is the security code"."""
    for number in talk.numbers_before(mark.first):
        near = talk.words_between(number.last + 1, mark.first) <= settings.before_words
        if not near or number.turn != talk.turn(mark.first):
            return
        if number.last < mark.first and number.dress is not Dress.HARD and len(number.digits) in _CODE:
            yield number


def _speaks_of_cards(mark: Mark, near: Sequence[int], talk: Talk, settings: CodeSettings) -> bool:
    """Whether one of the items ``near`` is close to ``mark``."""
    place = bisect_left(near, mark.first)
    return any(
        talk.words_between(min(item, mark.first), max(item, mark.first)) <= settings.expiry_reach_words
        for item in near[max(0, place - 1) : place + 1]
    )


def _months(numbers: Sequence[Number], talk: Talk) -> set[int]:
    """The names of months beside ``numbers``."""
    items = _items(numbers)
    beside = {item + step for item in items for step in (-1, 1)} - items
    return {item for item in beside if talk.says(item, item + 1, Label.MONTH)}


def _digits(numbers: Sequence[Number]) -> int:
    return sum(len(number.digits) for number in numbers)


def _items(numbers: Sequence[Number]) -> set[int]:
    return {item for number in numbers for item in range(number.reach[0], number.reach[1] + 1)}
