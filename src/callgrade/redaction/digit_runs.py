"""Runs: digits of one turn that were said in one go, with the letters among them."""

from collections.abc import Iterator
from dataclasses import dataclass

from callgrade.redaction.code_letters import is_glued, is_letters
from callgrade.redaction.numbers import Dress, Number
from callgrade.redaction.talk import Talk
from callgrade.redaction.words.labels import Label, Mark

_LETTERS = 4
"""Letters between the digits of one code at most: "K r 4"."""
_WHOLE = 4
"""Digits of a code written as one."""
_YEARS = ("19", "20")


@dataclass(frozen=True)
class DigitRun:
    """Items ``first`` up to ``end``. ``other``: what stands before it tells that it is no secret. ``letters``: how many
    letters, or few of them, are among its digits and beside them.

    ``measured``: a date, an amount, a count. ``sure``: surely a number, for it is not all words of other meanings.
    """

    numbers: tuple[Number, ...]
    digits: str
    turn: int
    first: int
    end: int
    other: bool
    measured: bool
    sure: bool
    letters: int = 0

    @property
    def items(self) -> range:
        """Its items, with the unsure words beside it."""
        return range(min(self.first, self.numbers[0].reach[0]), max(self.end, self.numbers[-1].reach[1] + 1))


def runs_of(talk: Talk) -> list[DigitRun]:
    """All runs of a call, in order."""
    return [_run(numbers, talk) for numbers in _together(talk)]


def _together(talk: Talk) -> Iterator[list[Number]]:
    group: list[Number] = []
    for number in talk.numbers:
        if group and not _goes_on(group[-1], number, talk):
            yield group
            group = []
        group.append(number)
    if group:
        yield group


def _goes_on(before: Number, number: Number, talk: Talk) -> bool:
    if number.turn != before.turn or Dress.HARD in (number.dress, before.dress):
        return False
    if before.sure and len(before.digits) >= _WHOLE and not number.sure:
        return False  # "from 6182 to 9001"
    between = range(before.last + 1, number.first)
    if talk.says(between.start, number.first, Label.RESTART):
        return False
    if talk.words_between(between.start, number.first) == 0:
        return True
    return len(between) <= _LETTERS and all(is_letters(item, talk) for item in between)


def _run(numbers: list[Number], talk: Talk) -> DigitRun:
    first, end = numbers[0].first, numbers[-1].last + 1
    digits = "".join(number.digits for number in numbers)
    while first and talk.turn(first - 1) == numbers[0].turn and is_glued(first - 1, first, talk):
        first -= 1
    while end < len(talk.items) and talk.turn(end) == numbers[0].turn and is_glued(end, end - 1, talk):
        end += 1
    measured = numbers[0].dress is Dress.HARD
    sure = sum(len(number.digits) for number in numbers if number.sure) * 2 >= len(digits)
    letters = sum(is_letters(item, talk) for item in range(first, end))
    led = _is_led(first, digits, talk)
    return DigitRun(tuple(numbers), digits, numbers[0].turn, first, end, led, measured, sure, letters)


def _is_led(first: int, digits: str, talk: Talk) -> bool:
    before = first - 1
    if before < 0 or talk.turn(before) != talk.turn(first) or "," in talk.signs_between(before, first):
        return False
    year = len(digits) == 4 and digits[:2] in _YEARS
    chosen = talk.is_said(before, Label.OTHER) and talk.is_chosen_as(Mark(Label.OTHER, before, first))
    return (talk.is_said(before, Label.LEAD) and not chosen) or (year and talk.is_said(before, Label.YEAR_LEAD))
