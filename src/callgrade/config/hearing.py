"""Knobs of hearing; values, units and sources in ``configs/callgrade.yaml``."""

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.record import Direction


class SpeechPassSettings(Section):
    """How speech probabilities become spans, seconds."""

    min_speech_s: float = Field(ge=0)
    min_silence_s: float = Field(ge=0)
    pad_s: float = Field(ge=0)


class ActivitySettings(Section):
    """Voice activity: one network, two passes over its probabilities."""

    threshold: float = Field(gt=0, lt=1)
    stay_threshold: float = Field(gt=0, lt=1)
    timing: SpeechPassSettings
    recognition: SpeechPassSettings


class LeakageSettings(Section):
    """When speech on one channel is the other channel's, heard faintly."""

    same_signal_correlation: float = Field(gt=0, le=1)
    max_delay_s: float = Field(gt=0)
    min_peak_ratio: float = Field(gt=1)
    min_correlation: float = Field(gt=0, le=1)
    margin_db: float = Field(ge=0)
    block_s: float = Field(gt=0)


class RecognitionSettings(Section):
    """Whisper: how windows are packed, decoded and doubted."""

    model: str
    compute_type: str
    window_s: float = Field(gt=1, le=30)
    join_s: float = Field(ge=0, le=2)
    batch_size: int = Field(ge=1)
    beam_size: int = Field(ge=1)
    language_windows: int = Field(ge=1)
    use_hotwords: bool
    hotword_likeness: float = Field(ge=0, le=100)
    max_compression_ratio: float = Field(gt=1)
    no_repeat_ngram: int = Field(ge=2)
    max_no_speech: float = Field(gt=0, le=1)
    min_log_probability: float = Field(le=0)


class ConversationSettings(Section):
    """How words become turns of parties."""

    max_snap_s: float = Field(ge=0)
    utterance_gap_s: float = Field(gt=0)
    turn_pause_s: float = Field(gt=0)
    max_backchannel_s: float = Field(ge=0)
    agent_channel: dict[Direction, int]


class HearingSettings(Section):
    """The section ``hearing``."""

    activity: ActivitySettings
    leakage: LeakageSettings
    recognition: RecognitionSettings
    conversation: ConversationSettings
