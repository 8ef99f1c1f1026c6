"""Tokens of a window as words, with their times in the call."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from faster_whisper.transcribe import merge_punctuations

from callgrade.config.recognition import RecognitionSettings
from callgrade.hearing.recognition.job import WindowJob
from callgrade.hearing.recognition.whisper import Whisper
from callgrade.hearing.recognition.word_alignment import align_words, glue_parts
from callgrade.hearing.turns import WITHOUT_BLANKS
from callgrade.model.conversation import Word

PREPENDED = "\"'“¿([{-"
APPENDED = "\"'.。,，!！?？:：”)]}、"

SHORTEST_PHRASE = 2
"""Words of a phrase that may be written twice: a single one has at times no time of its own. [conv]"""

TINY_S = 1e-6


class TimedWords:
    """Words by the alignment of the weights, placed in speech."""

    def __init__(self, whisper: Whisper, settings: RecognitionSettings) -> None:
        """Align with ``whisper``."""
        self._whisper = whisper
        self._glue_gap_s = settings.glue_gap_s

    def of(self, row: Any, job: WindowJob, tokens: Sequence[int]) -> tuple[Word, ...]:
        """The words of one encoded window, shape (1, …)."""
        alignment = self._whisper.align(row, job.source.duration_s, tokens, job.language)
        placed = align_words(said_once(list(_timed_words(alignment))), job.source)
        if job.language in WITHOUT_BLANKS:
            return tuple(replace(word, text=word.text.strip()) for word in placed)
        return glue_parts(placed, self._glue_gap_s)


def said_once(words: Sequence[Word]) -> Iterator[Word]:
    """``words`` without those that say the words before them again in no time.

    Whisper at times writes a phrase twice that was said once: the alignment then has no sound for the second. What a
    person really repeats has a sound of its own.
    """
    place = 0
    while place < len(words):
        repeated = _repeated(words, place)
        if not repeated:
            yield words[place]
        place += repeated or 1


def _repeated(words: Sequence[Word], place: int) -> int:
    """How many words from ``place`` on say as many before them again in no time; 0 if none do, the most if several."""
    longest = min(place, len(words) - place)
    silent = sum(1 for _ in takewhile(_has_no_time, words[place : place + longest]))
    texts = [_letters(word) for word in words[place - silent : place + silent]]
    lengths = range(silent, SHORTEST_PHRASE - 1, -1)
    return next((n for n in lengths if texts[silent - n : silent] == texts[silent : silent + n]), 0)


def _has_no_time(word: Word) -> bool:
    return word.end_s - word.start_s < TINY_S


def _letters(word: Word) -> str:
    return "".join(letter for letter in word.text.lower() if letter.isalnum())


def _timed_words(alignment: list[dict[str, Any]]) -> Iterator[Word]:
    """An alignment as words with times of the window; a blank before a text marks a word's beginning."""
    merge_punctuations(alignment, PREPENDED, APPENDED)
    for found in alignment:
        if found["word"].strip():
            start_s, end_s = float(found["start"]), float(found["end"])
            yield Word(found["word"], start_s, max(start_s, end_s), float(found["probability"]))
