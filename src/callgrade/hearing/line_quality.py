"""Line quality of one channel: level, noise, clipping, dropouts, bandwidth, and the gate before verdicts on a voice.

Levels are relative to overload (full scale = 0 dBov). The definitions are in docs/explanation/measures.md; the
active speech level is ITU-T P.56 method B (speech_level.py). Speech is read in pieces, so an hour needs little memory.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import scipy.fft

from callgrade.config.hearing import LineSettings
from callgrade.hearing.speech_level import active_speech_level
from callgrade.model.line import LineGate, LineQuality
from callgrade.model.reason import Reason
from callgrade.model.recording import Centred, Samples, Sound
from callgrade.model.span import Span, Spans, complement, merge, total_s

PIECE_S = 30
NOISE_FRAME_S = 0.02
SPECTRUM_FRAME_S = 0.032
FAINTEST_SIGNAL = 1e-5
CLIPPED_RUN = 3
ZERO = 10 / 32768
BESIDE_S = 0.005

Pieces = Iterable[Samples]
"""What can be gone through several times."""

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def measure_line(
    samples: Sound,
    sample_rate_hz: int,
    channel: int,
    speech: Spans,
    sound: Spans,
    settings: LineSettings,
) -> LineQuality:
    """The quality of one channel; ``speech``: the timing pass, ``sound``: music, tones and ring-back on it.

    With too little speech nothing is known, as ``reason`` says; with unknown noise only ``snr_db`` is missing.
    """
    spoken = _Spoken(samples, sample_rate_hz, merge(speech, settings.join_s))
    level_dbov = active_speech_level(spoken, sample_rate_hz)
    if total_s(speech) < settings.min_speech_s or level_dbov is None:
        return LineQuality(channel, None, None, None, None, None, LineGate.GOOD, (), Reason.TOO_LITTLE_SPEECH)
    snr_db, reason = _snr(samples, sample_rate_hz, speech, sound, settings)
    clipped = clipped_per_10k(_as_stored(spoken), settings.clipped_share)
    dropouts = dropouts_per_min(spoken, sample_rate_hz, level_dbov, settings)
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


def clipped_per_10k(spoken: Pieces, share: float) -> float:
    """Samples in runs of at least 3 at ``share`` of the peak or more, per 10,000."""
    limit = share * max(float(np.abs(piece).max(initial=0)) for piece in spoken)
    runs = (_runs(np.abs(piece) >= limit)[1] for piece in spoken)
    clipped = sum(int(lengths[lengths >= CLIPPED_RUN].sum()) for lengths in runs)
    return clipped * 10_000 / sum(piece.size for piece in spoken)


def dropouts_per_min(spoken: Pieces, sample_rate_hz: int, level_dbov: float, settings: LineSettings) -> float:
    """Runs of zeros as long as lost packets in the midst of speech, per minute of ``spoken``.

    A zero is one sample like the one before it, as faint as the idle code of A-law (8 of 32,768) at most. On both
    sides of a lost packet somebody speaks; the faint end of a syllable that fades into zeros does not count.
    """
    shortest, longest = (round(length_s * sample_rate_hz) for length_s in settings.dropout_s)
    beside = round(BESIDE_S * sample_rate_hz)
    spoken_power = 10 ** ((level_dbov - settings.dropout_beside_db) / 10)
    count = 0
    for piece in spoken:
        starts, lengths = _runs((np.diff(piece) == 0) & (np.abs(piece[1:]) <= ZERO))
        as_lost = (lengths + 1 >= shortest) & (lengths + 1 <= longest)
        for start, end in zip(starts[as_lost], (starts + lengths)[as_lost], strict=True):
            sides = piece[max(0, start - beside) : start], piece[end + 1 : end + 1 + beside]
            count += all(side.size and float(np.mean(side**2)) >= spoken_power for side in sides)
    return count * 60 * sample_rate_hz / sum(piece.size for piece in spoken)


def bandwidth(spoken: Pieces, sample_rate_hz: int, range_db: float) -> float:
    """Highest frequency, Hz, whose long-term power is within ``range_db`` of the strongest."""
    frame = round(SPECTRUM_FRAME_S * sample_rate_hz)
    powers, heard = np.zeros(frame // 2 + 1), False
    for piece in spoken:
        if piece.size >= frame:
            powers, heard = powers + piece.size * _spectrum(piece, frame), True
    within = np.flatnonzero(powers >= powers.max() * 10 ** (-range_db / 10))
    return float(within[-1] * sample_rate_hz / frame) if heard else 0.0


def _spectrum(piece: Samples, frame: int) -> Floats:
    """Power by frequency, up to a factor, in frames that overlap by half: Welch 1967 (doi:10.1109/TAU.1967.1161901)."""
    frames = np.lib.stride_tricks.sliding_window_view(piece, frame)[:: frame - frame // 2]
    level = frames.mean(axis=1, keepdims=True)
    window = np.hanning(frame + 1)[:-1].astype(np.float32)
    spectra = np.abs(scipy.fft.rfft((frames - level) * window, axis=1)) ** 2
    powers: Floats = spectra.mean(axis=0, dtype=np.float64)
    powers[1 : (frame + 1) // 2] *= 2  # all but 0 Hz and half the rate stand for two frequencies
    return powers


def _snr(
    samples: Sound, sample_rate_hz: int, speech: Spans, sound: Spans, settings: LineSettings
) -> tuple[float | None, Reason | None]:
    """Power of speech over the power of the noise away from speech, dB; or the reason why it is not known."""
    near = [Span(max(0.0, s.start_s - settings.clear_s), s.end_s + settings.clear_s) for s in (*speech, *sound)]
    rest = complement(near, samples.size / sample_rate_hz)
    noise = _frame_powers(samples, sample_rate_hz, rest)
    if noise.size * NOISE_FRAME_S < settings.min_noise_s:
        return None, Reason.TOO_LITTLE_SILENCE
    analogue = noise[noise > 10 ** (settings.digital_silence_dbov / 10)]
    if analogue.size < settings.min_analogue_share * noise.size:
        return None, Reason.DIGITAL_SILENCE
    # The median, not the mean: a word that voice activity missed would count as noise many times over.
    noise_power = float(np.median(analogue))
    speech_power = float(_frame_powers(samples, sample_rate_hz, speech).mean()) - noise_power
    return float(10 * np.log10(max(speech_power / noise_power, FAINTEST_SIGNAL))), None


def _frame_powers(samples: Sound, sample_rate_hz: int, spans: Spans) -> Floats:
    """Power (variance) of each whole frame of 20 ms inside ``spans``, shape (n_frames,)."""
    frame = round(NOISE_FRAME_S * sample_rate_hz)
    pieces = _Spoken(samples, sample_rate_hz, spans)
    powers = [piece[: piece.size // frame * frame].reshape(-1, frame).var(axis=1) for piece in pieces]
    return np.concatenate([*powers, np.zeros(0)]).astype(np.float64)


def _gate(snr_db: float | None, settings: LineSettings) -> LineGate:
    if snr_db is None or snr_db >= settings.pitch_snr_db:
        return LineGate.GOOD
    return LineGate.NO_PITCH if snr_db >= settings.acoustics_snr_db else LineGate.NO_ACOUSTICS


def _flags(level_dbov: float, clipped: float, dropouts: float, settings: LineSettings) -> tuple[str, ...]:
    quiet, loud = settings.level_dbov
    found = {
        "clipped": clipped > settings.clipped_per_10k,
        "dropouts": dropouts > settings.dropouts_per_min,
        "quiet": level_dbov < quiet,
        "loud": level_dbov > loud,
    }
    return tuple(name for name, holds in found.items() if holds)


def _runs(mask: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """First indexes and lengths of the runs of true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return edges[::2], edges[1::2] - edges[::2]


@dataclass(frozen=True, eq=False)
class _Spoken:
    """The samples of ``spans``, in pieces of at most ``PIECE_S`` seconds, taken from ``samples`` at each iteration."""

    samples: Sound
    sample_rate_hz: int
    spans: Spans

    def __iter__(self) -> Iterator[Samples]:
        step = PIECE_S * self.sample_rate_hz
        for span in self.spans:
            first, last = round(span.start_s * self.sample_rate_hz), round(span.end_s * self.sample_rate_hz)
            for start in range(first, last, step):
                yield self.samples[start : min(start + step, last)]


def _as_stored(spoken: _Spoken) -> _Spoken:
    """``spoken`` with the offset that was taken off: without it, what was cut at full scale lies below."""
    samples = spoken.samples
    return replace(spoken, samples=samples.stored) if isinstance(samples, Centred) else spoken
