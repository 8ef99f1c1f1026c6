"""Words out of speech windows: Whisper through faster-whisper, many windows of many calls at once.

Built on the parts of faster-whisper's ``BatchedInferencePipeline`` (features, prompt, alignment), with three
differences: windows of several calls and channels share a batch, no call's language needs an encoder run of its own,
and text that loops is decoded again. No text is carried over between windows and the temperature is 0, so a window's
words depend on nothing but the window, its language and its hotwords.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.audio import pad_or_trim
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import (
    get_compression_ratio,
    get_ctranslate2_storage,
    get_suppressed_tokens,
    merge_punctuations,
)

from callgrade.config.hearing import Device, RecognitionSettings
from callgrade.errors import ModelError
from callgrade.hearing.conversation import WITHOUT_BLANKS
from callgrade.hearing.recognition.device import USE_CPU, check_device
from callgrade.hearing.recognition.hotwords import may_hold_name, take_spelling
from callgrade.hearing.recognition.windows import WHISPER_SAMPLES, SpeechWindow
from callgrade.hearing.recognition.word_alignment import glue_parts, place_words
from callgrade.model.conversation import Word

PREPENDED = "\"'“¿([{-"
MOST_WORKERS = 4
WHISPER_CODES = {"nb": "no", "jv": "jw"}  # where Whisper's code is not the ISO 639-1 code of the written language
APPENDED = "\"'.。,，!！?？:：”)]}、"

Progress = Callable[[int, int], None]
Place = tuple[int, int]  # index of the call, index of the window in it


@dataclass(frozen=True, eq=False)
class Speech:
    """What is to be recognised of one call. ``language``: ISO code, ``None`` to detect it from the windows.

    ``hotwords``: names that may occur in the call.
    """

    windows: tuple[SpeechWindow, ...]
    language: str | None = None
    hotwords: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recognised:
    """Words of each window, in the call's time; ``language`` is ``None`` when there was nothing to hear.

    ``language_probability``: mean over the windows asked, ``None`` when the language was given.
    """

    words: tuple[tuple[Word, ...], ...]
    language: str | None
    language_probability: float | None


@dataclass(frozen=True, eq=False)
class _Job:
    """One window with all that decides its words, and where they belong."""

    place: Place
    source: SpeechWindow
    language: str
    prompt: tuple[int, ...]

    @property
    def call(self) -> int:
        """Index of its call."""
        return self.place[0]


class Recogniser:
    """Loaded weights. Not for use by two threads at once."""

    def __init__(self, weights: Path, settings: RecognitionSettings, threads: int = 1) -> None:
        """Load the folder ``weights`` (see ``weights.find_weights``); raises ``ModelError``.

        ``threads``: processor cores to use. They are given to batches side by side before they share a batch, which
        wastes less of them. A GPU takes one batch at a time.
        """
        self._settings = settings
        self._workers = 1 if settings.device is Device.CUDA else max(1, min(threads, MOST_WORKERS))
        check_device(settings.device, settings.compute_type[settings.device])
        try:
            self._whisper: Any = WhisperModel(
                str(weights),
                device=str(settings.device),
                compute_type=settings.compute_type[settings.device],
                cpu_threads=max(1, threads // self._workers),
                num_workers=self._workers,
            )
        except (RuntimeError, ValueError, OSError) as error:
            remedy = "Remove that folder and start again, or choose another model."
            if settings.device is Device.CUDA and "CUDA" in str(error):
                remedy = f"See with nvidia-smi whether the GPU is free and its driver new enough, {USE_CPU}."
            raise ModelError(f"The weights in {weights} cannot be loaded: {error}.", remedy) from error

    @property
    def languages(self) -> tuple[str, ...]:
        """ISO 639-1 codes of the languages that these weights know."""
        codes = {theirs: code for code, theirs in WHISPER_CODES.items()}
        return tuple(codes.get(theirs, theirs) for theirs in self._whisper.supported_languages)

    def recognise(self, calls: Sequence[Speech], progress: Progress | None = None) -> list[Recognised]:
        """The words of every window of every call; ``progress`` is told (windows done, windows in all)."""
        with ThreadPoolExecutor(self._workers) as pool:
            encodings: dict[Place, Any] = {}
            spoken = [self._language(index, call, encodings, pool) for index, call in enumerate(calls)]
            jobs = [job for index, call in enumerate(calls) for job in self._jobs(index, call, spoken[index][0])]
            words: dict[Place, tuple[Word, ...]] = {}
            for decoded in pool.map(lambda batch: self._decode(batch, encodings), self._batches(jobs)):
                words |= decoded
                if progress:
                    progress(len(words), len(jobs))
            words |= self._with_names(calls, jobs, words, pool)
        return [
            Recognised(tuple(words[index, window] for window in range(len(call.windows))), *spoken[index])
            for index, call in enumerate(calls)
        ]

    def _with_names(
        self, calls: Sequence[Speech], jobs: Sequence[_Job], words: dict[Place, tuple[Word, ...]], pool: Executor
    ) -> dict[Place, tuple[Word, ...]]:
        """Windows in which something like a known name was heard, with the name's spelling (see hotwords.py)."""
        likeness = self._settings.name_likeness
        doubtful = [
            replace(job, prompt=self._prompt(job.language, calls[job.call].hotwords))
            for job in jobs
            if may_hold_name(words[job.place], calls[job.call].hotwords, likeness)
        ]
        spelled = pool.map(lambda batch: self._decode(batch, {}), self._batches(doubtful))
        return {
            place: take_spelling(words[place], found, calls[place[0]].hotwords, likeness)
            for decoded in spelled
            for place, found in decoded.items()
        }

    def _language(
        self, index: int, call: Speech, encodings: dict[Place, Any], pool: Executor
    ) -> tuple[str | None, float | None]:
        """The call's language and its probability; what it took to detect it stays in ``encodings``."""
        if call.language in self.languages or not call.windows:
            return call.language, None
        if not self._whisper.model.is_multilingual:
            return "en", None
        longest = sorted(range(len(call.windows)), key=lambda i: -call.windows[i].duration_s)
        asked = longest[: self._settings.language_windows]
        rows = list(pool.map(lambda window: np.asarray(self._encode([call.windows[window]]))[0], asked))
        encodings |= {(index, window): row for window, row in zip(asked, rows, strict=True)}
        votes: dict[str, float] = defaultdict(float)
        for ranking in self._whisper.model.detect_language(get_ctranslate2_storage(np.stack(rows))):
            for token, probability in ranking:
                votes[token[2:-2]] += probability / len(asked)
        theirs = max(votes, key=lambda name: votes[name])
        codes = dict(zip(self._whisper.supported_languages, self.languages, strict=True))
        return codes[theirs], votes[theirs]

    def _jobs(self, index: int, call: Speech, language: str | None) -> Iterator[_Job]:
        if language is None:
            return
        prompt = self._prompt(language, ())
        for window, source in enumerate(call.windows):
            yield _Job((index, window), source, language, prompt)

    def _prompt(self, language: str, hotwords: Sequence[str]) -> tuple[int, ...]:
        tokenizer, names = self._tokenizer(language), ", ".join(hotwords)
        return tuple(
            self._whisper.get_prompt(tokenizer, previous_tokens=[], without_timestamps=True, hotwords=names or None)
        )

    def _batches(self, jobs: Sequence[_Job]) -> Iterator[list[_Job]]:
        """Jobs of one language and one length of prompt (CTranslate2 needs both), in batches of nearly one size.

        As many batches as keep all workers busy, no more windows than ``batch_size`` in all workers together.
        """
        groups: dict[tuple[str, int], list[_Job]] = defaultdict(list)
        for job in jobs:
            groups[job.language, len(job.prompt)].append(job)
        for group in groups.values():
            rounds = -(-len(group) // self._settings.batch_size[self._settings.device])
            batches = min(len(group), rounds * self._workers)
            for number in range(batches):
                yield group[number * len(group) // batches : (number + 1) * len(group) // batches]

    def _decode(self, batch: list[_Job], encodings: dict[Place, Any]) -> dict[Place, tuple[Word, ...]]:
        encoded = self._encoded(batch, encodings)
        tokenizer = self._tokenizer(batch[0].language)
        results = self._generate(encoded, batch, tokenizer)
        tokens = [result.sequences_ids[0] for result in results]
        looping = [i for i, ids in enumerate(tokens) if self._loops(tokenizer.decode(ids))]
        if looping:
            again = self._generate(
                get_ctranslate2_storage(np.asarray(encoded)[looping]),
                [batch[i] for i in looping],
                tokenizer,
                no_repeat_ngram_size=self._settings.no_repeat_ngram,
            )
            for i, result in zip(looping, again, strict=True):
                results[i], tokens[i] = result, result.sequences_ids[0]
        texts = [[] if self._is_noise(result) else ids for result, ids in zip(results, tokens, strict=True)]
        aligned = self._align(encoded, batch, texts, tokenizer)
        return {job.place: words for job, words in zip(batch, aligned, strict=True)}

    def _generate(self, encoded: Any, batch: Sequence[_Job], tokenizer: Any, **how: int) -> list[Any]:
        return list(
            self._whisper.model.generate(
                encoded,
                [list(job.prompt) for job in batch],
                beam_size=self._settings.beam_size,
                max_length=self._whisper.max_length,
                suppress_blank=True,
                suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
                return_scores=True,
                return_no_speech_prob=True,
                sampling_temperature=0,
                **how,
            )
        )

    def _align(
        self, encoded: Any, batch: Sequence[_Job], texts: list[list[int]], tokenizer: Any
    ) -> list[tuple[Word, ...]]:
        """Words with their times. One window at a time, for in company their probabilities are rounded otherwise."""
        rows = np.asarray(encoded)
        return [
            self._placed(self._aligned(rows[i : i + 1], job, texts[i], tokenizer), job) for i, job in enumerate(batch)
        ]

    def _aligned(self, row: Any, job: _Job, text: list[int], tokenizer: Any) -> list[dict[str, Any]]:
        frames = round(job.source.duration_s * self._whisper.frames_per_second)
        words = [token for token in text if token < tokenizer.eot]
        (alignment,) = self._whisper.find_alignment(tokenizer, [words], get_ctranslate2_storage(row), [frames])
        aligned: list[dict[str, Any]] = alignment
        return aligned

    def _placed(self, alignment: list[dict[str, Any]], job: _Job) -> tuple[Word, ...]:
        placed = place_words(_words(alignment), job.source)
        if job.language in WITHOUT_BLANKS:
            return tuple(replace(word, text=word.text.strip()) for word in placed)
        return glue_parts(placed, self._settings.glue_gap_s)

    def _encoded(self, batch: Sequence[_Job], encodings: dict[Place, Any]) -> Any:
        fresh = [job for job in batch if job.place not in encodings]
        rows = np.asarray(self._encode([job.source for job in fresh])) if fresh else np.zeros(0)
        if len(fresh) == len(batch):
            return get_ctranslate2_storage(rows)
        made = iter(rows)
        known = [encodings.pop(job.place, None) for job in batch]
        return get_ctranslate2_storage(np.stack([next(made) if row is None else row for row in known]))

    def _encode(self, windows: Sequence[SpeechWindow]) -> Any:
        """The encoder's output, in the memory of the processor wherever it was computed."""
        features = np.stack([self._features(window) for window in windows])
        return self._whisper.model.encode(get_ctranslate2_storage(features), to_cpu=True)

    def _features(self, window: SpeechWindow) -> Any:
        """Log-mel features of the window and of silence up to 30 s, which is how Whisper was trained.

        faster-whisper pads the features with zeros instead, which stand for a faint noise; words then depend more on
        the codec.
        """
        audio = window.audio()
        silent = np.zeros(WHISPER_SAMPLES - audio.size, np.float32)
        return pad_or_trim(self._whisper.feature_extractor(np.concatenate([audio, silent]), padding=0))

    def _tokenizer(self, language: str) -> Any:
        return Tokenizer(
            self._whisper.hf_tokenizer,
            self._whisper.model.is_multilingual,
            task="transcribe",
            language=WHISPER_CODES.get(language, language),
        )

    def _loops(self, text: str) -> bool:
        return bool(get_compression_ratio(text) > self._settings.max_compression_ratio)

    def _is_noise(self, result: Any) -> bool:
        """Whisper's own doubt: it hears no speech and is unsure of its words."""
        length = len(result.sequences_ids[0])
        log_probability = result.scores[0] * length / (length + 1)
        return bool(
            result.no_speech_prob > self._settings.max_no_speech
            and log_probability < self._settings.min_log_probability
        )


def _words(alignment: list[dict[str, Any]]) -> Iterator[Word]:
    """An alignment as words with times of the window; a blank before a text marks a word's beginning."""
    merge_punctuations(alignment, PREPENDED, APPENDED)
    for found in alignment:
        if found["word"].strip():
            start_s, end_s = float(found["start"]), float(found["end"])
            yield Word(found["word"], start_s, max(start_s, end_s), float(found["probability"]))
