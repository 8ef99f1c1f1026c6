"""Hearing, in order: everything before recognition, and everything after it.

``prepare`` and ``conclude`` are apart so that the windows of several calls can be recognised in one batch.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from callgrade.config.hearing import HearingSettings, LeakageSettings
from callgrade.hearing.activity import Activity, find_speech, without
from callgrade.hearing.conversation import Channel, Frame, build_conversation, roles_of
from callgrade.hearing.leakage import ChannelPair, find_leaks, is_same_signal
from callgrade.hearing.line import measure_line
from callgrade.hearing.recognition import Heard, Recogniser, Speech
from callgrade.hearing.ringing import RingBack, detect_ringing, resolve_answer
from callgrade.hearing.sound import find_sound
from callgrade.hearing.speakers import separate
from callgrade.hearing.voicing import words_by_voice
from callgrade.hearing.windows import pack_windows
from callgrade.model.conversation import Attribution, Conversation, Layout
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord
from callgrade.model.recording import Recording
from callgrade.model.ringing import Ringing
from callgrade.model.span import Spans, merge, subtract


@dataclass(frozen=True, eq=False)
class Prepared:
    """A call heard up to recognition. ``speech``: what to recognise; ``channels``: the voices, still without words."""

    speech: Speech
    channels: tuple[Channel, ...]
    attribution: Attribution
    ringing: Ringing | None
    ringing_reason: Reason | None
    recording: Recording
    record: CallRecord
    settings: HearingSettings


def hear(recording: Recording, record: CallRecord, recogniser: Recogniser, settings: HearingSettings) -> Conversation:
    """The conversation of one call."""
    prepared = prepare(recording, record, settings)
    return conclude(prepared, recogniser.recognise([prepared.speech])[0])


def prepare(recording: Recording, record: CallRecord, settings: HearingSettings) -> Prepared:
    """Everything before recognition: ringing, voice activity, leaks, line, other sound, speech windows."""
    heard = _told_apart(recording, settings.leakage)
    rate_hz = recording.sample_rate_hz
    ring_back = detect_ringing([recording.channels[index] for index in heard], rate_hz, settings.ringing)
    activities = _activities(recording, heard, ring_back, settings)
    ringing, reason = _answered(recording, ring_back, activities, settings)
    windows = (
        window
        for index, activity in zip(heard, activities, strict=True)
        for window in pack_windows(index, recording.channels[index], rate_hz, activity, settings.recognition)
    )
    voices, attribution = _voices(recording, heard, activities, settings)
    names = (record.company, record.agent, record.customer)
    return Prepared(
        speech=Speech(tuple(windows), record.language, tuple(name for name in names if name)),
        channels=tuple(_channels(recording, voices, ring_back, settings)),
        attribution=attribution,
        ringing=ringing,
        ringing_reason=reason,
        recording=recording,
        record=record,
        settings=settings,
    )


def conclude(prepared: Prepared, heard: Heard) -> Conversation:
    """The conversation, with the words that the recogniser ``heard`` in the call's windows."""
    frame = Frame(
        duration_s=prepared.recording.duration_s,
        channels=len(prepared.recording.channels),
        language=heard.language,
        language_probability=heard.language_probability,
        ringing=prepared.ringing,
        ringing_reason=prepared.ringing_reason,
        attribution=prepared.attribution,
    )
    settings = prepared.settings.conversation
    channels = _with_words(prepared, heard)
    roles = roles_of([channel.index for channel in channels], prepared.record, settings)
    return build_conversation(channels, frame, roles, settings)


def _told_apart(recording: Recording, settings: LeakageSettings) -> tuple[int, ...]:
    """Indexes of the channels worth hearing: one of two that carry the same signal."""
    channels = recording.channels
    if len(channels) == 2 and is_same_signal(channels[0], channels[1], settings):
        return (0,)
    return tuple(range(len(channels)))


def _activities(
    recording: Recording, heard: Sequence[int], ring_back: RingBack, settings: HearingSettings
) -> list[Activity]:
    """Voice activity of each heard channel, without ring-back and without the other channel's voice."""
    rate_hz = recording.sample_rate_hz
    raw = [
        find_speech(recording.channels[index], rate_hz, excluded, settings.activity)
        for index, excluded in zip(heard, ring_back.spans, strict=True)
    ]
    if len(raw) != 2:
        return raw
    return [_without_leaks(recording, raw, faint, settings) for faint in (0, 1)]


def _without_leaks(recording: Recording, raw: Sequence[Activity], faint: int, settings: HearingSettings) -> Activity:
    faint_samples, source_samples = recording.channels[faint], recording.channels[1 - faint]
    pair = ChannelPair(faint_samples, source_samples, recording.sample_rate_hz)
    leaks = find_leaks(pair, raw[faint].timing, raw[1 - faint].timing, settings.leakage)
    return without(raw[faint], leaks, settings.activity) if leaks else raw[faint]


def _answered(
    recording: Recording,
    ring_back: RingBack,
    activities: Sequence[Activity],
    settings: HearingSettings,
) -> tuple[Ringing | None, Reason | None]:
    if ring_back.ringing is None:
        return None, ring_back.reason
    speech = merge(span for activity in activities for span in activity.timing)
    ringing = resolve_answer(ring_back.ringing, speech, recording.duration_s, settings.ringing)
    return ringing, None if ringing else Reason.NO_RINGING


def _voices(
    recording: Recording, heard: Sequence[int], activities: Sequence[Activity], settings: HearingSettings
) -> tuple[list[tuple[int, int, Spans]], Attribution]:
    """Each voice as (place in ``heard``, channel, speech), and what the voices were told apart by."""
    if len(heard) > 1:
        voices = [(place, index, activities[place].timing) for place, index in enumerate(heard)]
        return voices, Attribution(Layout.TWO_CHANNELS)
    samples = recording.channels[heard[0]]
    apart = separate(samples, recording.sample_rate_hz, activities[0].timing, settings.speakers)
    layout = Layout.TWO_VOICES if len(apart.voices) > 1 else Layout.ONE_VOICE
    note = Reason.MORE_VOICES if apart.more else None
    return [(0, heard[0], speech) for speech in apart.voices], Attribution(layout, None, apart.similarity, note)


def _channels(
    recording: Recording,
    voices: Iterable[tuple[int, int, Spans]],
    ring_back: RingBack,
    settings: HearingSettings,
) -> Iterator[Channel]:
    rate_hz = recording.sample_rate_hz
    voices = list(voices)
    anybody = merge(span for _, _, spans in voices for span in spans)
    for place, index, speech in voices:
        samples, ring_spans = recording.channels[index], ring_back.spans[place]
        sound = find_sound(samples, rate_hz, anybody, ring_spans, settings.sound)
        on_channel = merge(span for _, other, spans in voices if other == index for span in spans)
        not_noise = (*sound, *ring_spans, *subtract(on_channel, speech))
        line = measure_line(samples, rate_hz, index, speech, not_noise, settings.line)
        yield Channel(index=index, speech=speech, sound=sound, line=line, words=())


def _with_words(prepared: Prepared, heard: Heard) -> list[Channel]:
    """The voices with their words; those that share a channel share its words out."""
    filled: list[Channel] = []
    for index, voices in groupby(prepared.channels, key=lambda channel: channel.index):
        sharing = list(voices)
        words = [
            word
            for window, found in zip(prepared.speech.windows, heard.words, strict=True)
            if window.channel == index
            for word in found
        ]
        reach_s = prepared.settings.speakers.sentence_reach_s
        shared = words_by_voice(words, [voice.speech for voice in sharing], reach_s)
        filled += [replace(voice, words=own) for voice, own in zip(sharing, shared, strict=True)]
    return filled
