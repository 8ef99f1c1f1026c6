"""Hearing, in order: everything before recognition, and everything after it.

``prepare`` and ``conclude`` are separate so that the windows of several calls can be recognised in one batch.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from callgrade.config.hearing import CrosstalkSettings, HearingSettings, LineSettings
from callgrade.hearing.background import background_gaps, background_of_each
from callgrade.hearing.conversation import Channel, Frame, build_conversation, own_channels, roles_of
from callgrade.hearing.crosstalk import ChannelPair, find_crosstalk, is_same_signal, too_faint
from callgrade.hearing.diarization.diarize import Diarization, diarize
from callgrade.hearing.diarization.word_speakers import words_by_voice
from callgrade.hearing.line_quality import measure_line
from callgrade.hearing.line_sound import find_sound
from callgrade.hearing.missing.missing_parts import missing_parts
from callgrade.hearing.prompts import parted, prompt_speech, utterances
from callgrade.hearing.recognition.speech import Recognised, Speech
from callgrade.hearing.recognition.windows import pack_windows
from callgrade.hearing.ringing.detect import RingBack, detect_ringing, resolve_answer, transfers
from callgrade.hearing.ringing.end_tone import longest_end_tone
from callgrade.hearing.voice_activity import VoiceActivity, find_speech, without
from callgrade.model.conversation import Attribution, Conversation, Layout, Word
from callgrade.model.prompt import Prompt, PromptFinder, no_prompts
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Role
from callgrade.model.recording import Recording
from callgrade.model.ringing import Ringing
from callgrade.model.span import Span, Spans, merge, subtract, total_s


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


def conclude(prepared: Prepared, heard: Recognised, find_prompts: PromptFinder = no_prompts) -> Conversation:
    """The conversation, with the words that the recogniser ``heard`` in the call's windows.

    Voices are separated after recognition, because the words show which speech is a machine's; then the line and
    other sound are measured.
    """
    settings = prepared.settings
    words = [_words_on(side, prepared, heard) for side in prepared.sides]
    spoken = [utterances(said, settings.speakers.prompt_pause_s) for said in words]
    prompts = [
        _prompt_speech(prepared, side, said, found)
        for side, said, found in zip(prepared.sides, words, find_prompts(heard.language, spoken), strict=True)
    ]
    indexes = [side.index for side in prepared.sides]
    speech = [subtract(side.activity.timing, found) for side, found in zip(prepared.sides, prompts, strict=True)]
    aside = background_of_each(prepared.recording, indexes, speech, settings)
    words = [list(parted(said, others)[0]) for said, others in zip(words, aside, strict=True)]
    persons, attribution = _voices(prepared, list(map(subtract, speech, aside)), words)
    channels = [
        replace(channel, foreign=_foreign(channel.index, prepared, heard))
        for channel in _channels(prepared, persons, prompts, words)
    ]
    on = [indexes[place] for place, _ in persons]
    roles = roles_of(on, prepared.record, settings.conversation)
    frame = Frame(
        duration_s=prepared.recording.duration_s,
        channels=len(prepared.recording.channels),
        language=heard.language,
        language_probability=heard.language_probability,
        ringing=prepared.ringing,
        ringing_reason=prepared.ringing_reason,
        attribution=attribution,
    )
    machines = (Role.PROMPT,) * (len(channels) - len(roles))
    conversation = build_conversation(channels, frame, (*roles, *machines), settings)
    own = own_channels(indexes, attribution, prepared.record, settings.conversation)
    other = (span for side, others in zip(prepared.sides, aside, strict=True) for span in (*side.ring_back, *others))
    missing = missing_parts(prepared.recording, conversation, own, settings, tuple(other))
    return replace(
        conversation,
        gaps=(*missing, *background_gaps(zip(indexes, aside, strict=True), own)),
        transfers=prepared.transfers,
        end_tone=longest_end_tone(
            (prepared.recording.channels[index] for index in indexes),
            prepared.recording.sample_rate_hz,
            settings.end_tone,
        ),
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


def _words_on(side: Side, prepared: Prepared, heard: Recognised) -> list[Word]:
    windows = zip(prepared.speech.windows, heard.words, strict=True)
    return [word for window, found in windows if window.channel == side.index for word in found]


def _foreign(channel: int, prepared: Prepared, heard: Recognised) -> tuple[tuple[Span, str], ...]:
    """When ``channel`` is not in the call's language, but in which: whole windows, and stretches inside others."""
    windows = zip(prepared.speech.windows, heard.languages, strict=True)
    whole = ((piece, code) for one, code in windows if code and one.channel == channel for piece in one.pieces)
    return (*whole, *((span, code) for index, span, code in heard.foreign if index == channel))


def _prompt_speech(prepared: Prepared, side: Side, words: Sequence[Word], found: Sequence[Prompt]) -> Spans:
    samples, rate_hz = prepared.recording.channels[side.index], prepared.recording.sample_rate_hz
    speech, settings = side.activity.timing, prepared.settings.speakers
    return prompt_speech(samples, rate_hz, speech, words, found, settings) if found else ()


def _voices(
    prepared: Prepared, speech: Sequence[Spans], words: Sequence[Sequence[Word]]
) -> tuple[list[tuple[int, Spans]], Attribution]:
    """Each person's voice as (place of its side, speech), and how the voices were separated.

    Two channels have a voice each, unless one of them is silent: then the other may hold both.
    """
    mapped = list(enumerate(speech)), Attribution(Layout.TWO_CHANNELS)
    place = _only_sounding(speech, words, prepared.settings.line)
    if place is None:
        return mapped
    recording, settings = prepared.recording, prepared.settings.speakers
    samples = recording.channels[prepared.sides[place].index]
    apart = diarize(samples, recording.sample_rate_hz, speech[place], settings, words[place])
    if len(speech) > 1 and len(apart.voices) < 2 and not apart.unsure:
        return mapped
    layout = Layout.TWO_VOICES if len(apart.voices) > 1 else Layout.ONE_VOICE
    attribution = Attribution(layout, None, apart.similarity, _note(apart, len(speech)), apart.doubtful)
    return [(place, voice) for voice in apart.voices], attribution


def _only_sounding(speech: Sequence[Spans], words: Sequence[Sequence[Word]], settings: LineSettings) -> int | None:
    """The place of the only side where somebody speaks; ``None`` if on both sides or on neither."""
    if len(speech) == 1:
        return 0
    spoken = [
        place
        for place, (spans, said) in enumerate(zip(speech, words, strict=True))
        if said or total_s(spans) >= settings.min_speech_s
    ]
    return spoken[0] if len(spoken) == 1 else None


def _note(apart: Diarization, sides: int) -> Reason | None:
    """What a reader of the card must know of how the voices were separated; of two ``sides`` one is silent."""
    if apart.more:
        return Reason.MORE_VOICES
    if len(apart.voices) > 1:
        return Reason.OTHER_CHANNEL_SILENT if sides > 1 else None
    if not apart.unsure:
        return None
    return Reason.VOICES_UNSURE_OTHER_SILENT if sides > 1 else Reason.VOICES_UNSURE


def _channels(
    prepared: Prepared,
    persons: Sequence[tuple[int, Spans]],
    prompts: Sequence[Spans],
    words: Sequence[Sequence[Word]],
) -> Iterator[Channel]:
    """Each person's voice with its words, line and the sound beside it, then each side's prompts."""
    anybody = merge(span for side in prepared.sides for span in side.activity.timing)
    parts = [parted(said, found) for said, found in zip(words, prompts, strict=True)]
    for place, voices in groupby(persons, key=lambda person: person[0]):
        sharing = [speech for _, speech in voices]
        for speech, own in zip(
            sharing, words_by_voice(parts[place][0], sharing, prepared.settings.speakers), strict=True
        ):
            yield _person(prepared, prepared.sides[place], speech, own, anybody)
    for side, found, (_, own) in zip(prepared.sides, prompts, parts, strict=True):
        if found:
            yield Channel(index=side.index, speech=found, sound=(), line=None, words=own)


def _person(prepared: Prepared, side: Side, speech: Spans, words: tuple[Word, ...], anybody: Spans) -> Channel:
    recording, settings = prepared.recording, prepared.settings
    samples, rate_hz = recording.channels[side.index], recording.sample_rate_hz
    sound = find_sound(samples, rate_hz, anybody, side.ring_back, settings.sound)
    not_noise = (*sound, *side.ring_back, *subtract(side.activity.timing, speech))
    line = measure_line(samples, rate_hz, side.index, speech, not_noise, settings.line)
    return Channel(index=side.index, speech=speech, sound=sound, line=line, words=words)
