"""What the line did to one channel: level, noise, clipping, dropouts, bandwidth; the gate before a verdict on a voice.

Levels are relative to overload (full scale = 0 dBov). Sources: ITU-T P.56 (2011) method B for the active speech
level; the other definitions stand in docs/measures.md.
"""

import numpy as np
import numpy.typing as npt
import scipy.signal

from callgrade.config.hearing import LineSettings
from callgrade.model.line import LineGate, LineQuality
from callgrade.model.reason import Reason
from callgrade.model.recording import Samples
from callgrade.model.span import Span, Spans, complement, merge, total_s

ENVELOPE_S = 0.03
HANGOVER_S = 0.2
ENVELOPE_RATE_HZ = 800
MARGIN_DB = 15.9
SILENCE_DBOV = -100.0
LOUD_WITHIN_DB = 15.0
EDGE_S = 0.01
SPECTRUM_FRAME = 512
SPECTRUM_SECONDS = 60

Floats = npt.NDArray[np.float64]


def measure_line(
    samples: Samples, sample_rate_hz: int, channel: int, speech: Spans, sound: Spans, settings: LineSettings
) -> LineQuality:
    """The quality of one channel; ``speech``: the timing pass, ``sound``: music, tones and ring-back on it."""
    spoken = _cut(samples, sample_rate_hz, merge(speech, settings.join_s))
    if total_s(speech) < settings.min_speech_s:
        return LineQuality(channel, None, None, None, None, None, LineGate.GOOD, (), Reason.TOO_LITTLE_SPEECH)
    level_dbov = active_speech_level(spoken, sample_rate_hz)
    snr_db, reason = _snr(samples, sample_rate_hz, speech, sound, settings)
    clipped, dropouts = clipped_per_10k(spoken), dropouts_per_min(spoken, sample_rate_hz, level_dbov)
    return LineQuality(
        channel=channel,
        active_level_dbov=level_dbov,
        snr_db=snr_db,
        clipped_per_10k=clipped,
        dropouts_per_min=dropouts,
        bandwidth_hz=bandwidth(spoken, sample_rate_hz, settings.bandwidth_db),
        gate=_gate(snr_db, settings),
        flags=_flags(level_dbov, clipped, dropouts, settings),
        reason=reason,
    )


def active_speech_level(spoken: Samples, sample_rate_hz: int) -> float | None:
    """ITU-T P.56 method B, dBov; ``None`` for silence.

    The envelope (two exponential means of 30 ms) is read at 800 Hz, above the 694 Hz that P.56 asks for. Speech is
    active while the envelope is over a threshold and 200 ms after; the level sought is the one that lies 15.9 dB over
    its own threshold.
    """
    energy = float(np.dot(spoken, spoken))
    if energy <= 0:
        return None
    envelope = _envelope(spoken, sample_rate_hz)
    thresholds = 2.0 ** np.arange(-15, 1)
    active_share = np.array([_held(envelope >= threshold).mean() for threshold in thresholds])
    known = active_share > 0
    levels_db = 10 * np.log10(energy / (spoken.size * active_share[known]))
    margins_db = levels_db - 20 * np.log10(thresholds[known])
    below = np.flatnonzero(margins_db <= MARGIN_DB)
    upper = int(below[0]) if below.size else margins_db.size - 1
    lower = max(upper - 1, 0)
    return float(np.interp(-MARGIN_DB, -margins_db[[lower, upper]], levels_db[[lower, upper]]))


def clipped_per_10k(spoken: Samples) -> float:
    """Samples in runs of at least 3 at 0.985 of the peak or more, per 10,000."""
    high = np.abs(spoken) >= 0.985 * max(float(np.abs(spoken).max(initial=0)), 1e-6)
    _, runs = _runs(high)
    return float(runs[runs >= 3].sum() * 10_000 / max(spoken.size, 1))


def dropouts_per_min(spoken: Samples, sample_rate_hz: int, level_dbov: float | None) -> float:
    """Runs of zeros of 9 to 120 ms that cut loud speech off, per minute (a lost packet is 10, 20 or 30 ms).

    Loud: within 15 dB of the active level on both sides; the zeros of a noise gate lie where speech fades.
    """
    if level_dbov is None:
        return 0.0
    starts, lengths = _runs(spoken == 0)
    fits = (lengths >= round(0.009 * sample_rate_hz)) & (lengths <= round(0.12 * sample_rate_hz))
    floor, side = 10 ** ((level_dbov - LOUD_WITHIN_DB) / 10), round(EDGE_S * sample_rate_hz)
    cut_off = [
        min(_power(spoken[max(0, start - side) : start]), _power(spoken[start + length : start + length + side]))
        > floor
        for start, length in zip(starts[fits].tolist(), lengths[fits].tolist(), strict=True)
    ]
    return sum(cut_off) * 60 * sample_rate_hz / spoken.size


def bandwidth(spoken: Samples, sample_rate_hz: int, range_db: float) -> float:
    """Highest frequency, Hz, whose long-term power is within ``range_db`` of the strongest."""
    some = spoken[: SPECTRUM_SECONDS * sample_rate_hz]
    frequencies, power = scipy.signal.welch(some, sample_rate_hz, nperseg=min(SPECTRUM_FRAME, some.size))
    return float(frequencies[np.flatnonzero(power >= power.max() * 10 ** (-range_db / 10))[-1]])


def _snr(
    samples: Samples, sample_rate_hz: int, speech: Spans, sound: Spans, settings: LineSettings
) -> tuple[float | None, Reason | None]:
    """Power of speech over the power of what is neither speech nor near it, dB; or why it is not known."""
    near = [Span(max(0.0, s.start_s - settings.clear_s), s.end_s + settings.clear_s) for s in (*speech, *sound)]
    rest = complement(near, samples.size / sample_rate_hz)
    if total_s(rest) < settings.min_noise_s:
        return None, Reason.TOO_LITTLE_SILENCE
    noise = _power(_cut(samples, sample_rate_hz, rest))
    if noise <= 10 ** (SILENCE_DBOV / 10):
        return None, Reason.DIGITAL_SILENCE
    signal = max(_power(_cut(samples, sample_rate_hz, speech)) - noise, noise * 1e-3)
    return float(10 * np.log10(signal / noise)), None


def _gate(snr_db: float | None, settings: LineSettings) -> LineGate:
    if snr_db is None or snr_db >= settings.pitch_snr_db:
        return LineGate.GOOD
    return LineGate.NO_PITCH if snr_db >= settings.acoustics_snr_db else LineGate.NO_ACOUSTICS


def _flags(level_dbov: float | None, clipped: float, dropouts: float, settings: LineSettings) -> tuple[str, ...]:
    quiet, loud = settings.level_dbov
    found = {
        "clipped": clipped > settings.clipped_per_10k,
        "dropouts": dropouts > settings.dropouts_per_min,
        "quiet": level_dbov is not None and level_dbov < quiet,
        "loud": level_dbov is not None and level_dbov > loud,
    }
    return tuple(name for name, holds in found.items() if holds)


def _envelope(spoken: Samples, sample_rate_hz: int) -> Floats:
    decay = float(np.exp(-1 / (sample_rate_hz * ENVELOPE_S)))
    once = scipy.signal.lfilter([1 - decay], [1, -decay], np.abs(spoken))
    twice = scipy.signal.lfilter([1 - decay], [1, -decay], once)
    envelope: Floats = twice[:: max(1, sample_rate_hz // ENVELOPE_RATE_HZ)]
    return envelope


def _held(active: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """``active`` with the hangover: whether it was active at any of the last 200 ms."""
    total = np.concatenate([np.zeros(round(HANGOVER_S * ENVELOPE_RATE_HZ) + 1), np.cumsum(active)])
    held: npt.NDArray[np.bool_] = total[-active.size :] - total[: active.size] > 0
    return held


def _runs(mask: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """First index and length of every run of true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return edges[::2], edges[1::2] - edges[::2]


def _cut(samples: Samples, sample_rate_hz: int, spans: Spans) -> Samples:
    pieces = [samples[round(span.start_s * sample_rate_hz) : round(span.end_s * sample_rate_hz)] for span in spans]
    return np.concatenate(pieces) if pieces else samples[:0]


def _power(samples: Samples) -> float:
    return float(np.dot(samples, samples)) / max(samples.size, 1)
