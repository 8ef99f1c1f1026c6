"""Tokens of a window as words, with their times in the call."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from faster_whisper.transcribe import merge_punctuations

from callgrade.config.hearing import RecognitionSettings
from callgrade.hearing.recognition.job import WindowJob
from callgrade.hearing.recognition.whisper import Whisper
from callgrade.hearing.recognition.word_alignment import align_words, glue_parts
from callgrade.hearing.turns import WITHOUT_BLANKS
from callgrade.model.conversation import Word

PREPENDED = "\"'“¿([{-"
APPENDED = "\"'.。,，!！?？:：”)]}、"


class TimedWords:
    """Words by the alignment of the weights, placed in speech."""

    def __init__(self, whisper: Whisper, settings: RecognitionSettings) -> None:
        """Align with ``whisper``."""
        self._whisper = whisper
        self._glue_gap_s = settings.glue_gap_s

    def of(self, row: Any, job: WindowJob, tokens: Sequence[int]) -> tuple[Word, ...]:
        """The words of one encoded window, shape (1, …)."""
        alignment = self._whisper.align(row, job.source.duration_s, tokens, job.language)
        placed = align_words(_timed_words(alignment), job.source)
        if job.language in WITHOUT_BLANKS:
            return tuple(replace(word, text=word.text.strip()) for word in placed)
        return glue_parts(placed, self._glue_gap_s)


def _timed_words(alignment: list[dict[str, Any]]) -> Iterator[Word]:
    """An alignment as words with times of the window; a blank before a text marks a word's beginning."""
    merge_punctuations(alignment, PREPENDED, APPENDED)
    for found in alignment:
        if found["word"].strip():
            start_s, end_s = float(found["start"]), float(found["end"])
            yield Word(found["word"], start_s, max(start_s, end_s), float(found["probability"]))
