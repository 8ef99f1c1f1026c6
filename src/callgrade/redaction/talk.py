"""A call as talk about numbers: its items, its numbers, what is spoken of when, and how far things are apart."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby

from callgrade.redaction.items import Form, Item, Speech, items_of
from callgrade.redaction.lexicon import Label, Lexicon, Mark
from callgrade.redaction.numbers import Labels, Number, numbers_of

CHARACTER = 0.6
"""Words that a Chinese character counts for."""


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

    def marks_of(self, *labels: Label) -> list[Mark]:
        """The phrases of these kinds, in order."""
        return [mark for mark in self.marks if mark.label in labels]

    def turn(self, item: int) -> int:
        """The turn of an item."""
        return self.items[item].turn

    def any_between(self, marks: Iterable[Mark], first: int, second: int) -> bool:
        """Whether one of ``marks`` lies from item ``first`` up to ``second``."""
        return any(first <= mark.first and mark.end <= second for mark in marks)


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
