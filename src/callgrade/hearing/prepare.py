"""Hearing before recognition: ringing, voice activity, leaks between channels, and the windows to recognise."""

from collections.abc import Sequence
from dataclasses import dataclass

from callgrade.config.hearing import CrosstalkSettings, HearingSettings
from callgrade.hearing.activity.voice_activity import VoiceActivity, find_speech, without
from callgrade.hearing.crosstalk import ChannelPair, find_crosstalk, is_same_signal, too_faint
from callgrade.hearing.recognition.speech import Speech
from callgrade.hearing.recognition.windows import pack_windows
from callgrade.hearing.ringing.detect import RingBack, detect_ringing, resolve_answer, transfers
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord
from callgrade.model.recording import Recording
from callgrade.model.ringing import Ringing
from callgrade.model.span import Spans, merge


@dataclass(frozen=True, eq=False)
class Prepared:
    """A call heard up to recognition. ``speech``: what to recognise; ``sides``: the channels worth hearing."""

    speech: Speech
    sides: tuple["Side", ...]
    ringing: Ringing | None
    ringing_reason: Reason | None
    transfers: Spans
    recording: Recording
    record: CallRecord
    settings: HearingSettings


@dataclass(frozen=True, eq=False)
class Side:
    """One channel, by its index, with its voice activity and its ring-back."""

    index: int
    activity: VoiceActivity
    ring_back: Spans


def prepare(recording: Recording, record: CallRecord, settings: HearingSettings) -> Prepared:
    """Everything before recognition: ringing, voice activity, leaks, speech windows."""
    heard = _distinct_channels(recording, settings.leakage)
    rate_hz = recording.sample_rate_hz
    ring_back = detect_ringing([recording.channels[index] for index in heard], rate_hz, settings.ringing)
    activities = _activities(recording, heard, ring_back, settings)
    ringing, reason = _answered(recording, ring_back, activities, settings)
    windows = (
        window
        for index, activity in zip(heard, activities, strict=True)
        for window in pack_windows(index, recording.channels[index], rate_hz, activity, settings.recognition)
    )
    names = (record.company, record.agent, record.customer)
    return Prepared(
        speech=Speech(tuple(windows), record.language, tuple(name for name in names if name)),
        sides=tuple(map(Side, heard, activities, ring_back.spans)),
        ringing=ringing,
        ringing_reason=reason,
        transfers=transfers(ring_back, merge(s for one in activities for s in one.timing), settings.ringing),
        recording=recording,
        record=record,
        settings=settings,
    )


def _distinct_channels(recording: Recording, settings: CrosstalkSettings) -> tuple[int, ...]:
    """Indexes of the channels worth hearing: one of two that carry the same signal."""
    channels = recording.channels
    if len(channels) == 2 and is_same_signal(channels[0], channels[1], settings):
        return (0,)
    return tuple(range(len(channels)))


def _activities(
    recording: Recording, heard: Sequence[int], ring_back: RingBack, settings: HearingSettings
) -> list[VoiceActivity]:
    """Voice activity of each heard channel, without ring-back and without the other channel's voice."""
    rate_hz = recording.sample_rate_hz
    raw = [
        find_speech(recording.channels[index], rate_hz, excluded, settings.activity)
        for index, excluded in zip(heard, ring_back.spans, strict=True)
    ]
    if len(raw) != 2:
        return raw
    return [_without_crosstalk(recording, raw, faint, settings) for faint in (0, 1)]


def _without_crosstalk(
    recording: Recording, raw: Sequence[VoiceActivity], faint: int, settings: HearingSettings
) -> VoiceActivity:
    faint_samples, source_samples = recording.channels[faint], recording.channels[1 - faint]
    pair = ChannelPair(faint_samples, source_samples, recording.sample_rate_hz)
    heard, others = raw[faint].timing, raw[1 - faint].timing
    leaks = merge(
        (*find_crosstalk(pair, heard, others, settings.leakage), *too_faint(pair, heard, others, settings.leakage))
    )
    return without(raw[faint], leaks, settings.activity) if leaks else raw[faint]


def _answered(
    recording: Recording,
    ring_back: RingBack,
    activities: Sequence[VoiceActivity],
    settings: HearingSettings,
) -> tuple[Ringing | None, Reason | None]:
    if ring_back.ringing is None:
        return None, ring_back.reason
    speech = merge(span for activity in activities for span in activity.timing)
    ringing = resolve_answer(ring_back.ringing, speech, recording.duration_s, settings.ringing)
    return ringing, None if ringing else Reason.NO_RINGING
