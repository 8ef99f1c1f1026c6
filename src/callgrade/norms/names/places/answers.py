"""The words with which a business answers, if they are all that is said: "Schlüsseldienst Blitz", "Hallo, Milano".

Without capitals nothing else shows a name. What remains beside greetings is the company's name if it has two words or
three; a single word may also be a kind of business ("workshop") or a person. Chinese has other ways.
"""

from collections.abc import Sequence

from callgrade.norms.names.forms import NameWords
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.tokens import Token
from callgrade.text import is_han

WORDS = range(2, 4)
"""Words that remain [conv]."""

SHORTEST = 4
"""Letters of a single word that may be a name [conv]."""


def answer(
    tokens: Sequence[Token | None], start: int, end: int, greeted: frozenset[int], words: NameWords
) -> Hit | None:
    """What remains of the turn from ``start`` to ``end`` beside the places in ``greeted``, if it may only be a name."""
    rest = [place for place in range(start, end) if place not in greeted]
    said = [token for place in rest if (token := tokens[place])]
    if len(said) not in WORDS or rest[-1] - rest[0] != len(rest) - 1 or is_han(said[0].text):
        return None
    if any(token.text in words.never or token.mark == "?" for token in said):
        return None
    if all(words.is_kind_of_business(token.text) for token in said):
        return None
    return Hit(rest[0], rest[-1] + 1, rest[-1] + 1)


def is_lone_word(tokens: Sequence[Token | None], start: int, end: int, words: NameWords) -> bool:
    """Whether the turn is one word, of which nobody can say whether it is a name."""
    token = tokens[start] if end - start == 1 else None
    if token is None or is_han(token.text) or len(token.text) < SHORTEST:
        return False
    return token.text not in words.never and not words.is_kind_of_business(token.text)
