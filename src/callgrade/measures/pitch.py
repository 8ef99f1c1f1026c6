"""Monotony: how much the pitch of one person moves.

Conventions: semitones s = 12 · log2(F0 / median F0) of the person's cleaned voiced frames; never of a channel with
two voices. Cleaning: voiced by the tracker, level within 30 dB of the speech's 95th percentile, voiced runs ≥ 60 ms
without leaps, within ±12 st of the median. Windows are 10 s of net speech.
Spread: SD of s. Span: 80th less 20th percentile of s. Pitch variation quotient: mean over windows of SD(Hz) / mean(Hz)
(Hincks 2005, doi:10.1016/j.system.2005.04.002). Interval: percentile block bootstrap of the spread over windows
(Künsch 1989, doi:10.1214/aos/1176347265) with a fixed seed.
"""

from dataclasses import dataclass

import numpy as np

from callgrade.config.measures import PitchSettings
from callgrade.measures.catalogue import measurement
from callgrade.measures.speech_rate.net_speech import Floats, NetSpeech
from callgrade.measures.tracking import Flags, Track
from callgrade.model.measurement import Measurement
from callgrade.model.reason import Reason
from callgrade.model.record import Role

NAMES = ("pitch.spread", "pitch.span_80_20", "pitch.variation_quotient", "pitch.median")


@dataclass(frozen=True)
class VoicedTrack:
    """One person's frames that are loud enough, and of them the voiced ones, cleaned.

    ``position_s``: of each voiced frame on the axis of net speech.
    """

    loud: Track
    voiced: Track
    position_s: Floats

    @property
    def voiced_s(self) -> float:
        """Seconds of cleaned voiced frames."""
        return self.voiced.time_s.size * self.voiced.hop_s

    @property
    def median_hz(self) -> float:
        """Median F0 in Hz; needs at least one voiced frame."""
        return float(np.median(self.voiced.f0_hz))

    @property
    def semitones(self) -> Floats:
        """F0 in semitones above the median."""
        return semitones(self.voiced.f0_hz, self.median_hz)


def semitones(f0_hz: Floats, reference_hz: float) -> Floats:
    """12 · log2(F0 / reference): 12 semitones are an octave."""
    return np.asarray(12.0 * np.log2(f0_hz / reference_hz))


def voice(frames: Track, net: NetSpeech, settings: PitchSettings) -> VoicedTrack:
    """The cleaned voice of one person from the frames of their speech."""
    loud = frames.where(_loud(frames, settings.level_range_db))
    cleaned = clean(frames, settings)
    return VoicedTrack(loud, cleaned, net.position_s(cleaned.time_s))


def clean(frames: Track, settings: PitchSettings) -> Track:
    """Voiced frames that are loud enough, in runs long enough, and near enough to the median."""
    good = frames.voiced & _loud(frames, settings.level_range_db)
    kept = frames.where(_steady(frames, good, settings))
    if not kept.time_s.size:
        return kept
    return kept.where(np.abs(semitones(kept.f0_hz, float(np.median(kept.f0_hz)))) <= settings.range_st)


def _loud(frames: Track, range_db: float) -> Flags:
    loudest = np.percentile(frames.level_db, 95) if frames.level_db.size else 0.0
    return np.asarray(frames.level_db >= loudest - range_db)


def _steady(frames: Track, good: Flags, settings: PitchSettings) -> Flags:
    """The ``good`` frames in voiced runs that are long enough, without the short side of a leap inside a run.

    No voice leaps half an octave from one frame to the next (Xu & Sun 2002, doi:10.1121/1.1445789); a tracker that
    takes a harmonic for the fundamental does.
    """
    if not good.size:
        return good
    joined = good[1:] & good[:-1] & (np.diff(frames.time_s) < 1.5 * frames.hop_s)
    leaps = joined & (np.abs(np.diff(semitones(frames.f0_hz, 1.0))) > settings.leap_st)
    piece = np.concatenate(([0], np.cumsum(~joined | leaps)))
    lengths = np.bincount(piece) * frames.hop_s
    kept = lengths >= settings.run_min_s - 1e-9
    for left in piece[:-1][leaps].tolist():
        kept[left if lengths[left] < lengths[left + 1] else left + 1] = False
    return np.asarray(good & kept[piece])


def measure_pitch(role: Role, found: VoicedTrack | Reason, settings: PitchSettings) -> tuple[Measurement, ...]:
    """The four ``pitch.`` measurements of one person."""
    if isinstance(found, Reason):
        return tuple(measurement(name, role, found) for name in NAMES)
    amounts = {"voiced_s": found.voiced_s}
    if found.voiced_s < settings.voiced_min_s:
        return tuple(measurement(name, role, Reason.TOO_LITTLE_VOICED, amounts) for name in NAMES)
    low, high = spread_interval(found, settings)
    p20, p80 = np.percentile(found.semitones, (20, 80)).tolist()
    quotients = variation_quotients(found, settings)
    return (
        measurement("pitch.spread", role, spread(found), amounts | {"interval_low_st": low, "interval_high_st": high}),
        measurement("pitch.span_80_20", role, p80 - p20, amounts),
        measurement(
            "pitch.variation_quotient",
            role,
            float(quotients.mean()) if quotients.size else Reason.TOO_LITTLE_VOICED,
            amounts | {"windows": float(quotients.size)},
        ),
        measurement("pitch.median", role, found.median_hz, amounts),
    )


def spread(found: VoicedTrack) -> float:
    """Standard deviation of F0 in semitones (n − 1); needs two voiced frames."""
    return float(found.semitones.std(ddof=1))


def variation_quotients(found: VoicedTrack, settings: PitchSettings) -> Floats:
    """SD(Hz) / mean(Hz) of each window that is voiced long enough."""
    enough = max(2, round(settings.window_voiced_min_s / found.voiced.hop_s))
    windows = [hertz for hertz in _in_windows(found.voiced.f0_hz, found, settings.window_s) if hertz.size >= enough]
    return np.array([hertz.std(ddof=1) / hertz.mean() for hertz in windows])


def spread_interval(found: VoicedTrack, settings: PitchSettings) -> tuple[float, float]:
    """Interval of the spread in semitones: whole windows drawn with replacement, ``settings.resamples`` times."""
    windows = _in_windows(found.semitones, found, settings.window_s)
    sums = np.array([[part.size, part.sum(), np.square(part).sum()] for part in windows])
    drawn = np.random.default_rng(settings.seed).integers(len(windows), size=(settings.resamples, len(windows)))
    count, total, squares = sums[drawn].sum(axis=1).T
    spreads = np.sqrt(np.maximum(squares - total**2 / count, 0.0) / np.maximum(count - 1, 1))
    tail = 50.0 * (1.0 - settings.interval)
    low, high = np.percentile(spreads, (tail, 100.0 - tail)).tolist()
    return low, high


def _in_windows(values: Floats, found: VoicedTrack, window_s: float) -> list[Floats]:
    """``values`` of the voiced frames, split by window of net speech; windows without frames are left out."""
    window = np.floor(found.position_s / window_s)
    return np.split(values, np.flatnonzero(np.diff(window)) + 1)
