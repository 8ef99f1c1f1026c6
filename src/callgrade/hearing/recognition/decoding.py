"""One batch of windows decoded: text generated, looping text decoded again, doubtful text dropped, words timed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from faster_whisper.transcribe import get_compression_ratio, merge_punctuations

from callgrade.config.hearing import RecognitionSettings
from callgrade.hearing.recognition.whisper import Whisper
from callgrade.hearing.recognition.windows import SpeechWindow
from callgrade.hearing.recognition.word_alignment import SHORTEST_WORD_S, align_words, glue_parts
from callgrade.hearing.turns import WITHOUT_BLANKS
from callgrade.model.conversation import Word
from callgrade.model.span import intersect, total_s

PREPENDED = "\"'“¿([{-"
APPENDED = "\"'.。,，!！?？:：”)]}、"

TINY_S = 1e-6
UNDETERMINED = "und"  # ISO 639-2

Place = tuple[int, int]
"""Index of the call, and index of the window in it."""


@dataclass(frozen=True, eq=False)
class WindowJob:
    """One window with all that decides its words, and the place where they belong."""

    place: Place
    source: SpeechWindow
    language: str
    prompt: tuple[int, ...]

    @property
    def call(self) -> int:
        """Index of its call."""
        return self.place[0]


@dataclass(frozen=True)
class HeardWindow:
    """``words`` of one window; ``log_probability``: mean of its tokens, 0 without any.

    ``sounds_like``: the language that the window sounds like, where the words leave the call's in doubt;
    ``UNDETERMINED`` where they make no sense and it sounds like none.
    """

    words: tuple[Word, ...]
    log_probability: float
    sounds_like: str | None = None


def batches(jobs: Sequence[WindowJob], batch_size: int, workers: int) -> Iterator[list[WindowJob]]:
    """Jobs of one language and one length of prompt and of sound (CTranslate2 needs it), in batches of nearly one size.

    There are enough batches to keep all ``workers`` busy; together they decode at most ``batch_size`` windows at once.
    """
    groups: dict[tuple[str, int, float], list[WindowJob]] = defaultdict(list)
    for job in jobs:
        groups[job.language, len(job.prompt), job.source.encoded_s].append(job)
    for group in groups.values():
        rounds = -(-len(group) // batch_size)
        count = min(len(group), rounds * workers)
        for number in range(count):
            yield group[number * len(group) // count : (number + 1) * len(group) // count]


class Decoder:
    """From encoded windows to words in the call's time."""

    def __init__(self, whisper: Whisper, settings: RecognitionSettings) -> None:
        """Decode with ``whisper`` as ``settings`` say."""
        self._whisper = whisper
        self._settings = settings

    def decode(self, rows: Any, batch: Sequence[WindowJob]) -> Mapping[Place, HeardWindow]:
        """What is said in each window; ``rows``: the encoded windows of ``batch``, which is of one language."""
        results = self._generated(rows, batch, self._settings.beam_size)
        # One window at a time: several at once round the words' probabilities differently.
        return {job.place: self._decoded(rows[i : i + 1], job, results[i]) for i, job in enumerate(batch)}

    def decode_again(self, row: Any, job: WindowJob) -> tuple[Word, ...]:
        """The words of one encoded window that had none: by the same search, or else by the simplest.

        None if more was written than anybody can say in its speech: then it loops.
        """
        for beam_size in (self._settings.beam_size, 1):
            (result,) = self._generated(row, [job], beam_size)
            words = self._decoded(row, job, result).words
            if words and _crowded(words) <= self._settings.max_crowded_words:
                return words
        return ()

    def _decoded(self, row: Any, job: WindowJob, result: Any) -> HeardWindow:
        if self._is_noise(result):
            return HeardWindow((), 0.0)
        sure = _log_probability(result)
        return HeardWindow(self._words(row, job, result.sequences_ids[0]), sure, self._sounds_like(row, job, sure))

    def _sounds_like(self, row: Any, job: WindowJob, log_probability: float) -> str | None:
        limits = self._settings.other_language
        speech_s = total_s(intersect(job.source.speech, job.source.pieces))
        asked = log_probability < limits.doubt and speech_s >= limits.min_speech_s
        if not asked or not self._whisper.is_multilingual:
            return None
        votes = self._whisper.language_votes(row)
        likely = max(votes, key=lambda code: votes[code])
        if votes[likely] >= limits.min_probability:
            return likely
        return UNDETERMINED if log_probability < limits.nonsense else None

    def _generated(self, rows: Any, batch: Sequence[WindowJob], beam_size: int) -> list[Any]:
        """Results of all windows; those that loop are decoded again, without repeated n-grams."""
        language = batch[0].language
        results = self._whisper.generate(rows, [job.prompt for job in batch], language, beam_size=beam_size)
        looping = [i for i, result in enumerate(results) if self._loops(result, language)]
        if looping:
            prompts = [batch[i].prompt for i in looping]
            how = {"beam_size": beam_size, "no_repeat_ngram_size": self._settings.no_repeat_ngram}
            again = self._whisper.generate(rows[looping], prompts, language, **how)
            for i, result in zip(looping, again, strict=True):
                results[i] = result
        return results

    def _words(self, row: Any, job: WindowJob, tokens: Sequence[int]) -> tuple[Word, ...]:
        alignment = self._whisper.align(row, job.source.duration_s, tokens, job.language)
        placed = align_words(_timed_words(alignment), job.source)
        if job.language in WITHOUT_BLANKS:
            return tuple(replace(word, text=word.text.strip()) for word in placed)
        return glue_parts(placed, self._settings.glue_gap_s)

    def _loops(self, result: Any, language: str) -> bool:
        text = self._whisper.text(result.sequences_ids[0], language)
        return bool(get_compression_ratio(text) > self._settings.max_compression_ratio)

    def _is_noise(self, result: Any) -> bool:
        """Whisper's own doubt: it hears no speech and is unsure of its words."""
        return bool(
            result.no_speech_prob > self._settings.max_no_speech
            and _log_probability(result) < self._settings.min_log_probability
        )


def _crowded(words: Sequence[Word]) -> int:
    """How many of ``words`` have less time than any word takes."""
    return sum(word.span.duration_s < SHORTEST_WORD_S - TINY_S for word in words)


def _log_probability(result: Any) -> float:
    """Whisper's own mean over the tokens of a text and its end."""
    length = len(result.sequences_ids[0])
    return float(result.scores[0]) * length / (length + 1)


def _timed_words(alignment: list[dict[str, Any]]) -> Iterator[Word]:
    """An alignment as words with times of the window; a blank before a text marks a word's beginning."""
    merge_punctuations(alignment, PREPENDED, APPENDED)
    for found in alignment:
        if found["word"].strip():
            start_s, end_s = float(found["start"]), float(found["end"])
            yield Word(found["word"], start_s, max(start_s, end_s), float(found["probability"]))
