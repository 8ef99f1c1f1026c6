"""Single words, each with its speaker, joined into parts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from callgrade.intake.documents.transcripts.reader import PartWord, TranscriptPart
from callgrade.intake.documents.transcripts.values import label, number
from callgrade.text import SENTENCE_ENDS, cleaned, joined

_PAUSE_S = 0.5
"""Seconds of silence between two parts of one channel."""


def in_order(words: Iterable[PartWord]) -> list[PartWord]:
    """``words`` in the order of their times, as written if a time is missing."""
    written = list(words)
    starts = [number(word.start) for word in written]
    if None in starts:
        return written
    return [word for _, word in sorted(zip(starts, written, strict=True), key=lambda pair: pair[0] or 0.0)]


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


def by_speaker(part: TranscriptPart) -> list[TranscriptPart]:
    """``part``, split where its own words name several speakers: a word knows better who says it.

    A word without speaker goes with the word before it, and so does a lone word of another speaker, unless it is a
    sentence of its own: it is a mistake of the recogniser. A part whose words do not make up its text stays whole.
    """
    own = _filled([label(word.speaker) for word in part.words])
    ends = [cleaned(word.text).endswith(SENTENCE_ENDS) for word in part.words]
    speakers = _filled([own[place] if _is_sure(place, own, ends) else None for place in range(len(own))])
    if len(set(speakers)) < 2 or not are_text(part.words, part.text):
        return [part]
    runs = groupby(zip(part.words, speakers, strict=True), key=lambda pair: pair[1])
    return [part_of(speaker, [word for word, _ in run]) for speaker, run in runs]


def _is_sure(place: int, speakers: list[str | None], ends: list[bool]) -> bool:
    """Whether the word at ``place`` has a neighbour of its speaker, or is a sentence."""
    beside = speakers[max(place - 1, 0) : place] + speakers[place + 1 : place + 2]
    return speakers[place] in beside or (ends[place] and (place == 0 or ends[place - 1]))


def _filled(speakers: list[str | None]) -> list[str | None]:
    """``speakers``, each unknown one like the one before it, the first ones like the first known."""
    last = next((speaker for speaker in speakers if speaker is not None), None)
    filled = []
    for speaker in speakers:
        last = speaker if speaker is not None else last
        filled.append(last)
    return filled


def are_text(words: Iterable[PartWord], text: object) -> bool:
    """Whether ``words`` are those of ``text``, whatever its punctuation and blanks."""
    return _letters(text) == _letters("".join(cleaned(word.text) for word in words))


def _letters(text: object) -> str:
    return "".join(filter(str.isalnum, cleaned(text))).casefold()


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
