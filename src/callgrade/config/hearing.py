"""Settings of hearing; values, units and sources in ``configs/callgrade.yaml``."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

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


class HiddenSpeechSettings(Section):
    """When noise may hide speech.

    Noise at most ``noise_db`` below the channel's speech, and sound above it: ``min_excess`` on average over
    ``smoothing_s``, for ``min_s`` in all across pauses of up to ``join_s``, ``reach_s`` away from speech that is found.
    ``max_steadiness``: of a voice, 0…1; tones and music have more.
    """

    noise_db: float
    min_excess: float = Field(gt=0)
    smoothing_s: float = Field(ge=0)
    reach_s: float = Field(ge=0)
    join_s: float = Field(ge=0)
    min_s: float = Field(gt=0)
    max_steadiness: float = Field(gt=0, le=1)


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


class SilentChannelSettings(Section):
    """When one of two channels was not recorded.

    The other one holds at least ``speech_min_s`` of speech, and at most ``louder_share`` of this one's frames are
    louder than ``floor_dbov``.
    """

    speech_min_s: float = Field(gt=0)
    floor_dbov: float = Field(lt=0)
    louder_share: float = Field(ge=0, lt=1)


class DeadLineSettings(Section):
    """When a stretch of a channel was not recorded, or muted: it is digitally silent, and the channel never is.

    No sample of its frames is ``steps`` of 16 bits from their mean, for ``min_s``. Elsewhere the channel is alive where
    it has no speech: in ``live_count`` stretches of ``live_s``, one of ``longest_live_s``, and in more than are dead,
    with a share of at most ``still_share`` of such frames. ``spoken_s``: of another person, where it touches an edge.
    ``machine_s``: beside a machine's speech, where it does not count.
    """

    steps: float = Field(gt=0)
    min_s: float = Field(gt=0)
    live_s: float = Field(gt=0)
    live_count: int = Field(ge=1)
    longest_live_s: float = Field(gt=0)
    still_share: float = Field(ge=0, lt=1)
    spoken_s: float = Field(gt=0)
    machine_s: float = Field(ge=0)


class CutSpeechSettings(Section):
    """When a recording begins or ends in the midst of somebody's speech.

    Speech at most ``within_s`` from that edge, and a frame there at most ``margin_db`` fainter than the person speaks.
    """

    within_s: float = Field(ge=0)
    margin_db: float = Field(gt=0)


class SampleRateSettings(Section):
    """When a recording was made at another sample rate than its file says.

    ``median_hz``: pitch of a whole voice, beyond which nobody speaks. ``words``: fewest words of which
    ``word_probability`` (mean, below which a person is hardly understood) and ``sense`` (mean, from which a stretch of
    ``speech_s`` is understood) are taken; nobody says fewer in ``few_words_s`` of speech. ``gain``: by which it must be
    better understood at one of ``rates_hz``, which are ``least_change`` to ``most_change`` times as high or low.
    ``telephone_hz``: a telephone's highest frequency, above which something sounds if it is played too fast.
    """

    median_hz: Band
    words: int = Field(ge=1)
    few_words_s: float = Field(gt=0)
    word_probability: float = Field(gt=0, lt=1)
    rates_hz: tuple[int, ...]
    least_change: float = Field(gt=1)
    most_change: float = Field(gt=1)
    telephone_hz: float = Field(gt=0)
    speech_s: float = Field(gt=0, le=14)
    sense: float = Field(gt=0, lt=1)
    gain: float = Field(gt=0, lt=1)


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
