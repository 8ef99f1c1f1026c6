"""The simple parts of a phrase, and how each matches many places of a text at once.

A set of places is a whole number whose bit *i* stands for the place before token *i*. ``forward`` takes the places
where a part may start and gives those where it may end; ``backward`` is its inverse. Every part costs a fixed number
of operations on such numbers, whatever the text: there is no backtracking and nothing to explode.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Places:
    """The places of everything in a block of text.

    ``tokens``: text → places before it. ``words``: places before any word (not before the gap between turns).
    ``smooth``: places that do not follow a sentence's end.
    ``marks``: zero-width places ("^", "$", "?"). ``slots``: slot name → length in tokens → places where it starts.
    ``said``: identity of a list → it, and what of it may be in the block.
    """

    tokens: Mapping[str, int]
    words: int
    smooth: int
    marks: Mapping[str, int]
    slots: Mapping[str, Mapping[int, int]]
    said: dict[int, tuple["Node", "Said"]] = field(default_factory=dict)


class Node(Protocol):
    """A part of a phrase."""

    @property
    def least(self) -> int:
        """Fewest tokens it can span."""

    @property
    def most(self) -> int:
        """Most tokens it can span."""

    @property
    def size(self) -> int:
        """Number of parts in it: the cost of a match."""

    def forward(self, places: Places, starts: int) -> int:
        """Where it may end, from ``starts``."""

    def backward(self, places: Places, ends: int) -> int:
        """Where it may start, to end at ``ends``."""


Said = tuple[tuple[tuple[int, int], ...], tuple[Node, ...]]
"""Of the phrases of a list: length in tokens and places where one of that length starts; those of no one length."""


@dataclass(frozen=True)
class Literal:
    """One token."""

    text: str
    least = most = size = 1

    def forward(self, places: Places, starts: int) -> int:
        """See ``Node``."""
        return (starts & places.tokens.get(self.text, 0)) << 1

    def backward(self, places: Places, ends: int) -> int:
        """See ``Node``."""
        return (ends >> 1) & places.tokens.get(self.text, 0)


@dataclass(frozen=True)
class AnyWords:
    """``least`` to ``most`` words of one sentence; an empty gap may be between two sentences."""

    least: int
    most: int

    @property
    def size(self) -> int:
        """See ``Node``."""
        return max(self.most, 1)

    def forward(self, places: Places, starts: int) -> int:
        """See ``Node``."""
        here, reached = starts, starts if self.least == 0 else 0
        for length in range(1, self.most + 1):
            here = (here & places.words & places.smooth) << 1
            if length >= self.least:
                reached |= here & self._exits(places)
        return reached

    def backward(self, places: Places, ends: int) -> int:
        """See ``Node``."""
        here, reached = ends & self._exits(places), ends if self.least == 0 else 0
        for length in range(1, self.most + 1):
            here = (here >> 1) & places.words & places.smooth
            if length >= self.least:
                reached |= here
        return reached

    def _exits(self, places: Places) -> int:
        """Where it may end: within the sentence or with the turn; anywhere if its length is fixed."""
        return places.smooth | places.marks["$"] if self.least < self.most else -1


@dataclass(frozen=True)
class SentenceMark:
    """A place without words: "^" a turn's start, "$" its end, "?" after a question."""

    sign: str
    least = most = 0
    size = 1

    def forward(self, places: Places, starts: int) -> int:
        """See ``Node``."""
        return starts & places.marks[self.sign]

    backward = forward


@dataclass(frozen=True)
class Slot:
    """A name or the like, 1 to ``most`` tokens, found beforehand."""

    name: str
    most: int
    least = 1

    @property
    def size(self) -> int:
        """See ``Node``."""
        return self.most

    def forward(self, places: Places, starts: int) -> int:
        """See ``Node``."""
        reached = 0
        for length, where in places.slots[self.name].items():
            reached |= (starts & where) << length
        return reached

    def backward(self, places: Places, ends: int) -> int:
        """See ``Node``."""
        reached = 0
        for length, where in places.slots[self.name].items():
            reached |= (ends >> length) & where
        return reached
