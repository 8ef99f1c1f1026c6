"""Whether a word is a greeting in another spelling: "heyy", "goeiemoarn", "hallöle"."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from rapidfuzz.distance import JaroWinkler, Levenshtein

from callgrade.norms.call import Call
from callgrade.norms.phrases.nodes import Node
from callgrade.norms.phrases.tokens import Token
from callgrade.text import fold, is_han

SPELT, LONG = 5, 8
"""Letters of a greeting from which a letter may differ, and from which it may only sound alike [conv]."""

ENDING = 4
"""Letters that a play on a greeting has more at most: "hallöchen" [conv]."""

ALIKE = 0.88
"""Likeness of long words that begin alike (Jaro and Winkler, 0 to 1) [conv]."""


def is_known_otherwise(call: Call, token: Token) -> bool:
    """Whether the word is written as a name inside a sentence, or is known as something else than a greeting."""
    written = call.finder.cased and token.capital and not token.opens
    words = call.finder.words
    known = token.text in words.never or words.is_company_word(token.text) or words.is_place(token.text)
    named = fold(f"{call.record.agent or ''} {call.record.company or ''}").split()
    return written or known or is_han(token.text) or token.text in named


@cache
def is_respelt(text: str, greetings: tuple[str, ...]) -> bool:
    """Whether ``text`` is one of ``greetings`` with letters drawn out, one letter changed, or an ending."""
    return any(_is_like(_plain(text), _plain(greeting)) for greeting in greetings)


def _is_like(text: str, greeting: str) -> bool:
    if len(greeting) >= SPELT and text.startswith(greeting) and len(text) - len(greeting) <= ENDING:
        return True
    text, greeting = _squeezed(text), _squeezed(greeting)
    least = min(len(text), len(greeting))
    near = least >= SPELT and Levenshtein.distance(text, greeting, score_cutoff=1) <= 1
    alike = least >= LONG and JaroWinkler.similarity(text, greeting) >= ALIKE
    return text == greeting or near or alike


def _plain(text: str) -> str:
    """``text`` without accents and apostrophes."""
    letters = unicodedata.normalize("NFD", text.replace("ø", "o").replace("'", ""))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _squeezed(text: str) -> str:
    """``text`` with each letter that is repeated only once."""
    return re.sub(r"(.)\1+", r"\1", text)


def literals(node: Node) -> Iterator[str]:
    """The words of a phrase that has nothing else."""
    for part in getattr(node, "parts", (node,)):
        yield getattr(part, "text", "")
