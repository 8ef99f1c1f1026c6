"""What is missing in a recording by its sound: a declared end, a silent party, a dead line, speech cut or hidden."""

from collections.abc import Iterator, Mapping

import numpy as np

from callgrade.config.hearing import HearingSettings
from callgrade.config.missing import CutSpeechSettings, HiddenSpeechSettings, SilentChannelSettings
from callgrade.hearing.missing.channel_frames import FRAME_S, channel_frames
from callgrade.hearing.missing.dead_line import find_dead_lines
from callgrade.hearing.missing.hidden_speech import find_hidden_speech
from callgrade.model.conversation import Conversation
from callgrade.model.gap import Gap
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.recording import Recording, Sound
from callgrade.model.span import Span, Spans, merge, total_s


def missing_parts(
    recording: Recording,
    conversation: Conversation,
    channels: Mapping[int, Role],
    settings: HearingSettings,
    other: Spans = (),
) -> tuple[Gap, ...]:
    """The gaps of ``recording``; ``channels``: whose each one is, if each party has its own.

    ``other``: known sound that is neither person's: ring-back, and speech in the background.
    """
    duration_s = recording.duration_s
    silent = _silent(recording, conversation, channels, settings.silent_channel)
    sides = _sides(conversation, channels)
    dead = find_dead_lines(recording, conversation, sides, settings.dead_line)
    gaps = (
        *(Gap(Span(0.0, duration_s), Reason.NOT_RECORDED, role) for role in silent),
        *_cut(recording, conversation, settings.cut_speech),
        *(Gap(span, Reason.SOUND_MISSING, role) for span, role in dead),
        *_hidden(recording, conversation, sides, other, settings.hidden_speech),
    )
    if recording.missing_s is None:
        return gaps
    return (*gaps, Gap(Span(duration_s, duration_s + recording.missing_s), Reason.END_MISSING))


def _sides(conversation: Conversation, channels: Mapping[int, Role]) -> dict[int, Role | None]:
    """The channels that were heard, and whose each one is, where each party has its own."""
    heard = {party.channel for party in conversation.parties if party.channel is not None}
    return {side: channels.get(side) for side in sorted(heard | channels.keys())}


def _silent(
    recording: Recording,
    conversation: Conversation,
    channels: Mapping[int, Role],
    settings: SilentChannelSettings,
) -> Iterator[Role]:
    """The parties whose channel is silent while the other one speaks."""
    persons = [party for party in conversation.parties if party.role is not Role.PROMPT]
    if max((total_s(party.speech) for party in persons), default=0.0) < settings.speech_min_s:
        return
    for index, role in channels.items():
        mute = not any(party.speech for party in persons if party.role is role)
        if mute and is_silent(recording.channels[index], recording.sample_rate_hz, settings):
            yield role


def _cut(recording: Recording, conversation: Conversation, settings: CutSpeechSettings) -> Iterator[Gap]:
    """The parties who speak when the recording begins or ends: nobody knows what they said before or after it."""
    duration_s = recording.duration_s
    for party in conversation.parties:
        level_dbov = party.line.active_level_dbov if party.line else None
        if party.role is Role.PROMPT or party.channel is None or level_dbov is None or not party.speech:
            continue
        first_dbov, last_dbov = _edge_levels_dbov(recording.channels[party.channel], recording.sample_rate_hz)
        if first_dbov >= level_dbov - settings.margin_db and party.speech[0].start_s <= settings.within_s:
            yield Gap(Span(0.0, 0.0), Reason.BEGINNING_MISSING, party.role)
        if last_dbov >= level_dbov - settings.margin_db and party.speech[-1].end_s >= duration_s - settings.within_s:
            yield Gap(Span(duration_s, duration_s), Reason.LINE_DROPPED, party.role)


def _hidden(
    recording: Recording,
    conversation: Conversation,
    sides: Mapping[int, Role | None],
    other: Spans,
    settings: HiddenSpeechSettings,
) -> Iterator[Gap]:
    """When noise may hide speech; whose, only where each party has a channel."""
    heard = (span for party in conversation.parties for span in (*party.speech, *party.sound))
    known = merge((*heard, *other, *conversation.network))
    for index, role in sides.items():
        for span in find_hidden_speech(recording.channels[index], recording.sample_rate_hz, known, settings):
            yield Gap(span, Reason.HIDDEN_BY_NOISE, role)


def _edge_levels_dbov(samples: Sound, sample_rate_hz: int) -> tuple[float, float]:
    """The levels of the first and the last frame."""
    frame = round(FRAME_S * sample_rate_hz)
    edges = samples[:frame], samples[max(0, samples.size - frame) : samples.size]
    first_dbov, last_dbov = (10 * np.log10(np.mean(np.square(edge)) + 1e-12) for edge in edges)
    return float(first_dbov), float(last_dbov)


def is_silent(samples: Sound, sample_rate_hz: int, settings: SilentChannelSettings) -> bool:
    """Whether hardly any frame of 20 ms is louder than an open line's own noise."""
    powers = np.concatenate([block.var(axis=1) for block in channel_frames(samples, sample_rate_hz)])
    return bool(np.mean(powers > 10 ** (settings.floor_dbov / 10)) <= settings.louder_share)
