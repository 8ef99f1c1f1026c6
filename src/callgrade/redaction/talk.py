"""A call as talk about numbers: its items, its numbers, what is spoken of when, and how far things are apart."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, groupby

from callgrade.redaction.items import Form, Item, Speech, items_of
from callgrade.redaction.lexicon import Label, Lexicon, Mark
from callgrade.redaction.numbers import Labels, Number, numbers_of

CHARACTER = 0.6
"""Words that a Chinese character counts for."""
_NESTED = 8
"""Phrases of one kind that may begin inside one another."""


@dataclass(frozen=True)
class Talk:
    """``distance``: words before each item that are neither numbers nor said between them, and at the end of all."""

    speeches: Sequence[Speech]
    items: tuple[Item, ...]
    marks: tuple[Mark, ...]
    numbers: tuple[Number, ...]
    distance: tuple[float, ...]

    def words_between(self, first: int, second: int) -> float:
        """Words from item ``first`` up to item ``second`` that part two numbers."""
        return self.distance[second] - self.distance[first]

    def turn(self, item: int) -> int:
        """The turn of an item."""
        return self.items[item].turn

    def numbers_from(self, item: int) -> Iterator[Number]:
        """The numbers that begin at ``item`` or behind it, in order."""
        return iter(self.numbers[bisect_left(self.numbers, item, key=_first) :])

    def numbers_before(self, item: int) -> Iterator[Number]:
        """The numbers that begin before ``item``, the nearest first."""
        return reversed(self.numbers[: bisect_left(self.numbers, item, key=_first)])

    def marks_of(self, label: Label) -> Sequence[Mark]:
        """The phrases of a kind, in order."""
        return self._marks.get(label, ())

    def last_end(self, item: int, *labels: Label) -> int:
        """The item behind the last phrase of these kinds that ends before ``item``; 0 without one."""
        return max(self._last_end(item, self.marks_of(label)) for label in labels)

    def next_mark(self, item: int, *labels: Label) -> Mark | None:
        """The first phrase of these kinds that begins at ``item`` or behind it."""
        found = (self.marks_of(label)[bisect_left(self.marks_of(label), item, key=_first) :][:1] for label in labels)
        return min((mark for marks in found for mark in marks), key=_first, default=None)

    def says(self, first: int, second: int, *labels: Label) -> bool:
        """Whether a phrase of these kinds begins from item ``first`` up to ``second``."""
        mark = self.next_mark(first, *labels)
        return mark is not None and mark.first < second

    @staticmethod
    def _last_end(item: int, marks: Sequence[Mark]) -> int:
        before = bisect_left(marks, item, key=_first)
        return max((mark.end for mark in marks[max(0, before - _NESTED) : before] if mark.end <= item), default=0)

    @cached_property
    def _marks(self) -> dict[Label, list[Mark]]:
        marks: dict[Label, list[Mark]] = {}
        for mark in self.marks:
            marks.setdefault(mark.label, []).append(mark)
        return marks


def _first(part: Mark | Number) -> int:
    return part.first


def read_talk(speeches: Sequence[Speech], lexicon: Lexicon) -> Talk:
    """The talk of a whole call."""
    items = items_of(speeches)
    marks = tuple(_marks(items, lexicon))
    labels = Labels(items, marks)
    numbers = tuple(numbers_of(items, labels, lexicon))
    silent = {item for number in numbers for item in range(number.first, number.last + 1)}
    silent |= {index for index, of in enumerate(labels.of) if of & {Label.FILLER, Label.MULTIPLIER}}
    weights = [0.0 if index in silent else _weight(item) for index, item in enumerate(items)]
    return Talk(speeches, items, marks, numbers, tuple(accumulate(weights, initial=0.0)))


def _marks(items: Sequence[Item], lexicon: Lexicon) -> Iterator[Mark]:
    """The phrases of each turn: none runs on into the next."""
    start = 0
    for _, turn in groupby(items, lambda item: item.turn):
        texts = [item.text for item in turn]
        yield from (replace(mark, first=start + mark.first, end=start + mark.end) for mark in lexicon.marks(texts))
        start += len(texts)


def _weight(item: Item) -> float:
    return CHARACTER if item.form is Form.HAN else 1.0
