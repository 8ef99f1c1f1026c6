"""Settings of measuring; values, units and sources in ``configs/callgrade.yaml``."""

from typing import Annotated, Literal

from pydantic import Field

from callgrade.config.section import Section

Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1)]


class RateSettings(Section):
    """Speech rate."""

    silence_s: Positive
    pause_in_turn_s: Positive
    speech_min_s: Positive
    snr_min_db: float
    worded_share_min: Share
    window_s: Positive
    window_step_s: Positive
    windows_min: Count


class PitchSettings(Section):
    """Pitch: the tracker and the cleaning of its frames."""

    tracker: Literal["swift_f0", "pyin"]
    lowest_hz: Annotated[float, Field(ge=47)]
    highest_hz: Annotated[float, Field(le=2000)]
    confidence_min: Share
    level_range_db: Positive
    run_min_s: NotNegative
    leap_st: Positive
    range_st: Positive
    voiced_min_s: Positive
    window_s: Positive
    window_voiced_min_s: Positive
    resamples: Count
    interval: Annotated[float, Field(gt=0, lt=1)]
    seed: int


class SameKeySettings(Section):
    """The close of the call against its opening."""

    speech_s: Positive
    voiced_min_s: NotNegative


class FloorSettings(Section):
    """Who holds the floor: turns, back-channels, interruptions, latency."""

    utterance_gap_s: Positive
    overlap_min_s: Positive
    backchannel_max_s: Positive
    backchannel_gap_s: Positive
    turn_min_s: Positive
    interruption_overlap_s: Positive
    keeps_floor_s: NotNegative
    monologue_gap_s: Positive
    speech_min_s: Positive
    wordless_share_max: Share


class SilenceSettings(Section):
    """Pauses and dead air."""

    pause_min_s: Positive
    dead_air_s: Positive
    sum_window_s: Positive
    announcement_reach_s: NotNegative


class HoldSettings(Section):
    """Holds."""

    hold_min_s: Positive
    gap_s: Positive


class MeasureSettings(Section):
    """The section ``measures``. ``count_min``: a median of fewer values than this is not given."""

    count_min: Count
    rate: RateSettings
    pitch: PitchSettings
    same_key: SameKeySettings
    floor: FloorSettings
    silence: SilenceSettings
    hold: HoldSettings
