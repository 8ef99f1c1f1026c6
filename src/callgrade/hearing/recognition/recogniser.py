"""Words out of speech windows: Whisper through faster-whisper, many windows of many calls at once.

Unlike faster-whisper's own batches: windows of several calls and channels share a batch, a window takes no longer than
its sound, and neither the language of a call nor a second search needs an encoder run of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from callgrade.config.recognition import Device, RecognitionSettings
from callgrade.hearing.doubtful_words import doubtful
from callgrade.hearing.recognition.decoding import UNDETERMINED, Decoder
from callgrade.hearing.recognition.job import HeardWindow, Most, Place, WindowJob, batches
from callgrade.hearing.recognition.speech import Progress, Recognised, Speech
from callgrade.hearing.recognition.whisper import Whisper
from callgrade.hearing.recognition.windows import SpeechWindow
from callgrade.hearing.wordless import hearable, wordless
from callgrade.model.conversation import Word
from callgrade.model.span import Span, intersect

MOST_WORKERS = 4


class Recogniser:
    """Loaded weights. Not for use by two threads at once."""

    def __init__(self, weights: Path, settings: RecognitionSettings, threads: int = 1) -> None:
        """Load the folder ``weights`` (see ``weights.find_weights``); raises ``ModelError``.

        ``threads``: processor cores to use. Each core gets a batch of its own before batches share cores, which wastes
        less. A GPU takes one batch at a time.
        """
        self._settings = settings
        self._workers = 1 if settings.device is Device.CUDA else max(1, min(threads, MOST_WORKERS))
        self._whisper = Whisper(weights, settings, self._workers, threads)
        self._decoder = Decoder(self._whisper, settings)
        self._most = Most(settings.batch_size[settings.device], settings.batch_audio_s[settings.device])

    @property
    def languages(self) -> tuple[str, ...]:
        """ISO 639-1 codes of the languages that these weights know."""
        return self._whisper.languages

    def recognise(self, calls: Sequence[Speech], progress: Progress | None = None) -> list[Recognised]:
        """The words of every window of every call."""
        with ThreadPoolExecutor(self._workers) as pool:
            encodings: dict[Place, Any] = {}
            spoken = [self._language(index, call, encodings, pool) for index, call in enumerate(calls)]
            jobs = [job for index, call in enumerate(calls) for job in self._jobs(index, call, spoken[index][0])]
            decoded: dict[Place, HeardWindow] = {}
            for some in self._decoded(jobs, encodings, pool):
                decoded |= some
                if progress:
                    progress(len(decoded), len(jobs))
            words = self._with_wordless(jobs, decoded, pool)
            foreign = self._foreign([job for job in jobs if decoded[job.place].language is None], words, pool)
        return [
            Recognised(
                tuple(words[index, window] for window in range(len(call.windows))),
                *spoken[index],
                tuple(decoded[index, window].language for window in range(len(call.windows))),
                tuple((job.source.channel, _when(job), code) for job, code in foreign if job.place[0] == index),
            )
            for index, call in enumerate(calls)
        ]

    def _foreign(
        self, jobs: Sequence[WindowJob], words: dict[Place, tuple[Word, ...]], pool: Executor
    ) -> list[tuple[WindowJob, str]]:
        """Stretches of windows in another language, with their languages; their own words replace those in ``words``.

        Each is heard alone, whatever else is heard, so that its words never depend on other calls.
        """
        asked = jobs if self._whisper.is_multilingual else ()
        alone = [replace(job, source=part) for job in asked for part in self._doubtful(job.source, words[job.place])]
        heard = pool.map(lambda job: self._decoder.decode_foreign(self._whisper.encode([job.source]), job), alone)
        foreign = []
        for job, found in zip(alone, heard, strict=True):
            if found and found.language:
                kept = (word for word in words[job.place] if not _when(job).contains(word.span.middle_s))
                words[job.place] = tuple(sorted((*kept, *found.words), key=lambda word: word.start_s))
                foreign.append((job, found.language))
        return foreign

    def _doubtful(self, window: SpeechWindow, words: Sequence[Word]) -> Iterator[SpeechWindow]:
        limits = self._settings.other_language.stretch
        for part in doubtful(intersect(window.speech, window.pieces), words, limits):
            piece = Span(max(0.0, part.start_s - limits.reach_s), part.end_s + limits.reach_s)
            yield replace(window, pieces=(piece,), speech=intersect(window.speech, [part]))

    def _with_wordless(
        self, jobs: Sequence[WindowJob], decoded: Mapping[Place, HeardWindow], pool: Executor
    ) -> dict[Place, tuple[Word, ...]]:
        """The words of all windows, and those that speech without words has when it is heard alone."""
        words = {place: found.words for place, found in decoded.items()}
        alone = [
            replace(self._in_language(job, decoded[job.place].language), source=part)
            for job in jobs
            for part in self._wordless(job.source, words[job.place])
        ]
        groups = list(batches(alone, self._most, self._workers))
        again = pool.map(
            lambda group: self._decoder.decode_again(self._whisper.encode([job.source for job in group]), group), groups
        )
        for group, found in zip(groups, again, strict=True):
            for job, more in zip(group, found, strict=True):
                words[job.place] = tuple(sorted((*words[job.place], *more), key=lambda word: word.start_s))
        return words

    def _in_language(self, job: WindowJob, language: str | None) -> WindowJob:
        if language in (None, UNDETERMINED):
            return job
        return replace(job, language=language, prompt=self._whisper.prompt(language, ()))

    def _wordless(self, window: SpeechWindow, words: Sequence[Word]) -> Iterator[SpeechWindow]:
        limits = self._settings.wordless
        runs = wordless(intersect(window.speech, window.pieces), words, limits)
        for part in hearable(runs, self._settings.window_s - 2 * limits.reach_s):
            piece = Span(max(0.0, part.start_s - limits.reach_s), part.end_s + limits.reach_s)
            yield replace(window, pieces=(piece,), speech=intersect(window.speech, [part]))

    def _language(
        self, index: int, call: Speech, encodings: dict[Place, Any], pool: Executor
    ) -> tuple[str | None, float | None]:
        """The call's language and its probability; the windows encoded to detect it stay in ``encodings``."""
        if call.language in self.languages or not call.windows:
            return call.language, None
        if not self._whisper.is_multilingual:
            return "en", None
        longest = sorted(range(len(call.windows)), key=lambda i: -call.windows[i].duration_s)
        asked = longest[: self._settings.language_windows]
        rows = list(pool.map(lambda window: self._whisper.encode([call.windows[window]])[0], asked))
        encodings |= {(index, window): row for window, row in zip(asked, rows, strict=True)}
        votes = [self._whisper.language_votes(row[None]) for row in rows]
        shares = np.array([call.windows[window].duration_s for window in asked])
        shares /= shares.sum()
        means = {code: float(sum(shares * [one[code] for one in votes])) for code in votes[0]}
        best = max(means, key=lambda code: means[code])
        return best, means[best]

    def _jobs(self, index: int, call: Speech, language: str | None) -> Iterator[WindowJob]:
        if language is None or not call.windows:  # a language that is not known to these weights has no prompt
            return
        prompt = self._whisper.prompt(language, ())
        for window, source in enumerate(call.windows):
            yield WindowJob((index, window), source, language, prompt, call.hotwords)

    def _decoded(
        self, jobs: Sequence[WindowJob], encodings: dict[Place, Any], pool: Executor
    ) -> Iterator[dict[Place, HeardWindow]]:
        """What is said in ``jobs``, batch by batch."""
        return pool.map(
            lambda batch: dict(self._decoder.decode(self._encoded(batch, encodings), batch)),
            batches(jobs, self._most, self._workers),
        )

    def _encoded(self, batch: Sequence[WindowJob], encodings: dict[Place, Any]) -> Any:
        """The encoded windows of ``batch``; those in ``encodings`` are taken from there."""
        fresh = [job for job in batch if job.place not in encodings]
        rows = self._whisper.encode([job.source for job in fresh]) if fresh else np.zeros(0)
        if len(fresh) == len(batch):
            return rows
        made = iter(rows)
        known = [encodings.pop(job.place, None) for job in batch]
        return np.stack([next(made) if row is None else row for row in known])


def _when(job: WindowJob) -> Span:
    """The stretch of speech that ``job`` hears alone."""
    return Span(job.source.speech[0].start_s, job.source.speech[-1].end_s)
