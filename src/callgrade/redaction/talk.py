"""A call as talk about numbers: its items, its numbers, what is spoken of when, and how far things are apart."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import merge
from itertools import accumulate, groupby, pairwise

from callgrade.redaction.codes.counts import with_counts
from callgrade.redaction.items import Form, Item, SpokenItems, items_of
from callgrade.redaction.numbers import Labels, Number, numbers_of
from callgrade.redaction.words.labels import Label, Mark
from callgrade.redaction.words.lexicon import Lexicon

CHARACTER = 0.6
"""Words that a Chinese character counts for."""
_SENTENCE_END = re.compile(r"[\"'”’)]*(?:[.?!](?=\s|$)|[。？！])")
_WORD = 4
"""Letters of what is surely a word."""
_WORDS = 3
"""So many short words in a turn are no letters of a code."""
_NESTED = 8
"""Phrases of one kind that may begin inside one another."""


@dataclass(frozen=True)
class Talk:
    """``distance``: words before each item that are neither numbers nor said between them, and at the end of all.

    ``sentences``: in which sentence each item stands.
    """

    speeches: Sequence[SpokenItems]
    items: tuple[Item, ...]
    marks: tuple[Mark, ...]
    numbers: tuple[Number, ...]
    distance: tuple[float, ...]
    sentences: tuple[int, ...]

    def words_between(self, first: int, second: int) -> float:
        """Words from item ``first`` up to item ``second`` that part two numbers."""
        return self.distance[second] - self.distance[first]

    def turn(self, item: int) -> int:
        """The turn of an item."""
        return self.items[item].turn

    def turn_of(self, item: int) -> tuple[int, int]:
        """The items of the turn of ``item``: the first, and behind the last."""
        turn = self.turn(item)
        return (bisect_left(self.items, turn, key=_turn), bisect_left(self.items, turn + 1, key=_turn))

    def is_only_numbers(self, number: Number) -> bool:
        """Whether nothing else is said in the turn of ``number``."""
        return self.words_between(*self.turn_of(number.first)) == 0

    def numbers_from(self, item: int) -> Iterator[Number]:
        """The numbers that begin at ``item`` or behind it, in order."""
        start = bisect_left(self.numbers, item, key=_first)
        return (self.numbers[place] for place in range(start, len(self.numbers)))

    def numbers_before(self, item: int) -> Iterator[Number]:
        """The numbers that begin before ``item``, the nearest first."""
        end = bisect_left(self.numbers, item, key=_first)
        return (self.numbers[place] for place in range(end - 1, -1, -1))

    def marks_of(self, label: Label) -> Sequence[Mark]:
        """The phrases of a kind, in order."""
        return self._marks.get(label, ())

    def last_end(self, item: int, *labels: Label) -> int:
        """The item behind the last phrase of these kinds that ends before ``item``; 0 without one."""
        return max(self._last_end(item, self.marks_of(label)) for label in labels)

    def next_mark(self, item: int, *labels: Label) -> Mark | None:
        """The first phrase of these kinds that begins at ``item`` or behind it."""
        found = (next(self._from(item, self.marks_of(label)), None) for label in labels)
        return min((mark for mark in found if mark), key=_first, default=None)

    def marks_from(self, item: int, *labels: Label) -> Iterator[Mark]:
        """The phrases of these kinds that begin at ``item`` or behind it, in order."""
        return merge(*(self._from(item, self.marks_of(label)) for label in labels), key=_first)

    def is_said(self, item: int, label: Label) -> bool:
        """Whether a phrase of this kind takes in ``item``."""
        return item in self._items_of.get(label, frozenset())

    def is_chosen_as(self, mark: Mark) -> bool:
        """Whether ``mark`` tells what a secret was chosen after: "I set it, it's my house number"."""
        first, _ = self.turn_of(mark.first)
        return self.last_end(mark.first, Label.CHOSEN) > first

    def written(self, item: int) -> str:
        """An item as it was written."""
        return self.text_of(self.items[item])

    def text_of(self, item: Item) -> str:
        """The same of an item itself."""
        return self.speeches[item.turn].units[item.unit][item.start : item.end]

    def text_between(self, first: Item, second: Item) -> str:
        """What is written between two items of one unit."""
        return self.speeches[first.turn].units[first.unit][first.end : second.start]

    def signs_between(self, first: int, second: int) -> str:
        """What is written between two items of one turn, without the items between them."""
        signs = ""
        for before, after in pairwise(self.items[first : second + 1]):
            texts = self.speeches[before.turn].units
            if before.unit == after.unit:
                signs += texts[before.unit][before.end : after.start]
            else:
                signs += f"{texts[before.unit][before.end :]} {texts[after.unit][: after.start]}"
        return signs

    def says(self, first: int, second: int, *labels: Label) -> bool:
        """Whether a phrase of these kinds begins from item ``first`` up to ``second``."""
        mark = self.next_mark(first, *labels)
        return mark is not None and mark.first < second

    @cached_property
    def shouted(self) -> frozenset[int]:
        """The turns that are written in capitals throughout."""
        written = [(item, self.text_of(item)) for item in self.items if item.form is Form.WORD]
        small = {item.turn for item, text in written if text != text.upper()}
        words = Counter(item.turn for item, text in written if len(text) > 1)
        long = {item.turn for item, text in written if len(text) >= _WORD}
        return frozenset(turn for turn, count in words.items() if count >= _WORDS or turn in long) - small

    @staticmethod
    def _from(item: int, marks: Sequence[Mark]) -> Iterator[Mark]:
        return (marks[place] for place in range(bisect_left(marks, item, key=_first), len(marks)))

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

    @cached_property
    def _items_of(self) -> dict[Label, set[int]]:
        items: dict[Label, set[int]] = {}
        for mark in self.marks:
            items.setdefault(mark.label, set()).update(range(mark.first, mark.end))
        return items


def _turn(item: Item) -> int:
    return item.turn


def _first(part: Mark | Number) -> int:
    return part.first


def read_talk(speeches: Sequence[SpokenItems], lexicon: Lexicon) -> Talk:
    """The talk of a whole call."""
    items = items_of(speeches)
    marks = tuple(_marks(items, lexicon))
    labels = Labels(items, marks)
    turns = [item.turn for item in items]
    numbers = tuple(with_counts(numbers_of(items, labels, lexicon), labels, marks, turns))
    silent = {item for number in numbers for item in range(number.first, number.last + 1)}
    silent |= {index for index, of in enumerate(labels.of) if of & {Label.FILLER, Label.MULTIPLIER}}
    weights = [0.0 if index in silent else _weight(item) for index, item in enumerate(items)]
    distance = tuple(accumulate(weights, initial=0.0))
    return Talk(speeches, items, marks, numbers, distance, tuple(_sentences(items, speeches)))


def _sentences(items: Sequence[Item], speeches: Sequence[SpokenItems]) -> Iterator[int]:
    sentence = 0
    for before, item in zip((None, *items), items, strict=False):
        if before and (before.turn != item.turn or _ends_sentence(before, speeches)):
            sentence += 1
        yield sentence


def _ends_sentence(item: Item, speeches: Sequence[SpokenItems]) -> bool:
    return bool(_SENTENCE_END.match(speeches[item.turn].units[item.unit], item.end))


def _marks(items: Sequence[Item], lexicon: Lexicon) -> Iterator[Mark]:
    """The phrases of each turn: none runs on into the next."""
    start = 0
    for _, turn in groupby(items, lambda item: item.turn):
        texts = [item.text for item in turn]
        yield from (replace(mark, first=start + mark.first, end=start + mark.end) for mark in lexicon.marks(texts))
        start += len(texts)


def _weight(item: Item) -> float:
    return CHARACTER if item.form is Form.HAN else 1.0
