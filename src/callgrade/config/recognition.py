"""Settings of recognition; values, units and sources in ``configs/callgrade.yaml``."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from callgrade.config.section import Section


class Device(StrEnum):
    """The device that Whisper runs on; ``CUDA`` is an NVIDIA GPU."""

    CPU = "cpu"
    CUDA = "cuda"


class WordlessSettings(Section):
    """Which speech counts as having no words, seconds."""

    min_s: float = Field(gt=0)
    reach_s: float = Field(gt=0)
    join_s: float = Field(ge=0)


class DoubtSettings(Section):
    """When the text of a window looks bad, and how a better one is searched.

    ``log_probability``: mean of a token. ``sentence_words``: without an end of a sentence. ``tokens_per_s``: of speech,
    ``tokens_more`` beside them. ``no_repeat_ngram``: tokens that may not repeat, for a text that loops.
    ``least_length_share``: characters of the wider search's text over those of the quick one's; a shorter one is not
    taken.
    """

    log_probability: float = Field(le=0)
    sentence_words: int = Field(ge=1)
    tokens_per_s: float = Field(gt=0)
    tokens_more: int = Field(ge=1)
    beam_size: int = Field(ge=1)
    least_length_share: float = Field(ge=0, le=1)
    no_repeat_ngram: int = Field(ge=2)


class DoubtfulWordsSettings(Section):
    """When a stretch from pause to pause inside a window is heard again in the language it sounds like.

    A stretch lasts at least ``min_s``, with pauses of up to ``join_s``; ``longest_s``: what is heard at once.
    ``doubt``: mean logarithm of the probabilities of its words. ``reach_s``: of sound around it that is heard with it.
    ``min_probability``, ``min_gain``: as for a whole window, against the same stretch in the call's language.
    """

    min_s: float = Field(gt=0)
    join_s: float = Field(ge=0)
    longest_s: float = Field(gt=0, le=29)
    reach_s: float = Field(ge=0)
    doubt: float = Field(le=0)
    min_probability: float = Field(gt=0, lt=1)
    min_gain: float = Field(ge=0)


class OtherLanguageSettings(Section):
    """When a window is in another language than the call.

    ``doubt``, ``nonsense``, ``min_gain``: mean log probability of a token.
    """

    min_speech_s: float = Field(ge=0)
    doubt: float = Field(le=0)
    nonsense: float = Field(le=0)
    min_probability: float = Field(gt=0, lt=1)
    min_gain: float = Field(ge=0)
    stretch: DoubtfulWordsSettings


class RecognitionSettings(Section):
    """Whisper: the device, and how windows are packed, decoded and checked.

    ``compute_type``: CTranslate2's name, by device. ``batch_size``, ``batch_audio_s``: windows
    decoded at once, and seconds of them by one core, by device.
    """

    model: str
    device: Device
    compute_type: dict[Device, str]
    window_s: float = Field(gt=1, le=30)
    join_s: float = Field(ge=0, le=2)
    spare_pad_s: float = Field(ge=0)
    glue_gap_s: float = Field(ge=0)
    batch_size: dict[Device, Annotated[int, Field(ge=1)]]
    batch_audio_s: dict[Device, Annotated[float, Field(gt=0)]]
    beam_size: int = Field(ge=1)
    doubt: DoubtSettings
    language_windows: int = Field(ge=1)
    wordless: WordlessSettings
    other_language: OtherLanguageSettings
    name_likeness: float = Field(gt=0, le=100)
    max_compression_ratio: float = Field(gt=1)
    max_crowded_words: int = Field(ge=0)
    max_no_speech: float = Field(gt=0, le=1)
    min_log_probability: float = Field(le=0)
