"""Parts of a phrase that are made of other parts: sequences and choices."""

from dataclasses import dataclass
from functools import cached_property

from callgrade.norms.phrases.nodes import Node, Places


@dataclass(frozen=True)
class Sequence:
    """One part after the other; empty, it matches nothing everywhere."""

    parts: tuple[Node, ...]

    @cached_property
    def least(self) -> int:
        """See ``Node``."""
        return sum(part.least for part in self.parts)

    @cached_property
    def most(self) -> int:
        """See ``Node``."""
        return sum(part.most for part in self.parts)

    @cached_property
    def size(self) -> int:
        """See ``Node``."""
        return 1 + sum(part.size for part in self.parts)

    def forward(self, places: Places, starts: int) -> int:
        """See ``Node``."""
        for part in self.parts:
            if not starts:
                return 0
            starts = part.forward(places, starts)
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

    @cached_property
    def least(self) -> int:
        """See ``Node``."""
        return min(option.least for option in self.options)

    @cached_property
    def most(self) -> int:
        """See ``Node``."""
        return max(option.most for option in self.options)

    @cached_property
    def size(self) -> int:
        """See ``Node``."""
        return 1 + sum(option.size for option in self.options)

    def forward(self, places: Places, starts: int) -> int:
        """See ``Node``."""
        ends = 0
        for option in self.options:
            ends |= option.forward(places, starts)
        return ends

    def backward(self, places: Places, ends: int) -> int:
        """See ``Node``."""
        starts = 0
        for option in self.options:
            starts |= option.backward(places, ends)
        return starts
