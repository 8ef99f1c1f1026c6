"""Turns written words into tokens that phrases are compared with.

A token is a case-folded word without punctuation; every Chinese character is a token of its own, in simplified
writing. Accents stay. The language's data brings contractions and spellings to one normal form, in phrases
and in speech.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Any

from opencc import OpenCC

from callgrade.model.conversation import Word
from callgrade.model.frozen import FrozenDict
from callgrade.model.redaction import REMOVED, UNREAD, RedactionKind, is_redacted
from callgrade.text import HAN, SENTENCE_ENDS, fold, is_han, normalised

_WORD = rf"[^\W_{HAN}]+"
_PIECE = re.compile(rf"[{HAN}]|'?{_WORD}(?:'{_WORD}|[.,:](?=\d){_WORD})*'?|[,;:.?!…，。？！；：、]")
_ADDRESS = re.compile(r"\S+@\S+|\w+://\S+|www\.\S+")
_MARKS = {"，": ",", "、": ",", "；": ",", "：": ",", ";": ",", ":": ",", "。": ".", "…": ".", "？": "?", "！": "!"}
_REDACTED = "0"
"""The token for redacted words: a number, as most of them were, and never part of a name."""

NOT_READ, TAKEN_OUT = "□", "■"
"""The tokens for words that nobody can read, and for words that were taken out of a transcript."""
NOT_KNOWN = frozenset({NOT_READ, TAKEN_OUT})
_PLACEHOLDERS = re.compile(rf"({re.escape(UNREAD)}|{re.escape(REMOVED)})")


@dataclass(frozen=True, slots=True)
class Token:
    """``text``: normal form. ``word``: index of the word it came from. ``mark``: punctuation after it or "".

    ``capital``: written with a capital; ``opens``: first of a turn or of a sentence.
    """

    text: str
    word: int
    mark: str = ""
    capital: bool = False
    opens: bool = False


@dataclass(frozen=True)
class Spelling:
    """Normal forms of one language. ``words``: whole word → its tokens; ``endings``: cut off a word's end → token.

    ``hesitations``: sounds between words that say nothing ("uh"), which are no tokens of what is spoken.
    """

    words: Mapping[str, tuple[str, ...]] = field(default_factory=FrozenDict)
    endings: Mapping[str, str] = field(default_factory=FrozenDict)
    hesitations: frozenset[str] = frozenset()

    @cached_property
    def _every_ending(self) -> tuple[str, ...]:
        return tuple(self.endings)

    def normal(self, word: str) -> tuple[str, ...]:
        """The tokens of one folded word."""
        if word in self.words:
            return self.words[word]
        if word in self.endings:
            return (self.endings[word],)
        if word.endswith(self._every_ending):
            ending, token = next(one for one in self.endings.items() if word.endswith(one[0]))
            return (*self.normal(word.removesuffix(ending)), token)
        return (word.strip("'"),) if word.strip("'") else ()


def simplified(text: str) -> str:
    """``text`` folded, Chinese in simplified writing."""
    text = fold(text)
    return text if text.isascii() else "".join(map(_simplified_character, text))


def tokenise(words: tuple[Word, ...], spelling: Spelling) -> tuple[Token, ...]:
    """The tokens of one turn, in order."""
    tokens: list[Token] = []
    opens = True
    for index, word in enumerate(words):
        pieces = _pieces(word.text)
        hesitates = _hesitates(pieces, spelling)
        for text, mark, capital in pieces:
            if not text:
                opens = _close(tokens, mark) or opens
                continue
            if hesitates:
                opens = False
                continue
            for part, token in enumerate(spelling.normal(text)):
                tokens.append(Token(token, index, "", capital and part == 0, opens))
                opens = False
    return tuple(tokens)


def _hesitates(pieces: tuple[tuple[str, str, bool], ...], spelling: Spelling) -> bool:
    """Whether a word is only a hesitation, and not asked as in "nice, eh?"."""
    return bool(pieces) and pieces[0][0] in spelling.hesitations and all(mark != "?" for _, mark, _ in pieces)


def token_texts(text: str, spelling: Spelling) -> tuple[str, ...]:
    """The normal forms of a short text such as a phrase's literal words or a name."""
    return tuple(form for piece, _, _ in _pieces(text) if piece for form in spelling.normal(piece))


@lru_cache(maxsize=65_536)
def _pieces(text: str) -> tuple[tuple[str, str, bool], ...]:
    """The pieces of a word, or of a short text; cached, because words repeat."""
    return tuple(_split(text))


def _split(text: str) -> Iterator[tuple[str, str, bool]]:
    """Pairs of (folded word, "") and ("", punctuation mark), with whether the word is written with a capital."""
    if _PLACEHOLDERS.search(text):
        yield from _split_around(text)
        return
    if is_redacted(text):
        for kind in RedactionKind:
            text = text.replace(kind.placeholder, f" {_REDACTED} ")
    if _ADDRESS.fullmatch(text):
        yield simplified(text.strip(".,;:!?")), "", False
        return
    text = normalised(text)
    for piece in _PIECE.findall(text):
        if piece.strip("'")[:1].isalnum():
            yield simplified(piece), "", piece.strip("'")[0].isupper()
        else:
            yield "", _MARKS.get(piece, piece), False


def _split_around(text: str) -> Iterator[tuple[str, str, bool]]:
    """The pieces of a text with placeholders for words that are not known."""
    for part in _PLACEHOLDERS.split(text):
        if part in (UNREAD, REMOVED):
            yield NOT_READ if part == UNREAD else TAKEN_OUT, "", False
        else:
            yield from _split(part)


def _close(tokens: list[Token], mark: str) -> bool:
    """Add ``mark`` to the last token; whether it ends a sentence."""
    if tokens and tokens[-1].mark in ("", ","):
        last: Any = tokens[-1]
        tokens[-1] = Token(last.text, last.word, mark, last.capital, last.opens)
    return mark in SENTENCE_ENDS


@cache
def _converter() -> Any:
    return OpenCC("t2s")


@lru_cache(maxsize=30_000)
def _simplified_character(character: str) -> str:
    return str(_converter().convert(character)) if is_han(character) else character
