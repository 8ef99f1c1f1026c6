"""Same key at the close as at the opening: neutral differences, last 20 s of speech less first 20 s.

Conventions: pitch = median in semitones; rate = articulation rate; level = mean power of the frames within 30 dB of
the speech's 95th percentile, dB. Given only where the two ends do not overlap and each holds 8 s of voiced frames.
No study supports a band for these: they are shown, not judged.
"""

import numpy as np

from callgrade.config.measures import SameKeySettings
from callgrade.measures.catalogue import measurement
from callgrade.measures.pitch import VoicedTrack, semitones
from callgrade.measures.speech_rate.net_speech import NetSpeech
from callgrade.measures.speech_rate.rate import Delivery
from callgrade.measures.tracking import Track
from callgrade.model.measurement import Measurement
from callgrade.model.reason import Reason
from callgrade.model.record import Role

_NAMES = ("same_key.pitch_delta", "same_key.rate_delta", "same_key.level_delta")


def measure_same_key(
    role: Role,
    net: NetSpeech,
    voice: VoicedTrack | Reason,
    delivery: Delivery | Reason,
    settings: SameKeySettings,
) -> tuple[Measurement, ...]:
    """The three ``same_key.`` measurements of one person."""
    reason = voice if isinstance(voice, Reason) else _too_little(net, voice, settings)
    if isinstance(voice, Reason) or reason is not None:
        return tuple(measurement(name, role, reason or Reason.NO_SPEECH, {"speech_s": net.total_s}) for name in _NAMES)
    first, last = _ends(net, settings.speech_s)
    values: tuple[float | Reason, ...] = (
        _median_st(voice, *last) - _median_st(voice, *first),
        delivery if isinstance(delivery, Reason) else _rate_delta(delivery, first, last),
        _level_db(voice.loud, net, *last) - _level_db(voice.loud, net, *first),
    )
    return tuple(
        measurement(name, role, value, {"speech_s": settings.speech_s})
        for name, value in zip(_NAMES, values, strict=True)
    )


def _ends(net: NetSpeech, speech_s: float) -> tuple[tuple[float, float], tuple[float, float]]:
    return (0.0, speech_s), (net.total_s - speech_s, net.total_s)


def _too_little(net: NetSpeech, voice: VoicedTrack, settings: SameKeySettings) -> Reason | None:
    if net.total_s < 2 * settings.speech_s:
        return Reason.TOO_LITTLE_SPEECH
    voiced_s = [
        np.count_nonzero((voice.position_s >= start_s) & (voice.position_s <= end_s)) * voice.voiced.hop_s
        for start_s, end_s in _ends(net, settings.speech_s)
    ]
    return Reason.TOO_LITTLE_VOICED if min(voiced_s) < max(settings.voiced_min_s, voice.voiced.hop_s) else None


def _rate_delta(delivery: Delivery, first: tuple[float, float], last: tuple[float, float]) -> float | Reason:
    """Not given where most of an end was redacted."""
    if any(2 * delivery.known_s(*end) < end[1] - end[0] for end in (first, last)):
        return Reason.TOO_LITTLE_SPEECH
    return delivery.rate(*last) - delivery.rate(*first)


def _median_st(voice: VoicedTrack, from_s: float, to_s: float) -> float:
    inside = (voice.position_s >= from_s) & (voice.position_s <= to_s)
    return float(np.median(semitones(voice.voiced.f0_hz[inside], voice.median_hz)))


def _level_db(loud: Track, net: NetSpeech, from_s: float, to_s: float) -> float:
    position_s = net.position_s(loud.time_s)
    levels = loud.level_db[(position_s >= from_s) & (position_s <= to_s)]
    return float(10.0 * np.log10(np.mean(10.0 ** (levels / 10.0))))
