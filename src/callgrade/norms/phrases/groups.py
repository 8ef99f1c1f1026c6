"""Parts of a phrase that are made of other parts: sequences and choices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from callgrade.norms.phrases.nodes import Literal, Node, Places, Said

ANYWHERE = -1
"""All places: every bit is set."""


@dataclass(frozen=True)
class Sequence:
    """One part after the other; empty, it matches nothing everywhere."""

    parts: tuple[Node, ...]
    least: int = field(init=False, repr=False, compare=False)
    most: int = field(init=False, repr=False, compare=False)
    size: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Add up the parts, once: a pack has 20,000 of them."""
        object.__setattr__(self, "least", sum([part.least for part in self.parts]))
        object.__setattr__(self, "most", sum([part.most for part in self.parts]))
        object.__setattr__(self, "size", 1 + sum([part.size for part in self.parts]))

    def forward(self, places: Places, starts: int) -> int:
        """See ``Node``."""
        for part in self.parts:
            starts = part.forward(places, starts)
            if not starts:
                return 0
        return starts

    def backward(self, places: Places, ends: int) -> int:
        """See ``Node``."""
        for part in reversed(self.parts):
            if not ends:
                return 0
            ends = part.backward(places, ends)
        return ends


@dataclass(frozen=True)
class Choice:
    """Any of several parts."""

    options: tuple[Node, ...]
    least: int = field(init=False, repr=False, compare=False)
    most: int = field(init=False, repr=False, compare=False)
    size: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compare the options, once."""
        object.__setattr__(self, "least", min([option.least for option in self.options]))
        object.__setattr__(self, "most", max([option.most for option in self.options]))
        object.__setattr__(self, "size", 1 + sum([option.size for option in self.options]))

    @cached_property
    def _by_word(self) -> Mapping[str, tuple[Node, ...]]:
        """First word → the options that begin with it: most lists have no word at most places."""
        begun: dict[str, tuple[Node, ...]] = {}
        for option in self.options:
            if (word := _first_word(option)) is not None:
                begun[word] = (*begun.get(word, ()), option)
        return begun

    @cached_property
    def _others(self) -> tuple[Node, ...]:
        return tuple(option for option in self.options if _first_word(option) is None)

    def forward(self, places: Places, starts: int) -> int:
        """See ``Node``."""
        ends, words = 0, places.tokens
        for word, options in self._by_word.items():
            if here := starts & words.get(word, 0):
                for option in options:
                    ends |= option.forward(places, here)
        for option in self._others:
            ends |= option.forward(places, starts)
        return ends

    def backward(self, places: Places, ends: int) -> int:
        """See ``Node``."""
        starts = 0
        for option in self.options:
            starts |= option.backward(places, ends)
        return starts


@dataclass(frozen=True)
class NamedList(Choice):
    """The phrases of a list. Many phrases share it, so where its phrases of one length are is found once a text."""

    def forward(self, places: Places, starts: int) -> int:
        """See ``Node``."""
        ends, (lengths, others) = 0, self._said(places)
        for length, where in lengths:
            ends |= (starts & where) << length
        for option in others:
            ends |= option.forward(places, starts)
        return ends

    def backward(self, places: Places, ends: int) -> int:
        """See ``Node``."""
        starts, (lengths, others) = 0, self._said(places)
        for length, where in lengths:
            starts |= (ends >> length) & where
        for option in others:
            starts |= option.backward(places, ends)
        return starts

    def _said(self, places: Places) -> Said:
        """What of the list may be in a text: most lists have few words in it."""
        if id(self) not in places.said:
            words = places.tokens.keys() & self._by_word.keys()
            options = [*chain.from_iterable(map(self._by_word.__getitem__, words)), *self._others]
            lengths: dict[int, int] = {}
            for option in options:
                if option.least == option.most and (ends := option.forward(places, ANYWHERE)):
                    lengths[option.least] = lengths.get(option.least, 0) | ends >> option.least
            others = tuple(option for option in options if option.least != option.most)
            places.said[id(self)] = self, (tuple(lengths.items()), others)
        return places.said[id(self)][1]


def _first_word(node: Node) -> str | None:
    """The word that ``node`` begins with; ``None`` if it may begin with several."""
    if isinstance(node, Sequence) and node.parts:
        return _first_word(node.parts[0])
    return node.text if isinstance(node, Literal) else None
