"""Ring-back of several countries and hold music, from sines. Frequencies and cadences: ITU-T E.180 Supplement 2."""

from dataclasses import dataclass

import numpy as np

from sample_audio.voices import RATE_HZ, Audio

Spans = list[tuple[float, float]]


@dataclass(frozen=True)
class Tone:
    """``frequencies_hz`` together; ``cadence_s``: on, off, on, off … of one cycle, which is one ring."""

    frequencies_hz: tuple[float, ...]
    cadence_s: tuple[float, ...]


RING_BACK = {
    "DE": Tone((425.0,), (1.0, 4.0)),
    "FR": Tone((440.0,), (1.5, 3.5)),
    "GB": Tone((400.0, 450.0), (0.4, 0.2, 0.4, 2.0)),
    "US": Tone((440.0, 480.0), (2.0, 4.0)),
    "CN": Tone((450.0,), (1.0, 4.0)),
    "AU": Tone((413.0, 438.0), (0.4, 0.2, 0.4, 2.0)),
}


def burst_times(tone: Tone, rings: int, last_burst_s: float | None) -> tuple[Spans, float]:
    """Bursts of ``rings`` cycles from 0 s and the moment of answering.

    The answer cuts the last cycle ``last_burst_s`` after its onset; ``None``: the last pause passes unanswered.
    """
    bursts: Spans = []
    clock_s = 0.0
    for _ in range(rings):
        for index, part_s in enumerate(tone.cadence_s):
            if index % 2 == 0:
                bursts.append((clock_s, clock_s + part_s))
            clock_s += part_s
    if last_burst_s is None:
        return bursts, clock_s
    answer_s = clock_s - sum(tone.cadence_s) + last_burst_s
    return [(start_s, min(end_s, answer_s)) for start_s, end_s in bursts if start_s < answer_s], answer_s


def tone_bursts(tone: Tone, bursts: Spans, samples: int, level: float = 0.1) -> Audio:
    """The tone during ``bursts``, shape (samples,); ``level``: amplitude of each sine."""
    time_s = np.arange(samples) / RATE_HZ
    sound = level * sum(np.sin(2 * np.pi * frequency * time_s) for frequency in tone.frequencies_hz)
    gate = np.zeros(samples)
    for start_s, end_s in bursts:
        gate[round(start_s * RATE_HZ) : round(end_s * RATE_HZ)] = 1.0
    return np.asarray(sound * gate, np.float64)


def hold_music(duration_s: float, level: float = 0.06) -> Audio:
    """Broken chords of a plucked-string sound, shape (n,)."""
    sound = np.zeros(round(duration_s * RATE_HZ))
    chords = ((0, 4, 7, 12), (-3, 0, 4, 9), (-7, -3, 0, 5), (-5, -1, 2, 7))
    step_s = 0.25
    for index in range(int(duration_s / step_s)):
        chord = chords[index // 8 % len(chords)]
        frequency = 392.0 * 2 ** (chord[index % 4] / 12)
        start = round(index * step_s * RATE_HZ)
        note = _pluck(frequency, min(1.0, duration_s - index * step_s))
        sound[start : start + note.size] += level * note
    return sound


def _pluck(frequency_hz: float, duration_s: float) -> Audio:
    time_s = np.arange(int(duration_s * RATE_HZ)) / RATE_HZ
    partials = (np.sin(2 * np.pi * frequency_hz * k * time_s) * np.exp(-3.0 * k * time_s) / k for k in range(1, 6))
    return np.asarray(sum(partials) * np.minimum(1.0, time_s / 0.005), np.float64)
