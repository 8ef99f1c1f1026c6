"""Settings of hearing; values, units and sources in ``configs/callgrade.yaml``."""

from typing import Annotated

from pydantic import Field

from callgrade.config.missing import (
    CutSpeechSettings,
    DeadLineSettings,
    HiddenSpeechSettings,
    SampleRateSettings,
    SilentChannelSettings,
)
from callgrade.config.recognition import RecognitionSettings
from callgrade.config.section import Section
from callgrade.model.record import Direction


class SpeechPassSettings(Section):
    """How speech probabilities become spans, seconds."""

    min_speech_s: float = Field(ge=0)
    min_silence_s: float = Field(ge=0)
    pad_s: float = Field(ge=0)


class LoudRunSettings(Section):
    """When loud sound from one quiet moment to the next is speech as a whole.

    Runs of at most ``max_s``, across holes of up to ``hole_s``, with speech in ``min_share`` of it, on a line whose
    quiet is ``quiet_db`` below its speech. Other runs are heard again, with ``lead_s`` around them, ``slowing`` times
    more slowly.
    """

    quiet_db: float = Field(gt=0)
    hole_s: float = Field(ge=0)
    max_s: float = Field(gt=0)
    min_share: float = Field(gt=0, le=1)
    slowing: int = Field(ge=1)
    lead_s: float = Field(ge=0)


class VoiceActivitySettings(Section):
    """Voice activity: one network, two passes over its probabilities."""

    threshold: float = Field(gt=0, lt=1)
    stay_threshold: float = Field(gt=0, lt=1)
    block_s: float = Field(gt=2)
    warm_up_s: float = Field(ge=0)
    level_dbov: float = Field(le=0)
    loud_margin_db: float = Field(ge=0)
    loud_threshold: float = Field(gt=0, lt=1)
    loud_smoothing_s: float = Field(ge=0)
    loud_runs: LoudRunSettings
    timing: SpeechPassSettings
    recognition: SpeechPassSettings


class CrosstalkSettings(Section):
    """When speech on one channel is the other channel's, heard faintly."""

    same_signal_correlation: float = Field(gt=0, le=1)
    max_delay_s: float = Field(gt=0)
    min_peak_ratio: float = Field(gt=1)
    min_correlation: float = Field(gt=0, le=1)
    margin_db: float = Field(ge=0)
    leeway_db: float = Field(ge=0)
    block_s: float = Field(gt=0)
    faint_dbov: float = Field(lt=0)
    faint_db: float = Field(gt=0)
    faint_block_s: float = Field(gt=0)


class ConversationSettings(Section):
    """How words become turns of parties."""

    utterance_gap_s: float = Field(gt=0)
    turn_pause_s: float = Field(gt=0)
    unseparated_pause_s: float = Field(gt=0)
    max_backchannel_s: float = Field(ge=0)
    agent_channel: dict[Direction, int]


Band = tuple[float, float]


class RingingSettings(Section):
    """What counts as ring-back tone; bands in Hz, levels in dB relative to overload."""

    telephone_band_hz: Band
    tone_band_hz: Band
    line_range_hz: Band
    purity: float = Field(gt=0.5, lt=1)
    line_share: float = Field(gt=0.5, lt=1)
    line_drift_hz: float = Field(gt=0)
    min_line_spacing_hz: float = Field(gt=0)
    max_overtones_db: float = Field(lt=0)
    line_tolerance_hz: float = Field(gt=0)
    level_tolerance_db: float = Field(gt=0)
    floor_dbov: float = Field(lt=0)
    hole_s: float = Field(ge=0)
    fragment_s: float = Field(gt=0)
    scrap_s: float = Field(gt=0)
    min_on_s: float = Field(gt=0)
    max_on_s: float = Field(gt=0)
    min_pause_s: float = Field(gt=0)
    max_off_s: float = Field(gt=0)
    usual_off_s: float = Field(gt=0)
    min_duty: float = Field(gt=0, lt=1)
    on_tolerance: float = Field(gt=0, lt=1)
    cut_margin_s: float = Field(gt=0)
    start_s: float = Field(ge=0)
    stop_s: float = Field(gt=0)
    dial_s: float = Field(gt=0)
    quiet_db: float = Field(gt=0)
    max_loud_share: float = Field(gt=0, le=1)
    max_tune_share: float = Field(gt=0, le=1)
    max_talk_before_s: float = Field(ge=0)


Similarity = Annotated[float, Field(gt=0, lt=1)]
Probability = Annotated[float, Field(gt=0, lt=1)]


class TwoVoicesSettings(Section):
    """Log-odds that two groups of prints are two voices: a fitted sum."""

    unlike: float
    distinct: float
    most_distinct: float = Field(gt=0)
    seconds: float
    constant: float
    rarer_min_s: float = Field(gt=0)


class TurnsSettings(Section):
    """Log-odds of two persons for each change of voice and each question, by what stands before."""

    at_end: float
    inside: float
    answered: float
    unanswered: float
    most: float = Field(ge=0)


class SpeakerSettings(Section):
    """How two voices on one channel are separated."""

    window_s: float = Field(ge=0.5, le=2)
    step_s: float = Field(gt=0)
    min_share: float = Field(gt=0, le=1)
    two_voices: TwoVoicesSettings
    turns: TurnsSettings
    surely_two: Probability
    surely_one: Probability
    near_window_s: float = Field(ge=0.5, le=2)
    near_step_s: float = Field(gt=0)
    pause_cost: float = Field(ge=0)
    change_cost: float = Field(ge=0)
    min_piece_s: float = Field(ge=0)
    sentence_reach_s: float = Field(ge=0)
    unbroken_reach_s: float = Field(ge=0)
    voice_min_prints: int = Field(ge=1)
    prompt_max_similarity: Similarity
    prompt_pause_s: float = Field(gt=0)


class BackgroundSettings(Section):
    """What speech on one person's channel is somebody else's, in the background.

    Stretches of at least ``stretch_s`` that stay ``fainter_db`` below the person's loudest moments, and whose voice is
    at most as similar to the person's own as ``max_similarity``; ``min_s`` of them in all. The own voice is that of the
    ``own_windows`` loudest windows, at least ``own_min_s`` of speech.
    """

    fainter_db: float = Field(gt=0)
    stretch_s: float = Field(gt=0)
    max_similarity: Similarity
    min_s: float = Field(ge=0)
    own_windows: int = Field(ge=1)
    own_min_s: float = Field(gt=0)


class LineSettings(Section):
    """When a channel's sound can be trusted."""

    min_speech_s: float = Field(gt=0)
    join_s: float = Field(ge=0)
    clear_s: float = Field(ge=0)
    min_noise_s: float = Field(gt=0)
    digital_silence_dbov: float = Field(lt=0)
    min_analogue_share: float = Field(gt=0, le=1)
    pitch_snr_db: float
    acoustics_snr_db: float
    level_dbov: tuple[float, float]
    clipped_share: float = Field(gt=0, le=1)
    clipped_per_10k: float = Field(gt=0)
    dropout_s: tuple[float, float]
    dropout_beside_db: float = Field(gt=0)
    dropouts_per_min: float = Field(gt=0)
    bandwidth_db: float = Field(gt=0)


class SoundSettings(Section):
    """What music and tones are on a line where nobody speaks."""

    min_steadiness: float = Field(gt=0, lt=1)
    floor_dbov: float = Field(lt=0)
    smoothing_s: float = Field(gt=0)
    hole_s: float = Field(ge=0)
    clear_of_speech_s: float = Field(ge=0)
    max_pause_s: float = Field(gt=0)
    min_background_s: float = Field(gt=0)
    background_margin_db: float = Field(ge=0)
    min_sound_s: float = Field(gt=0)


class EndToneSettings(Section):
    """What a tone of the network is that lasts to the end of a recording.

    One or two lines in ``band_hz`` hold ``line_share`` of the power of its last ``min_s``, its shortest length, and
    ``frame_share`` of each of its frames. It may pause for ``max_off_s``, in which other sound lasts at most
    ``other_s``. ``quiet_db`` below the tone is quiet; ``floor_dbov``: the faintest tone.
    """

    band_hz: Band
    line_share: float = Field(gt=0.5, lt=1)
    frame_share: float = Field(gt=0.5, lt=1)
    floor_dbov: float = Field(lt=0)
    quiet_db: float = Field(gt=0)
    max_off_s: float = Field(gt=0)
    other_s: float = Field(ge=0)
    min_s: float = Field(gt=0)


class HearingSettings(Section):
    """The section ``hearing``."""

    ringing: RingingSettings
    activity: VoiceActivitySettings
    leakage: CrosstalkSettings
    recognition: RecognitionSettings
    conversation: ConversationSettings
    line: LineSettings
    speakers: SpeakerSettings
    background: BackgroundSettings
    sound: SoundSettings
    end_tone: EndToneSettings
    silent_channel: SilentChannelSettings
    dead_line: DeadLineSettings
    cut_speech: CutSpeechSettings
    sample_rate: SampleRateSettings
    hidden_speech: HiddenSpeechSettings
