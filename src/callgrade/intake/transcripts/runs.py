"""Words one by one, each with its speaker, brought together to parts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from callgrade.intake.text import plain
from callgrade.intake.transcript import joined
from callgrade.intake.transcripts.found import Part, PartWord


def parts_of(words: Iterable[PartWord]) -> list[Part]:
    """A part for each run of words of one speaker."""
    closed = with_punctuation(words)
    return [part_of(speaker, list(run)) for speaker, run in groupby(closed, key=lambda word: word.speaker)]


def part_of(speaker: object, words: Sequence[PartWord]) -> Part:
    """The part that ``words`` make."""
    times = [word for word in words if word.start is not None]
    ends = [word.end for word in words if word.end is not None]
    text = joined(plain(word.text) for word in words)
    return Part(speaker, text, times[0].start if times else None, ends[-1] if ends else None, words)


def with_punctuation(words: Iterable[PartWord]) -> list[PartWord]:
    """``words``, each punctuation mark at the end of the word before it."""
    closed: list[PartWord] = []
    for word in words:
        if not word.closes:
            closed.append(word)
        elif closed:
            closed[-1] = replace(closed[-1], text=plain(closed[-1].text) + plain(word.text))
    return closed
