"""Finding phrases in what one speaker said, in time linear in the number of words.

The turns of a speaker are joined, with one empty place between them, and cut into blocks; in each block a phrase is
matched at all places at once (see ``nodes``). Single hits are only separated if there are any.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from callgrade.norms.phrases.nodes import Node, Places
from callgrade.norms.phrases.parser import MOST_TOKENS
from callgrade.norms.phrases.tokens import Token
from callgrade.norms.phrases.turns import Spoken, turns_in
from callgrade.text import SENTENCE_ENDS, is_han

BLOCK = 2048
_EVERYWHERE = (1 << BLOCK) - 1

Slots = Callable[[str], Mapping[int, frozenset[int]]]
"""Slot name → length in tokens → indices of tokens where it starts. Called when a phrase reaches the slot."""

Tokens = Sequence[Token | None]
"""The tokens of a speaker's turns; ``None`` separates two turns."""


class Hit(NamedTuple):
    """A phrase found: tokens ``start`` up to ``end`` of a text; ``least_end`` is the end of its shortest form."""

    start: int
    end: int
    least_end: int

    def joined(self, other: "Hit") -> "Hit":
        """This hit and another one from the same place."""
        return Hit(self.start, max(self.end, other.end), min(self.least_end, other.least_end))


@dataclass(frozen=True)
class Found:
    """Words that are already found, as a part of a phrase: it matches nowhere else."""

    hits: tuple[Hit, ...]
    least = most = size = 0

    def forward(self, _places: Places, _starts: int) -> int:
        """See ``Node``."""
        return 0

    backward = forward


class SpokenText:
    """What one speaker said, as tokens; ``None`` separates two turns. ``turns``: index of each token's turn."""

    def __init__(self, turns: Iterable[tuple[int, Sequence[Token]]], fill: Callable[[Tokens], Slots]) -> None:
        """Join ``turns`` (index in the conversation, tokens); ``fill`` finds the places of the slots."""
        self.tokens: list[Token | None] = [None]
        self.turns: list[int] = [-1]
        for index, tokens in turns:
            self.tokens.extend((*tokens, None))
            self.turns.extend([index] * (len(tokens) + 1))
        self._fill = fill
        self._found: dict[int, tuple[Node | tuple[Node, ...], list[Hit]]] = {}

    def find(self, phrases: Iterable[Node]) -> list[Hit]:
        """All hits of any of ``phrases``, the longest from each place, in order.

        Norms and signs use the same phrases in many lists, so what was found is kept for each phrase and each tuple (by
        identity: what is kept cannot be replaced by another one in the same place).
        """
        wanted = tuple(phrases)
        if id(wanted) not in self._found:
            self._found[id(wanted)] = (wanted, self._joined(wanted))
        return list(self._found[id(wanted)][1])

    def _joined(self, wanted: tuple[Node, ...]) -> list[Hit]:
        best: dict[int, Hit] = {}
        for phrase in wanted:
            for hit in phrase.hits if isinstance(phrase, Found) else self._hits_of(phrase):
                best[hit.start] = hit.joined(best.get(hit.start, hit))
        return sorted(best.values())

    def _hits_of(self, phrase: Node) -> list[Hit]:
        if id(phrase) not in self._found:
            hits = [
                Hit(base + start, base + end, base + least_end)
                for base, places in self._blocks
                for start, least_end, end in _matches(phrase, places)
            ]
            self._found[id(phrase)] = (phrase, hits)
        return self._found[id(phrase)][1]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The texts of the tokens; empty between two turns."""
        return tuple(token.text if token else "" for token in self.tokens)

    @cached_property
    def spoken(self) -> Mapping[int, Spoken]:
        """Index in the conversation → turn, in order; without turns that have no words."""
        return {spoken.turn: spoken for spoken in turns_in(self.tokens, self.turns)}

    def count_words(self) -> int:
        """Number of words; a Chinese word has one and a half characters on average."""
        characters = sum(token is not None and is_han(token.text) for token in self.tokens)
        return sum(token is not None for token in self.tokens) - round(characters / 3)

    @cached_property
    def _blocks(self) -> tuple[tuple[int, Places], ...]:
        slots = self._fill(self.tokens)
        return tuple((base, self._block(base, slots)) for base in range(0, len(self.tokens), BLOCK))

    def _block(self, base: int, slots: Slots) -> Places:
        """The places of one block and of the words after it that a phrase may reach."""
        end = min(base + BLOCK + MOST_TOKENS + 1, len(self.tokens))
        tokens: dict[str, int] = {}
        words, smooth, marks = 0, 0, {"^": 0, "$": 0, "?": 0}
        before = self.tokens[base - 1] if base else None
        for place, token in enumerate(self.tokens[base:end]):
            bit = 1 << place
            if token is None:
                marks["$"] |= bit
            else:
                words |= bit
                tokens[token.text] = tokens.get(token.text, 0) | bit
                marks["^"] |= 0 if before else bit
            marks["?"] |= bit if before and before.mark == "?" else 0
            smooth |= 0 if before and before.mark in SENTENCE_ENDS else bit
            before = token
        return Places(tokens, words, smooth, marks, _BlockSlots(slots, base, end))


class _BlockSlots(dict[str, dict[int, int]]):
    """The slots of the block from ``base`` to ``end``, each found when it is first used."""

    def __init__(self, slots: Slots, base: int, end: int) -> None:
        super().__init__()
        self._slots, self._base, self._end = slots, base, end

    def __missing__(self, name: str) -> dict[int, int]:
        self[name] = {
            length: sum(1 << (start - self._base) for start in starts if self._base <= start < self._end)
            for length, starts in self._slots(name).items()
        }
        return self[name]


def _matches(phrase: Node, places: Places) -> Iterator[tuple[int, int, int]]:
    """Start, nearest end and farthest end of each place of a block where ``phrase`` matches, in no order.

    Of places so far apart that no match reaches the next one, all ends are found at once.
    """
    ends, length = phrase.forward(places, _EVERYWHERE), phrase.least
    if length == phrase.most:
        yield from ((end - length, end, end) for end in _apart(ends, 0))
        return
    starts = phrase.backward(places, ends) & _EVERYWHERE if ends else 0
    reach = (1 << phrase.most + 1) - 1
    while starts:
        lone = list(_apart(starts, phrase.most))
        chosen = sum(1 << start for start in lone)
        reached = phrase.forward(places, chosen)
        for start in lone:
            lengths = (reached >> start) & reach
            yield start, start + (lengths & -lengths).bit_length() - 1, start + lengths.bit_length() - 1
        starts ^= chosen


def _apart(places: int, most: int) -> Iterator[int]:
    """The first of ``places``, the next one more than ``most`` tokens after it, and so on."""
    while places:
        bit = places & -places
        yield bit.bit_length() - 1
        places &= -(bit << most + 1)


def apart(hits: Iterable[Hit], others: Iterable[Hit]) -> list[Hit]:
    """``hits`` whose shortest form shares no word with ``others``; of overlapping hits the first. Both in order."""
    taken: list[tuple[int, int]] = []
    for other in others:
        start = min(other.start, taken.pop()[0]) if taken and other.start < taken[-1][1] else other.start
        taken.append((start, other.end))
    kept: list[Hit] = []
    for hit in hits:
        before = bisect_left(taken, (hit.least_end,)) - 1
        free = before < 0 or taken[before][1] <= hit.start
        if free and not (kept and hit.start < kept[-1].end):
            kept.append(hit)
    return kept
