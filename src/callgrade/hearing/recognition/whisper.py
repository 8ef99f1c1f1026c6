"""Whisper through faster-whisper and CTranslate2: loaded weights, and the steps from sound to timed tokens.

The steps are those of faster-whisper's ``BatchedInferencePipeline`` (features, prompt, alignment). No text is carried
over between windows and the temperature is 0, so the words of a window depend only on the window, its language and its
hotwords.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_ctranslate2_storage, get_suppressed_tokens

from callgrade.config.recognition import Device, RecognitionSettings
from callgrade.errors import ModelError
from callgrade.hearing.activity.voice_activity import RATE_HZ
from callgrade.hearing.recognition.device import USE_CPU, check_device
from callgrade.hearing.recognition.windows import SpeechWindow

MOST_TOKENS = 224  # of one text: half of what Whisper's decoder takes
WHISPER_CODES = {"nb": "no", "jv": "jw"}  # Whisper's code, if it is not the ISO 639-1 code of the written language


class Whisper:
    """Loaded weights."""

    def __init__(self, weights: Path, settings: RecognitionSettings, workers: int, threads: int) -> None:
        """Load the folder ``weights``; raises ``ModelError``. ``workers``: batches at once on ``threads`` cores."""
        self._one_by_one = settings.device is Device.CPU
        compute_type = settings.compute_type[settings.device]
        check_device(settings.device, compute_type)
        try:
            self._whisper: Any = WhisperModel(
                str(weights),
                device=str(settings.device),
                compute_type=compute_type,
                cpu_threads=max(1, threads // workers),
                num_workers=workers,
            )
        except (RuntimeError, ValueError, OSError) as error:
            remedy = "Remove that folder and start again, or choose another model."
            if settings.device is Device.CUDA and "CUDA" in str(error):
                remedy = f"See with nvidia-smi whether the GPU is free and its driver new enough, {USE_CPU}."
            raise ModelError(f"The weights in {weights} cannot be loaded: {error}.", remedy) from error

    @property
    def is_multilingual(self) -> bool:
        """Whether these weights know more than English."""
        return bool(self._whisper.model.is_multilingual)

    @property
    def languages(self) -> tuple[str, ...]:
        """ISO 639-1 codes of the languages that these weights know."""
        codes = {theirs: code for code, theirs in WHISPER_CODES.items()}
        return tuple(codes.get(theirs, theirs) for theirs in self._whisper.supported_languages)

    def encode(self, windows: Sequence[SpeechWindow]) -> Any:
        """The encoder's output as an array in main memory, one row a window; all of one ``encoded_s``.

        A processor takes one at a time: several need more memory than its caches have, and are slower. Each row is the
        same to the last bit, alone or not.
        """
        if self._one_by_one:
            return np.concatenate([self._encoded(self._features(window)[None]) for window in windows])
        return self._encoded(np.stack([self._features(window) for window in windows]))

    def _encoded(self, features: Any) -> Any:
        return np.asarray(self._whisper.model.encode(get_ctranslate2_storage(features), to_cpu=True))

    def language_votes(self, row: Any) -> Mapping[str, float]:
        """Probability of each language, by ISO code, in one encoded window, shape (1, …)."""
        codes = dict(zip(self._whisper.supported_languages, self.languages, strict=True))
        (ranking,) = self._whisper.model.detect_language(get_ctranslate2_storage(row))
        return {codes[token[2:-2]]: probability for token, probability in ranking}

    def prompt(self, language: str, hotwords: Sequence[str]) -> tuple[int, ...]:
        """The tokens with which a window's text begins."""
        tokenizer, names = self._tokenizer(language), ", ".join(hotwords)
        return tuple(
            self._whisper.get_prompt(tokenizer, previous_tokens=[], without_timestamps=True, hotwords=names or None)
        )

    def generate(
        self, rows: Any, prompts: Sequence[Sequence[int]], language: str, most_tokens: int, **how: int
    ) -> list[Any]:
        """CTranslate2's results for the encoded windows ``rows``, of at most ``most_tokens`` each.

        The prompts must be of one length.
        """
        return list(
            self._whisper.model.generate(
                get_ctranslate2_storage(rows),
                [list(prompt) for prompt in prompts],
                max_length=2 * most_tokens,  # CTranslate2 leaves half of it to the text
                suppress_blank=True,
                suppress_tokens=get_suppressed_tokens(self._tokenizer(language), [-1]),
                return_scores=True,
                return_no_speech_prob=True,
                sampling_temperature=0,
                **how,
            )
        )

    def text(self, tokens: Sequence[int], language: str) -> str:
        """``tokens`` as text."""
        return str(self._tokenizer(language).decode(tokens))

    def align(self, row: Any, duration_s: float, tokens: Sequence[int], language: str) -> list[dict[str, Any]]:
        """faster-whisper's alignment of the ``tokens`` of one encoded window, shape (1, …), with its sound."""
        tokenizer = self._tokenizer(language)
        frames = round(duration_s * self._whisper.frames_per_second)
        words = [token for token in tokens if token < tokenizer.eot]
        (alignment,) = self._whisper.find_alignment(tokenizer, [words], get_ctranslate2_storage(row), [frames])
        aligned: list[dict[str, Any]] = alignment
        return aligned

    def _features(self, window: SpeechWindow) -> Any:
        """Log-mel features of the window and of silence after it, up to ``encoded_s``.

        faster-whisper pads the features with zeros instead, which mean a faint noise; words then depend more on the
        codec. It pads to 30 s, as Whisper was trained; words are as good without, and the encoder takes less time.
        """
        audio = window.audio()
        silent = np.zeros(round(window.encoded_s * RATE_HZ) - audio.size, np.float32)
        return self._whisper.feature_extractor(np.concatenate([audio, silent]), padding=0)

    def _tokenizer(self, language: str) -> Any:
        return Tokenizer(
            self._whisper.hf_tokenizer,
            self.is_multilingual,
            task="transcribe",
            language=WHISPER_CODES.get(language, language),
        )
