"""The turns of one speaker in their text."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from callgrade.norms.phrases.tokens import Token
from callgrade.text import SENTENCE_ENDS


class Spoken(NamedTuple):
    """One turn in its speaker's text: tokens ``start`` up to ``end``; ``marked``: whether it has punctuation."""

    turn: int
    start: int
    end: int
    marked: bool


def turns_in(tokens: Sequence[Token | None], turns: Sequence[int]) -> Iterator[Spoken]:
    """The turns that have ``tokens``, in order; ``turns``: index of each token's turn."""
    start = 0
    for end, token in enumerate(tokens):
        if token is None:
            if end > start:
                yield Spoken(turns[start], start, end, _marked(tokens[start:end]))
            start = end + 1


def _marked(tokens: Sequence[Token | None]) -> bool:
    return any(token.mark in SENTENCE_ENDS for token in tokens if token and token.mark)
