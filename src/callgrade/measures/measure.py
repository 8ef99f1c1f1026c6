"""All measurements of a call, in two halves: what needs the audio, and what needs only the conversation."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from callgrade.config.measures import MeasureSettings
from callgrade.measures.exchange import measure_floor
from callgrade.measures.floor import take_floor
from callgrade.measures.holds import find_holds, measure_holds
from callgrade.measures.loudness import measure_loudness
from callgrade.measures.pitch import VoicedTrack, measure_pitch, voice
from callgrade.measures.presence import speech_of, why_line_hides, why_not_heard, why_times_unsure
from callgrade.measures.ringing import measure_ringing
from callgrade.measures.same_key import measure_same_key
from callgrade.measures.silence import announced_silences, dead_air, measure_dead_air, measure_pauses, waits_of_customer
from callgrade.measures.speech_rate.net_speech import NetSpeech
from callgrade.measures.speech_rate.rate import delivery, measure_rate
from callgrade.measures.tracking import track
from callgrade.model.conversation import Assignment, Conversation
from callgrade.model.line import LineGate
from callgrade.model.measurement import Measurement
from callgrade.model.measurement_names import PERSONS
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Role
from callgrade.model.recording import Recording
from callgrade.model.span import Spans, merge

Voices = Mapping[Role, VoicedTrack | Reason]
"""What is heard of the pitch of each voice, or why nothing is."""


def hear_voices(conversation: Conversation, recording: Recording | None, settings: MeasureSettings) -> Voices:
    """The pitch of each voice of ``conversation``; ``recording`` is ``None`` for a transcript."""
    roles = dict.fromkeys(party.role for party in conversation.parties if party.role is not Role.PROMPT)
    return {role: _voice_of(conversation, recording, role, settings) for role in roles}


def measure_voices(conversation: Conversation, voices: Voices, settings: MeasureSettings) -> tuple[Measurement, ...]:
    """Pitch and same key of each of ``voices``."""
    return tuple(item for role in voices for item in _sound_of(conversation, voices[role], role, settings))


def measure_sound(
    conversation: Conversation, recording: Recording | None, settings: MeasureSettings
) -> tuple[Measurement, ...]:
    """Pitch and same key of each voice of ``conversation``; ``recording`` is ``None`` for a transcript."""
    return measure_voices(conversation, hear_voices(conversation, recording, settings), settings)


def assign_sound(
    sound: Iterable[Measurement], assignment: Assignment, conversation: Conversation, settings: MeasureSettings
) -> tuple[Measurement, ...]:
    """What was measured of each voice's ``sound``, as agent's and customer's.

    ``conversation``: with the roles of ``assignment``; a person whom it cannot identify gets the reason instead.
    """
    named = [replace(item, role=assignment.role(item.role)) for item in sound if item.role]
    known = {(item.name, item.role): item for item in named}
    unheard = {role: _voice_of(conversation, None, role, settings) for role in PERSONS}
    missing = measure_voices(conversation, unheard, settings)
    return tuple(known.get((item.name, item.role), item) for item in missing)


def _sound_of(
    conversation: Conversation, heard: VoicedTrack | Reason, role: Role, settings: MeasureSettings
) -> tuple[Measurement, ...]:
    net = _net_speech(conversation, role, settings)
    words = delivery(conversation, role, settings.rate)
    return (
        *measure_pitch(role, heard, settings.pitch),
        *measure_same_key(role, net, heard, words, settings.same_key),
    )


def _net_speech(conversation: Conversation, role: Role, settings: MeasureSettings) -> NetSpeech:
    return NetSpeech.of(speech_of(conversation, role), settings.rate.silence_s)


def _voice_of(
    conversation: Conversation, recording: Recording | None, role: Role, settings: MeasureSettings
) -> VoicedTrack | Reason:
    if (reason := why_not_heard(conversation, role)) is not None:
        return reason
    party = conversation.party(role)
    if recording is None or party is None or party.channel is None:
        return Reason.NO_AUDIO
    if (reason := why_line_hides(party.line, LineGate.NO_PITCH, LineGate.NO_ACOUSTICS)) is not None:
        return reason
    samples = recording.channels[party.channel]
    frames = track(samples, recording.sample_rate_hz, speech_of(conversation, role), settings.pitch)
    return voice(frames, _net_speech(conversation, role, settings), settings.pitch)


def measure_exchange(
    conversation: Conversation,
    record: CallRecord,
    hold_announcements: Spans,
    settings: MeasureSettings,
    customer_waits: Spans = (),
) -> tuple[Measurement, ...]:
    """Rate, loudness, floor, silence, holds and ringing.

    ``hold_announcements``: where the agent announces a hold. ``customer_waits``: where the customer asks for time.
    Needs no audio, so a stored conversation can be measured again without it.
    """
    floor = take_floor(conversation, settings.floor)
    announced = announced_silences(conversation, hold_announcements, settings)
    holds = find_holds(conversation, waits_of_customer(conversation, announced, customer_waits), settings.hold)
    found = dead_air(conversation, announced, holds, settings.silence, customer_waits)
    timing = (
        *measure_pauses(conversation, holds, settings),
        *measure_floor(conversation, floor, merge((*holds, *announced, *conversation.network)), settings),
        *measure_dead_air(conversation, found, settings.silence),
        *measure_holds(conversation, holds),
        *measure_ringing(conversation, record),
    )
    unsure = why_times_unsure(conversation, settings.floor.wordless_share_max)
    return (
        *measure_rate(conversation, floor, settings.rate),
        *measure_loudness(conversation),
        *(_withheld(item, unsure) if unsure else item for item in timing),
    )


def _withheld(item: Measurement, reason: Reason) -> Measurement:
    """``item`` without its value, unless it has a reason of its own, or rings: they are heard without any speech."""
    known = item.value is None or item.name == "ringing.rings"
    return item if known else replace(item, value=None, reason=reason)
