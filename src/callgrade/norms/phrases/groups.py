"""Parts of a phrase that are made of other parts: sequences and choices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from callgrade.norms.phrases.nodes import Literal, Node, Places


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


def _first_word(node: Node) -> str | None:
    """The word that ``node`` begins with; ``None`` if it may begin with several."""
    if isinstance(node, Sequence) and node.parts:
        return _first_word(node.parts[0])
    return node.text if isinstance(node, Literal) else None
