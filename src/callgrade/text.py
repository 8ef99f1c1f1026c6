"""Text: what people see of it, folding, Chinese characters, words and the ends of sentences."""

import re
import unicodedata
from collections.abc import Iterable

REPLACEMENT = "\ufffd"

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Chinese characters, to be put into a character class of a pattern: ideographs and the zero 〇."""

QUESTION_MARKS = ("?", "？", "؟")
SENTENCE_ENDS = (*QUESTION_MARKS, ".", "!", "…", "。", "！")
"""Marks that end a sentence. ``؟`` is the Arabic question mark."""

_HAN_MARKS = "，。！？、；：“”‘’（）《》…"
_HAN_CHARACTER = re.compile(rf"[{HAN}]")
_WORD = re.compile(rf"[{HAN}][{_HAN_MARKS}]*|[^\s{HAN}]+")
_HAN_END = re.compile(rf"[{HAN}].?$|[{_HAN_MARKS}]$")
_APOSTROPHES = str.maketrans("’‘ʼ`´＇", "''''''")


def plain(text: str) -> str:
    """``text`` to be shown: on one line, single blanks, control and direction characters as U+FFFD."""
    line = " ".join(text.split())
    return line if line.isprintable() else "".join(char if _shows(char) else REPLACEMENT for char in line)


def cleaned(value: object) -> str:
    """``value`` from outside as text: on one line, single blanks, hidden characters left out; empty for ``None``."""
    line = " ".join(str("" if value is None else value).split())
    return line if line.isprintable() else "".join(filter(_shows, line))


def escaped(name: str) -> str:
    """``name`` with hidden characters as escapes, so that different names look different.

    Hidden are control characters, line breaks, direction marks, and bytes that are not UTF-8.
    """
    return "".join(char if _shows(char) else char.encode("unicode_escape").decode() for char in name)


def well_formed(text: str) -> str:
    """``text`` with lone surrogates (bytes of a file name that are not UTF-8) as U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def storable(text: str) -> str:
    """``text`` as every database accepts it: lone surrogates and NUL as U+FFFD."""
    return well_formed(text).replace("\0", REPLACEMENT)


def normalised(text: str) -> str:
    """``text`` without differences of width and apostrophe (Unicode form NFKC)."""
    return unicodedata.normalize("NFKC", text.translate(_APOSTROPHES))


def fold(text: str) -> str:
    """``text`` without differences of case, width and apostrophe."""
    return normalised(text).casefold()


def is_han(text: str) -> bool:
    """Whether ``text`` is one Chinese character."""
    return _HAN_CHARACTER.fullmatch(text) is not None


def split_words(text: str) -> list[str]:
    """The words of ``text`` with their punctuation; in Chinese each character is a word, as recognisers count."""
    return _WORD.findall(text)


def joined(texts: Iterable[str]) -> str:
    """``texts`` as one, with a blank between two of them unless both sides are Chinese."""
    whole = ""
    for text in texts:
        blank = "" if not whole or (is_han(text[:1]) and _HAN_END.search(whole[-2:])) else " "
        whole += blank + text
    return whole


def _shows(char: str) -> bool:
    return char.isprintable() or unicodedata.category(char) == "Zs"
