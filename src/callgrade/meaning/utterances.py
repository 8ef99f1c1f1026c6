"""Cuts turns into what is said at once: sentences, and parts of long ones.

Recognisers often write no punctuation, and a long sentence does several things. So a sentence of more than ``MOST``
words is cut at its commas, and where it has none, into overlapping stretches. All lengths are conventions.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from callgrade.text import SENTENCE_ENDS, is_han, joined

MOST = 16.0
"""Words of a sentence that is one utterance."""

STRETCH, STEP = 12.0, 6.0
"""Words of a stretch, and from the begin of one to that of the next."""

HAN_WORD = 0.6
"""Words that a Chinese character counts as: a word has one and a half on average."""

_PAUSES = (",", ";", "，", "；", "、")


@dataclass(frozen=True)
class Utterance:
    """Words ``start`` up to ``end`` of turn number ``turn``."""

    turn: int
    start: int
    end: int


def utterances(turns: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Utterance]:
    """The utterances of ``turns``: number of the turn, and its words as written."""
    for number, words in turns:
        for start, end in _sentences(words):
            yield from (Utterance(number, *part) for part in _parts(words, start, end))


def text_of(words: Sequence[str], utterance: Utterance) -> str:
    """The text of ``utterance``. ``words``: of its turn."""
    return joined(words[utterance.start : utterance.end])


def _sentences(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for end, word in enumerate(words, start=1):
        if word.endswith(SENTENCE_ENDS) or end == len(words):
            yield start, end
            start = end


def _parts(words: Sequence[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    if _length(words[start:end]) <= MOST:
        yield start, end
        return
    begun = start
    for at in range(start, end):
        if words[at].endswith(_PAUSES) and _length(words[begun : at + 1]) >= STEP:
            yield from _stretches(words, begun, at + 1)
            begun = at + 1
    if begun < end:
        yield from _stretches(words, begun, end)


def _stretches(words: Sequence[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """``start`` to ``end`` if short enough, else overlapping stretches of it; the last one reaches the end."""
    if _length(words[start:end]) <= MOST:
        yield start, end
        return
    size = HAN_WORD if is_han(words[start][0]) else 1.0
    stretch, step = round(STRETCH / size), round(STEP / size)
    begins = range(start, end - stretch + step, step)
    yield from ((begin, min(begin + stretch, end)) for begin in begins)


def _length(words: Sequence[str]) -> float:
    return sum(HAN_WORD if is_han(word[0]) else 1.0 for word in words)
