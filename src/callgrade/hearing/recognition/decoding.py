"""One batch of encoded windows decoded: their text, in another language where it fits better, its words with times.

All that an encoded window is good for is done while it is there, so that nothing is encoded twice.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from callgrade.config.recognition import RecognitionSettings
from callgrade.hearing.recognition.hotwords import may_hold_name, take_spelling
from callgrade.hearing.recognition.job import HeardWindow, Place, WindowJob
from callgrade.hearing.recognition.search import Search, log_probability
from callgrade.hearing.recognition.timed_words import TimedWords
from callgrade.hearing.recognition.whisper import Whisper
from callgrade.hearing.recognition.word_alignment import SHORTEST_WORD_S
from callgrade.model.conversation import Word
from callgrade.model.span import intersect, total_s

TINY_S = 1e-6
UNDETERMINED = "und"  # ISO 639-2


class Decoder:
    """From encoded windows to words in the call's time."""

    def __init__(self, whisper: Whisper, settings: RecognitionSettings) -> None:
        """Decode with ``whisper`` as ``settings`` say."""
        self._whisper = whisper
        self._settings = settings
        self._search = Search(whisper, settings)
        self._words = TimedWords(whisper, settings)

    def decode(self, rows: Any, batch: Sequence[WindowJob]) -> Mapping[Place, HeardWindow]:
        """What is said in each window; ``rows``: the encoded windows of ``batch``, which is of one language."""
        plain = zip(batch, self._heard(rows, batch), strict=True)
        own = [self._in_its_language(rows[i : i + 1], job, one) for i, (job, one) in enumerate(plain)]
        jobs, heard = [job for job, _ in own], [one for _, one in own]
        spelled = self._with_names(rows, jobs, heard)
        return {job.place: replace(one, words=words) for job, one, words in zip(jobs, heard, spelled, strict=True)}

    def decode_again(self, rows: Any, batch: Sequence[WindowJob]) -> list[tuple[Word, ...]]:
        """The words of encoded windows that had none; none where it loops: too many have no time to be said."""
        words = self._with_names(rows, batch, self._heard(rows, batch))
        return [said if _crowded(said) <= self._settings.max_crowded_words else () for said in words]

    def decode_foreign(self, row: Any, job: WindowJob) -> HeardWindow | None:
        """An encoded stretch, shape (1, …), in the other language that it sounds like, if it makes more sense there."""
        limits = self._settings.other_language.stretch
        votes = self._whisper.language_votes(row)
        likely = max(votes, key=lambda code: votes[code])
        if likely == job.language or votes[likely] < limits.min_probability:
            return None
        other = replace(job, language=likely, prompt=self._whisper.prompt(likely, ()))
        own, found = (self._heard(row, [one])[0] for one in (job, other))
        better = found.words and found.log_probability - own.log_probability >= limits.min_gain
        return replace(found, language=likely) if better else None

    def _heard(self, rows: Any, batch: Sequence[WindowJob]) -> list[HeardWindow]:
        results = self._search.results(rows, batch)
        # One window at a time: several at once round the words' probabilities differently.
        return [self._decoded(rows[i : i + 1], job, results[i]) for i, job in enumerate(batch)]

    def _decoded(self, row: Any, job: WindowJob, result: Any) -> HeardWindow:
        if self._is_noise(result):
            return HeardWindow((), 0.0)
        return HeardWindow(self._words.of(row, job, result.sequences_ids[0]), log_probability(result))

    def _sounds_like(self, row: Any, job: WindowJob, log_probability: float) -> str:
        """The language of a window whose words make little sense: the call's unless it sounds like another or none."""
        limits = self._settings.other_language
        speech_s = total_s(intersect(job.source.speech, job.source.pieces))
        asked = log_probability < limits.doubt and speech_s >= limits.min_speech_s
        if not asked or not self._whisper.is_multilingual:
            return job.language
        votes = self._whisper.language_votes(row)
        likely = max(votes, key=lambda code: votes[code])
        if votes[likely] >= limits.min_probability:
            return likely
        return UNDETERMINED if log_probability < limits.nonsense else job.language

    def _in_its_language(self, row: Any, job: WindowJob, heard: HeardWindow) -> tuple[WindowJob, HeardWindow]:
        """A window as it was, or in the language that it sounds like if it makes more sense there."""
        language = self._sounds_like(row, job, heard.log_probability)
        if language == job.language:
            return job, heard
        if language == UNDETERMINED:
            return job, replace(heard, language=UNDETERMINED)
        other = replace(job, language=language, prompt=self._whisper.prompt(language, ()))
        (found,) = self._heard(row, [other])
        gain = found.log_probability - heard.log_probability
        better = found.words and gain >= self._settings.other_language.min_gain
        return (other, replace(found, language=language)) if better else (job, heard)

    def _with_names(
        self, rows: Any, batch: Sequence[WindowJob], heard: Sequence[HeardWindow]
    ) -> list[tuple[Word, ...]]:
        """The words of each window, with the spelling of known names (see hotwords.py)."""
        words = [one.words for one in heard]
        doubtful: dict[Hashable, list[int]] = defaultdict(list)
        for i, job in enumerate(batch):
            if may_hold_name(words[i], job.names, self._settings.name_likeness):
                doubtful[job.language, job.names].append(i)
        for places in doubtful.values():
            prompt = self._whisper.prompt(batch[places[0]].language, batch[places[0]].names)
            jobs = [replace(batch[i], prompt=prompt) for i in places]
            for i, found in zip(places, self._heard(rows[places], jobs), strict=True):
                words[i] = take_spelling(words[i], found.words, batch[i].names, self._settings.name_likeness)
        return words

    def _is_noise(self, result: Any) -> bool:
        """Whisper's own doubt: it hears no speech and is unsure of its words."""
        return bool(
            result.no_speech_prob > self._settings.max_no_speech
            and log_probability(result) < self._settings.min_log_probability
        )


def _crowded(words: Sequence[Word]) -> int:
    """How many of ``words`` have less time than any word takes."""
    return sum(word.span.duration_s < SHORTEST_WORD_S - TINY_S for word in words)
