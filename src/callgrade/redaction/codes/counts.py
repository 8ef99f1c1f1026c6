"""Number words that count the digits of something: "four or six digits", and the answer to "how many"."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise, takewhile

from callgrade.redaction.numbers import Dress, Labels, Number
from callgrade.redaction.words.labels import Label, Mark

_GROUP = 3
"""Digits between the marks of thousands."""
_TURNS = 3
"""Turns in which a count is answered or repeated."""


def with_counts(numbers: Sequence[Number], labels: Labels, marks: Sequence[Mark], turns: Sequence[int]) -> list[Number]:
    """``numbers``, those that count as such. ``turns``: of each item."""
    counting = {*_alternatives(numbers, labels, turns)}
    how_many = [mark for mark in marks if mark.label is Label.HOW_MANY]
    asked = sorted({turns[mark.first] for mark in how_many})
    asked += [numbers[at].turn for at in counting]
    counting |= {*_answers(numbers, asked)}
    counting |= {*_amounts(numbers, {turns[mark.first] for mark in how_many if not _asks_for_digits(mark, labels)})}
    return [replace(number, dress=Dress.HARD) if at in counting else number for at, number in enumerate(numbers)]


def _alternatives(numbers: Sequence[Number], labels: Labels, turns: Sequence[int]) -> Iterator[int]:
    """Numbers before an "or" and another count."""
    for at, number in enumerate(numbers):
        behind = number.last + 2
        if behind >= len(turns) or turns[behind] != number.turn or Label.OR not in labels.of[behind - 1]:
            continue
        after = numbers[at + 1] if at + 1 < len(numbers) else None
        measured = after is not None and after.first == behind and after.dress is Dress.HARD
        if Label.COUNT in labels.of[behind] or measured:
            yield at


def _asks_for_digits(how_many: Mark, labels: Labels) -> bool:
    """ "How many digits": a code may come next."""
    return how_many.end < len(labels.of) and Label.VALUE in labels.of[how_many.end]


def _amounts(numbers: Sequence[Number], asked: Set[int]) -> Iterator[int]:
    """The first number of each answer to "how many", with its groups of three digits: "3 420"."""
    awaited = {turn + 1 for turn in asked}
    for at, number in enumerate(numbers):
        opens = at == 0 or numbers[at - 1].turn != number.turn
        if not (opens and number.turn in awaited) or number.digits[0] == "0":
            continue
        behind = range(at + 1, len(numbers))
        groups = list(takewhile(lambda place: _is_group(numbers[place - 1], numbers[place]), behind))
        if groups and len(number.digits) <= _GROUP:
            yield from (at, *groups)


def _is_group(before: Number, number: Number) -> bool:
    return number.first == before.last + 1 and number.turn == before.turn and len(number.digits) == _GROUP


def _answers(numbers: Sequence[Number], asked: Sequence[int]) -> Iterator[int]:
    """Single digits in turns of their own shortly behind turns that ask for a count."""
    awaited = {turn + step for turn in asked for step in range(1, _TURNS)}
    beside = {second.turn for first, second in pairwise(numbers) if first.turn == second.turn}
    return (
        at
        for at, number in enumerate(numbers)
        if len(number.digits) == 1 and number.turn in awaited and number.turn not in beside
    )
