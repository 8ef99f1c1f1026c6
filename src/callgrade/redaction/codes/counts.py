"""Number words that count the digits of something: "four or six digits", and the answer to "how many"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from callgrade.redaction.numbers import Dress, Labels, Number
from callgrade.redaction.words.labels import Label, Mark

_TURNS = 3
"""Turns in which a count is answered or repeated."""


def with_counts(numbers: Sequence[Number], labels: Labels, marks: Sequence[Mark], turns: Sequence[int]) -> list[Number]:
    """``numbers``, those that count as such. ``turns``: of each item."""
    counting = {*_alternatives(numbers, labels, turns)}
    asked = sorted({turns[mark.first] for mark in marks if mark.label is Label.HOW_MANY})
    asked += [numbers[at].turn for at in counting]
    counting |= {*_answers(numbers, asked)}
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


def _answers(numbers: Sequence[Number], asked: Sequence[int]) -> Iterator[int]:
    """Single digits in turns of their own shortly behind turns that ask for a count."""
    awaited = {turn + step for turn in asked for step in range(1, _TURNS)}
    beside = {second.turn for first, second in pairwise(numbers) if first.turn == second.turn}
    return (
        at
        for at, number in enumerate(numbers)
        if len(number.digits) == 1 and number.turn in awaited and number.turn not in beside
    )
