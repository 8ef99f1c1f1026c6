"""Settings of what is missing in a recording; values, units and sources in ``configs/callgrade.yaml``."""

from pydantic import Field

from callgrade.config.section import Section


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

    median_hz: tuple[float, float]
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
