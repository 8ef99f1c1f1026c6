"""A synthetic voice over a telephone whose pitch is known exactly.

Source: a glottal pulse train (Rosenberg 1971) sampled from a continuous phase. Filter: five formant resonators that
glide through vowels (Peterson & Barney 1952). Line: 300-3400 Hz, 8 kHz, white noise at a given signal-to-noise ratio,
mu-law. Voiced stretches of 0.3-1.2 s alternate with hiss and silence, as in speech.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.ndimage import uniform_filter1d
from scipy.signal import butter, lfilter, sosfiltfilt

from callgrade.model.recording import Samples
from callgrade.model.span import Span, Spans

Floats = npt.NDArray[np.float64]

LINE_RATE_HZ = 8000
_RATE_HZ = 32_000
_BLOCK = 640
_VOWELS_HZ = np.array(
    [[730, 1090, 2440], [530, 1840, 2480], [270, 2290, 3010], [570, 840, 2410], [300, 870, 2240], [660, 1720, 2410]]
)
_BANDWIDTHS_HZ = (80.0, 90.0, 120.0, 180.0, 250.0)


@dataclass(frozen=True)
class Voice:
    """``samples`` at 8 kHz; ``speech``: the phrases; ``f0_hz``: the truth at the middle of each voiced 10 ms."""

    samples: Samples
    speech: Spans
    f0_hz: Floats

    @property
    def spread_st(self) -> float:
        """True standard deviation of the pitch in semitones."""
        return float(np.std(12.0 * np.log2(self.f0_hz), ddof=1))


def speak(
    duration_s: float,
    median_hz: float,
    spread_st: float,
    *,
    snr_db: float = 30.0,
    formant_scale: float = 1.0,
    seed: int = 0,
) -> Voice:
    """A voice of ``duration_s`` whose F0 has this median and, exactly, this standard deviation over voiced frames."""
    rng = np.random.default_rng(seed)
    n = int(duration_s * _RATE_HZ)
    voiced, loud, speech = _gates(rng, duration_s, n)
    f0_hz = _contour(rng, voiced, median_hz, spread_st)
    source = np.diff(_glottal_flow(np.cumsum(f0_hz) / _RATE_HZ), prepend=0.0) * voiced
    hiss = 0.02 * rng.standard_normal(n) * loud * (1.0 - voiced)
    sound = _vocal_tract(rng, source * _jittered_level(rng, n) + hiss, formant_scale)
    truth = f0_hz[160::320][voiced[160::320] > 0.5]
    return Voice(_telephone(rng, sound, snr_db), speech, truth)


def _gates(rng: np.random.Generator, duration_s: float, n: int) -> tuple[Floats, Floats, Spans]:
    """Where it is voiced (0..1, with 10 ms slopes), where there is any sound, and the phrases as spans."""
    voiced, loud, phrases = np.zeros(n), np.zeros(n), []
    at_s = 0.2
    while at_s < duration_s - 1.0:
        end_s = min(at_s + rng.uniform(1.5, 4.0), duration_s - 0.2)
        phrases.append(Span(at_s, end_s))
        loud[round(at_s * _RATE_HZ) : round(end_s * _RATE_HZ)] = 1.0
        while at_s < end_s - 0.2:
            stop_s = min(at_s + rng.uniform(0.3, 1.2), end_s)
            voiced[round(at_s * _RATE_HZ) : round(stop_s * _RATE_HZ)] = 1.0
            at_s = stop_s + rng.uniform(0.05, 0.15)
        at_s = end_s + rng.uniform(0.4, 1.0)
    slope = np.hanning(int(0.01 * _RATE_HZ))
    return np.convolve(voiced, slope / slope.sum(), "same"), loud, tuple(phrases)


def _contour(rng: np.random.Generator, voiced: Floats, median_hz: float, spread_st: float) -> Floats:
    """F0 in Hz at every sample: accents of 2-5 a second over slow drift, scaled to the wanted spread."""
    n = voiced.size
    knots = np.arange(0.0, n / _RATE_HZ + 0.5, 0.18)
    fast = np.interp(np.arange(n) / _RATE_HZ, knots, rng.standard_normal(knots.size))
    slow = np.interp(np.arange(n) / _RATE_HZ, knots[::12], rng.standard_normal(knots[::12].size))
    shape = uniform_filter1d(fast + 0.5 * slow, 3201)
    heard = shape[160::320][voiced[160::320] > 0.5]
    st = (shape - np.median(heard)) / heard.std(ddof=1) * spread_st
    return np.asarray(median_hz * 2.0 ** (np.clip(st, -11.0, 11.0) / 12.0))


def _glottal_flow(cycles: Floats) -> Floats:
    """Rosenberg's pulse: opening for 40 % of the cycle, closing for 16 %."""
    phase = cycles % 1.0
    opening = 0.5 * (1.0 - np.cos(np.pi * phase / 0.4))
    closing = np.cos(0.5 * np.pi * (phase - 0.4) / 0.16)
    return np.where(phase < 0.4, opening, np.where(phase < 0.56, closing, 0.0))


def _jittered_level(rng: np.random.Generator, n: int) -> Floats:
    """A level that wanders by some 4 dB from syllable to syllable."""
    knots = np.arange(0, n + 8000, 6400)
    return np.asarray(10.0 ** (np.interp(np.arange(n), knots, rng.normal(0.0, 4.0, knots.size)) / 20.0))


def _vocal_tract(rng: np.random.Generator, source: Floats, scale: float) -> Floats:
    targets = rng.integers(len(_VOWELS_HZ), size=source.size // 8000 + 3)
    out = source
    for formant, bandwidth_hz in enumerate(_BANDWIDTHS_HZ):
        fixed = (3500.0, 4500.0)[formant - 3] if formant > 2 else None
        knots = np.full(targets.size, fixed) if fixed else _VOWELS_HZ[targets, formant].astype(float)
        centres = np.interp(np.arange(0, source.size, _BLOCK), np.arange(targets.size) * 8000, knots) * scale
        out = _resonate(out, centres, bandwidth_hz)
    return out


def _resonate(sound: Floats, centres_hz: Floats, bandwidth_hz: float) -> Floats:
    """A two-pole resonator whose centre moves every 20 ms."""
    out, state = np.empty_like(sound), np.zeros(2)
    radius = np.exp(-np.pi * bandwidth_hz / _RATE_HZ)
    for block, centre in enumerate(centres_hz):
        poles = [1.0, -2.0 * radius * np.cos(2.0 * np.pi * centre / _RATE_HZ), radius**2]
        part = slice(block * _BLOCK, (block + 1) * _BLOCK)
        out[part], state = lfilter([sum(poles)], poles, sound[part], zi=state)
    return out


def _telephone(rng: np.random.Generator, sound: Floats, snr_db: float) -> Samples:
    band = butter(6, (300.0, 3400.0), "bandpass", fs=_RATE_HZ, output="sos")
    line = sosfiltfilt(band, sound)[:: _RATE_HZ // LINE_RATE_HZ]
    line *= 0.1 / np.sqrt(np.mean(np.square(line)))
    noise = sosfiltfilt(
        butter(4, (300.0, 3400.0), "bandpass", fs=LINE_RATE_HZ, output="sos"), rng.standard_normal(line.size)
    )
    noise *= 0.1 * 10.0 ** (-snr_db / 20.0) / np.sqrt(np.mean(np.square(noise)))
    return mu_law(np.clip(line + noise, -1.0, 1.0)).astype(np.float32)


def mu_law(samples: Floats) -> Floats:
    """``samples`` through 8-bit mu-law and back (ITU-T G.711, the continuous law)."""
    code = np.round(127.0 * np.sign(samples) * np.log1p(255.0 * np.abs(samples)) / np.log(256.0)) / 127.0
    return np.asarray(np.sign(code) * np.expm1(np.abs(code) * np.log(256.0)) / 255.0)
