"""Runs: digits of one turn that were said in one go, with the letters among them."""

from collections.abc import Iterator
from dataclasses import dataclass

from callgrade.redaction.items import Form
from callgrade.redaction.numbers import Dress, Number
from callgrade.redaction.talk import Talk
from callgrade.redaction.words.labels import Label, Mark

_INSIDE = 1.0
"""Words inside a run: "seven and four", "K"."""
_WHOLE = 4
"""Digits of a code written as one."""
_NO_LETTER = frozenset("IAU")
"""Capitals that are a word of their own."""
_YEARS = ("19", "20")


@dataclass(frozen=True)
class DigitRun:
    """Items ``first`` up to ``end``. ``other``: what stands before it tells that it is no secret.

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
    return len(between) == 0 or (
        talk.words_between(between.start, number.first) <= _INSIDE
        and (talk.words_between(between.start, number.first) == 0 or all(_is_letter(item, talk) for item in between))
    )


def _run(numbers: list[Number], talk: Talk) -> DigitRun:
    first, end = numbers[0].first, numbers[-1].last + 1
    digits = "".join(number.digits for number in numbers)
    while first and talk.turn(first - 1) == numbers[0].turn and _is_glued(first - 1, first, talk):
        first -= 1
    while end < len(talk.items) and talk.turn(end) == numbers[0].turn and _is_glued(end, end - 1, talk):
        end += 1
    measured = numbers[0].dress is Dress.HARD
    sure = sum(len(number.digits) for number in numbers if number.sure) * 2 >= len(digits)
    return DigitRun(tuple(numbers), digits, numbers[0].turn, first, end, _is_led(first, digits, talk), measured, sure)


def _is_glued(item: int, beside: int, talk: Talk) -> bool:
    """Whether ``item`` is a letter or letters of the same code: "K", "G-402771"."""
    if _is_letter(item, talk):
        return True
    one, two = sorted((talk.items[item], talk.items[beside]), key=lambda each: each.start)
    if talk.items[item].form is not Form.WORD or one.unit != two.unit or not talk.items[item].text.isascii():
        return False
    return talk.text_between(one, two) in ("", "-") and len(talk.items[item].text) <= 3


def _is_letter(item: int, talk: Talk) -> bool:
    written = talk.written(item)
    return len(written) == 1 and written.isascii() and written.isupper() and written not in _NO_LETTER


def _is_led(first: int, digits: str, talk: Talk) -> bool:
    before = first - 1
    if before < 0 or talk.turn(before) != talk.turn(first) or "," in talk.signs_between(before, first):
        return False
    year = len(digits) == 4 and digits[:2] in _YEARS
    chosen = talk.is_said(before, Label.OTHER) and talk.is_chosen_as(Mark(Label.OTHER, before, first))
    return (talk.is_said(before, Label.LEAD) and not chosen) or (year and talk.is_said(before, Label.YEAR_LEAD))
