"""Signals of the telephone network, synthesised for tests: float32, full scale = 1.0.

National tones are facts of ITU-T E.180 Supplement 2, "Various tones used in national networks".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from callgrade.model.recording import Samples

RATE_HZ = 8000


@dataclass(frozen=True)
class NationalTone:
    """A ring-back tone: ``lines_hz`` sounding together, or one line with amplitude modulation ``am_hz``.

    ``cadence_s``: seconds on, off, on, off … of one cycle.
    """

    country: str
    lines_hz: tuple[float, ...]
    cadence_s: tuple[float, ...]
    am_hz: float | None = None

    @property
    def ons_s(self) -> tuple[float, ...]:
        """The burst lengths of one cycle."""
        return self.cadence_s[::2]


RING_BACK = (
    NationalTone("United States", (440, 480), (2, 4)),
    NationalTone("United Kingdom", (400, 450), (0.4, 0.2, 0.4, 2)),
    NationalTone("France", (440,), (1.5, 3.5)),
    NationalTone("Germany", (425,), (1, 4)),
    NationalTone("Austria", (420,), (1, 5)),
    NationalTone("Japan", (384, 416), (1, 2)),
    NationalTone("India", (400,), (0.4, 0.2, 0.4, 2), am_hz=25),
    NationalTone("Australia", (413, 438), (0.4, 0.2, 0.4, 2)),
    NationalTone("China", (450,), (1, 4)),
    NationalTone("Egypt", (375, 475), (2, 1)),
    NationalTone("Honduras", (440,), (0.5, 4, 2, 4)),
    NationalTone("Ecuador", (425,), (1.2, 4.65)),
)


def rms_of(level_dbov: float) -> float:
    """Root mean square of a signal at ``level_dbov``."""
    return float(10 ** (level_dbov / 20))


def silence(duration_s: float, rate_hz: int = RATE_HZ) -> Samples:
    """Digital silence."""
    return np.zeros(round(duration_s * rate_hz), dtype=np.float32)


def tone(
    lines_hz: Sequence[float],
    duration_s: float,
    level_dbov: float = -20.0,
    am_hz: float | None = None,
    rate_hz: int = RATE_HZ,
) -> Samples:
    """Equal sines at ``lines_hz``, modulated 100 % at ``am_hz``, together at ``level_dbov``."""
    time_s = np.arange(round(duration_s * rate_hz)) / rate_hz
    wave = sum(np.sin(2 * np.pi * line_hz * time_s + index) for index, line_hz in enumerate(lines_hz))
    power = len(lines_hz) / 2
    if am_hz is not None:
        wave = wave * (1 + np.cos(2 * np.pi * am_hz * time_s))
        power *= 1.5
    return np.asarray(wave * rms_of(level_dbov) / np.sqrt(power), dtype=np.float32)


def cadenced(sound: Samples, ons_offs_s: Sequence[float], rate_hz: int = RATE_HZ) -> Samples:
    """``sound`` switched on and off (seconds on, off, on, off …) with 3 ms ramps, as a tone generator does it."""
    pieces = []
    start = 0
    for index, length_s in enumerate(ons_offs_s):
        length = round(length_s * rate_hz)
        piece = sound[start : start + length] * (index % 2 == 0)
        ramp = min(round(0.003 * rate_hz), piece.size // 2)
        piece[:ramp] *= np.linspace(0, 1, ramp)
        piece[piece.size - ramp :] *= np.linspace(1, 0, ramp)
        pieces.append(piece)
        start += length
    return np.concatenate(pieces).astype(np.float32)


def ring_back(
    national: NationalTone,
    cycles: int,
    last_on_s: float | None = None,
    level_dbov: float = -20.0,
    rate_hz: int = RATE_HZ,
) -> Samples:
    """``cycles`` whole cycles and, with ``last_on_s``, one more burst cut after that many seconds."""
    ons_offs_s = list(national.cadence_s) * cycles + ([] if last_on_s is None else [last_on_s])
    sound = tone(national.lines_hz, sum(ons_offs_s) + 0.01, level_dbov, national.am_hz, rate_hz)
    return cadenced(sound, ons_offs_s, rate_hz)


def noise(duration_s: float, level_dbov: float, seed: int = 0, rate_hz: int = RATE_HZ) -> Samples:
    """White Gaussian noise."""
    generator = np.random.default_rng(seed)
    return (generator.standard_normal(round(duration_s * rate_hz)) * rms_of(level_dbov)).astype(np.float32)


def shaped_noise(duration_s: float, level_dbov: float, seed: int = 0, rate_hz: int = RATE_HZ) -> Samples:
    """Noise whose power falls by 3 dB an octave ("pink"), as rooms have it, from 100 Hz."""
    spectrum = np.fft.rfft(noise(duration_s, 0, seed, rate_hz))
    frequency_hz = np.fft.rfftfreq(round(duration_s * rate_hz), 1 / rate_hz)
    spectrum[frequency_hz < 100] = 0
    wave = np.fft.irfft(spectrum / np.sqrt(np.maximum(frequency_hz, 1)), round(duration_s * rate_hz))
    return np.asarray(wave / np.sqrt(np.mean(wave**2)) * rms_of(level_dbov), dtype=np.float32)


def vowel(
    f0_hz: float,
    duration_s: float,
    formants_hz: Sequence[float] = (700, 1200, 2500),
    *,
    level_dbov: float = -20.0,
    vibrato_cents: float = 0.0,
    rate_hz: int = RATE_HZ,
) -> Samples:
    """A sustained vowel: harmonics falling 12 dB an octave through resonances 90 Hz wide; vibrato at 5.5 Hz."""
    time_s = np.arange(round(duration_s * rate_hz)) / rate_hz
    f0_track_hz = f0_hz * 2 ** (vibrato_cents / 1200 * np.sin(2 * np.pi * 5.5 * time_s))
    phase = 2 * np.pi * np.cumsum(f0_track_hz) / rate_hz
    wave = np.zeros(time_s.size)
    for harmonic in range(1, int(rate_hz / 2 / f0_hz)):
        resonance = sum(1 / (1 + ((harmonic * f0_hz - formant_hz) / 45) ** 2) for formant_hz in formants_hz)
        wave += np.sqrt(0.01 + resonance) / harmonic**2 * np.sin(harmonic * phase)
    return np.asarray(wave / np.sqrt(np.mean(wave**2)) * rms_of(level_dbov), dtype=np.float32)


def speech_like(duration_s: float, level_dbov: float = -22.0, seed: int = 0, rate_hz: int = RATE_HZ) -> Samples:
    """Syllables of changing pitch and vowel, four a second: sounds like babble, sits where speech sits."""
    generator = np.random.default_rng(seed)
    vowels = ((300, 2300, 3000), (700, 1200, 2500), (350, 800, 2400), (500, 1800, 2500))
    syllables = []
    for index in range(int(np.ceil(duration_s * 4))):
        voice = vowel(generator.uniform(100, 230), 0.18, vowels[index % 4], vibrato_cents=30, rate_hz=rate_hz)
        syllables.append(np.concatenate([voice * np.hanning(voice.size), silence(0.07, rate_hz)]))
    wave = np.concatenate(syllables)[: round(duration_s * rate_hz)]
    return np.asarray(wave / np.sqrt(np.mean(wave**2)) * rms_of(level_dbov), dtype=np.float32)


def melody(notes_hz: Sequence[float], note_s: float, level_dbov: float = -20.0, rate_hz: int = RATE_HZ) -> Samples:
    """Notes with three partials and a plucked envelope, one after the other; 0 Hz is a rest."""
    time_s = np.arange(round(note_s * rate_hz)) / rate_hz
    envelope = np.minimum(time_s / 0.01, 1) * np.exp(-1.5 * time_s)
    waves = [
        envelope * sum(np.sin(2 * np.pi * k * note_hz * time_s) / k**1.5 for k in (1, 2, 3)) for note_hz in notes_hz
    ]
    wave = np.concatenate(waves)
    return np.asarray(wave / np.sqrt(np.mean(wave**2)) * rms_of(level_dbov), dtype=np.float32)


def mu_law(samples: Samples) -> Samples:
    """``samples`` through ITU-T G.711 µ-law: 255 steps, logarithmic (the continuous law)."""
    clipped = np.clip(samples, -1, 1)
    compressed = np.sign(clipped) * np.log1p(255 * np.abs(clipped)) / np.log(256)
    steps = np.round(compressed * 127) / 127
    return np.asarray(np.sign(steps) * np.expm1(np.abs(steps) * np.log(256)) / 255, dtype=np.float32)


def join(*pieces: Samples) -> Samples:
    """One after the other."""
    return np.concatenate(pieces).astype(np.float32)


def mix(*layers: Samples) -> Samples:
    """All at once, as long as the longest."""
    total = np.zeros(max(layer.size for layer in layers), dtype=np.float32)
    for layer in layers:
        total[: layer.size] += layer
    return total
