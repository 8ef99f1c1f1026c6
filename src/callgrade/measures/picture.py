"""The curves that a page draws of a call: level of each channel, pitch and pace of each voice.

They describe the sound for the eye; no norm reads them. Pace is the articulation rate in ``rate.window_step_s`` seconds
of net speech around each part of the recording in which the person speaks.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from callgrade.config.measures import RateSettings
from callgrade.measures.measure import Voices
from callgrade.measures.pitch import VoicedTrack
from callgrade.measures.presence import speech_of
from callgrade.measures.speech_rate.rate import Delivery, delivery
from callgrade.model.conversation import Conversation
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.recording import Recording, Sound
from callgrade.model.sound_picture import (
    PIECES,
    ChannelLevel,
    SoundPicture,
    VoiceCurves,
    level_code,
    pace_code,
    packed,
    pitch_code,
)
from callgrade.model.span import Span, intersect


def draw_sound(
    conversation: Conversation, recording: Recording, voices: Voices, settings: RateSettings
) -> SoundPicture:
    """The curves of ``recording``; ``voices``: the pitch of each person, or why there is none."""
    channels = sorted({party.channel for party in conversation.parties if party.channel is not None})
    levels = (ChannelLevel(channel, packed(_levels(recording.channels[channel]))) for channel in channels)
    curves = (
        VoiceCurves(role, _pitch(found, recording.duration_s), _pace(conversation, role, recording, settings))
        for role, found in voices.items()
    )
    return SoundPicture(tuple(levels), tuple(curves))


def _levels(samples: Sound) -> Iterator[float]:
    """The level of each of ``PIECES`` parts; the first ones have a sample more where they cannot be of one length."""
    size, more = divmod(samples.size, PIECES)
    edges = [number * size + min(number, more) for number in range(PIECES + 1)]
    for start, end in pairwise(edges):
        piece = samples[start:end]
        yield level_code(max(piece.max(initial=0.0), -piece.min(initial=0.0)))


def _pitch(found: VoicedTrack | Reason, duration_s: float) -> str:
    """The median of the cleaned voiced frames in each part; "" where nothing was heard."""
    if isinstance(found, Reason) or not found.voiced.time_s.size:
        return ""
    part = np.minimum(PIECES - 1, (found.voiced.time_s * PIECES / duration_s).astype(int))
    in_parts = (found.voiced.f0_hz[part == number] for number in range(PIECES))
    return packed(pitch_code(float(np.median(pitch_hz))) if pitch_hz.size else 0.0 for pitch_hz in in_parts)


def _pace(conversation: Conversation, role: Role, recording: Recording, settings: RateSettings) -> str:
    found = delivery(conversation, role, settings)
    if not isinstance(found, Delivery) or found.net.total_s < settings.window_step_s:
        return ""
    edges = np.linspace(0.0, recording.duration_s, PIECES + 1)
    middles = found.net.position_s((edges[:-1] + edges[1:]) / 2)
    speech = speech_of(conversation, role)
    return packed(
        pace_code(_rate(found, middle_s, settings.window_step_s)) if intersect((Span(*piece),), speech) else 0.0
        for middle_s, piece in zip(middles.tolist(), pairwise(edges.tolist()), strict=True)
    )


def _rate(found: Delivery, middle_s: float, window_s: float) -> float:
    """The rate in the window around a position, 0 where less than half of its words are known."""
    start_s = min(max(middle_s - window_s / 2, 0.0), found.net.total_s - window_s)
    known = 2 * found.known_s(start_s, start_s + window_s) >= window_s
    return found.rate(start_s, start_s + window_s) if known else 0.0
