"""Single words, each with its speaker, joined into parts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from callgrade.intake.documents.transcripts.reader import PartWord, TranscriptPart
from callgrade.intake.documents.transcripts.values import number
from callgrade.text import cleaned, joined

_PAUSE_S = 0.5
"""Seconds of silence between two parts of one channel."""


def parts_of(words: Iterable[PartWord]) -> list[TranscriptPart]:
    """A part for each run of words of one speaker."""
    closed = with_punctuation(words)
    return [part_of(speaker, list(run)) for speaker, run in groupby(closed, key=lambda word: word.speaker)]


def of_channels(words: Iterable[PartWord]) -> list[TranscriptPart]:
    """The parts of words of speakers with a channel each, in the order of their times, seconds.

    Channels are heard apart, so that two may speak at once: a part goes on until its own speaker pauses.
    """
    by_speaker: dict[str, list[PartWord]] = {}
    for word in with_punctuation(words):
        by_speaker.setdefault(str(word.speaker), []).append(word)
    parts = [part_of(run[0].speaker, run) for spoken in by_speaker.values() for run in _unbroken(spoken)]
    return sorted(parts, key=lambda part: number(part.start) or 0.0)


def _unbroken(words: Sequence[PartWord]) -> Iterator[list[PartWord]]:
    """``words`` split at pauses."""
    run: list[PartWord] = []
    for word in words:
        end, start = number(run[-1].end) if run else None, number(word.start)
        if end is not None and start is not None and start - end >= _PAUSE_S:
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def part_of(speaker: object, words: Sequence[PartWord]) -> TranscriptPart:
    """The part that ``words`` make."""
    times = [word for word in words if word.start is not None]
    ends = [word.end for word in words if word.end is not None]
    text = joined(cleaned(word.text) for word in words)
    return TranscriptPart(speaker, text, times[0].start if times else None, ends[-1] if ends else None, words)


def with_punctuation(words: Iterable[PartWord]) -> list[PartWord]:
    """``words``, each punctuation mark at the end of the word before it."""
    closed: list[PartWord] = []
    for word in words:
        if not word.closes:
            closed.append(word)
        elif closed:
            closed[-1] = replace(closed[-1], text=cleaned(closed[-1].text) + cleaned(word.text))
    return closed
