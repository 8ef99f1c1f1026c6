"""Crosstalk: one party's voice heard faintly on the other party's channel.

A leak is a delayed, fainter copy. First one delay is sought for the whole call, by generalised cross-correlation with
phase transform (Knapp & Carter 1976) over all speech of the louder channel: without a clear peak there is no leak and
nothing changes. Then, block by block, speech counts as leaked where the delayed other channel is louder by a margin
and correlated with it, and no more of it comes through than in most such blocks. People who truly speak at the same
time are about as loud as each other and not correlated, and a soft word of one's own is louder than the leak.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from callgrade.config.hearing import CrosstalkSettings
from callgrade.model.recording import Samples, Sound
from callgrade.model.span import Span, Spans, intersect, merge, subtract, total_s

FRAME_S = 2.0
BAND_HZ = (300.0, 3400.0)
NEAR_S = 0.002
BLOCK = 2**19  # samples, about a minute of a telephone
TINY = 1e-12

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ChannelPair:
    """The channel that may hold a leak (``faint``), the one it may come from, and their rate."""

    faint: Sound
    source: Sound
    rate_hz: int


def is_same_signal(left: Sound, right: Sound, settings: CrosstalkSettings) -> bool:
    """Whether both channels, of one length, carry one mixed signal; two silent channels do not."""
    products = np.zeros(3)
    for start in range(0, left.size, BLOCK):
        one, other = left[start : start + BLOCK], right[start : start + BLOCK]
        products += np.dot(one, one), np.dot(other, other), np.dot(one, other)
    energy = products[0] * products[1]
    return bool(energy > TINY and abs(products[2]) / np.sqrt(energy) >= settings.same_signal_correlation)


def find_crosstalk(pair: ChannelPair, faint_speech: Spans, source_speech: Spans, settings: CrosstalkSettings) -> Spans:
    """Where speech on ``pair.faint`` is that of ``pair.source``, heard faintly; timing passes of both, seconds."""
    delay = _delay(pair, source_speech, settings)
    if delay is None:
        return ()
    reachable = [Span(span.start_s, span.end_s + settings.max_delay_s) for span in source_speech]
    judged = [block for span in intersect(faint_speech, reachable) for block in _blocks(span, settings.block_s)]
    alike = [block for block in judged if _is_alike(pair, block, delay, settings)]
    leaks = merge(_no_louder(pair, alike, delay, settings.leeway_db))
    rests = (rest for rest in subtract(faint_speech, judged) if rest.duration_s < settings.block_s)
    return merge([*leaks, *(rest for rest in rests if _touches(rest, leaks))])


def too_faint(pair: ChannelPair, faint_speech: Spans, source_speech: Spans, settings: CrosstalkSettings) -> Spans:
    """Speech on ``pair.faint`` that is too faint to be that person's, while the other one speaks.

    Fainter than ``faint_dbov``, or than the person's own speech by ``faint_db``: a leak so weak that noise hides how
    it follows its source. A quiet word of one's own is some 10 dB below the usual. Speech is judged in blocks, because
    a leak may run into one's own words, which would then begin too early.
    """
    levels = [(span, _level_dbov(pair.faint, span, pair.rate_hz)) for span in faint_speech]
    loudest_dbov = max((level for span, level in levels if span.duration_s >= settings.block_s), default=0.0)
    limit_dbov = max(settings.faint_dbov, loudest_dbov - settings.faint_db)
    blocks = (block for span in faint_speech for block in _blocks(span, settings.faint_block_s))
    faint = (block for block in blocks if _level_dbov(pair.faint, block, pair.rate_hz) < limit_dbov)
    return merge(block for block in faint if _inside(block, source_speech, settings))


def _inside(span: Span, source: Spans, settings: CrosstalkSettings) -> bool:
    """Whether the other speaks during most of ``span``, a leak's delay included."""
    reachable = merge(Span(one.start_s, one.end_s + settings.max_delay_s) for one in source)
    return total_s(intersect((span,), reachable)) >= span.duration_s / 2


def _level_dbov(samples: Sound, span: Span, rate_hz: int) -> float:
    piece = samples[int(span.start_s * rate_hz) : int(span.end_s * rate_hz)].astype(np.float64)
    return float(10 * np.log10(np.mean(piece**2) + TINY)) if piece.size else -120.0


def _touches(rest: Span, leaks: Spans) -> bool:
    """Whether ``rest``, which was not judged because its source is silent, is the edge of a leak."""
    return any(rest.start_s == leak.end_s or rest.end_s == leak.start_s for leak in leaks)


def _delay(pair: ChannelPair, speech: Spans, settings: CrosstalkSettings) -> int | None:
    """By how many samples the leak comes after its source; ``None`` if no delay has a clear peak."""
    size = 2 ** int(np.ceil(np.log2(FRAME_S * pair.rate_hz)))
    spectrum = np.zeros(size // 2 + 1, np.complex128)
    for start in _frame_starts(speech, pair, size):
        cross = np.fft.rfft(pair.faint[start : start + size]) * np.conj(np.fft.rfft(pair.source[start : start + size]))
        spectrum += cross / (np.abs(cross) + TINY)
    frequencies = np.fft.rfftfreq(size, 1 / pair.rate_hz)
    spectrum[(frequencies < BAND_HZ[0]) | (frequencies > BAND_HZ[1])] = 0
    lags = np.abs(np.fft.irfft(spectrum))
    furthest = int(settings.max_delay_s * pair.rate_hz)
    peak = int(np.argmax(lags[:furthest]))
    chance = float(np.sqrt(np.mean(lags**2)))
    return peak if lags[peak] > settings.min_peak_ratio * chance else None


def _frame_starts(speech: Spans, pair: ChannelPair, size: int) -> Iterator[int]:
    for span in merge(speech, gap_s=FRAME_S):
        first, last = int(span.start_s * pair.rate_hz), int(span.end_s * pair.rate_hz)
        yield from (start for start in range(first, last, size) if start + size <= pair.faint.size)


def _blocks(span: Span, block_s: float) -> Iterator[Span]:
    """``span`` in equal blocks of about ``block_s``."""
    count = max(1, round(span.duration_s / block_s))
    edges = np.linspace(span.start_s, span.end_s, count + 1).tolist()
    return (Span(start_s, end_s) for start_s, end_s in pairwise(edges))


def _no_louder(pair: ChannelPair, blocks: Sequence[Span], delay: int, leeway_db: float) -> Iterator[Span]:
    """The ``blocks`` that are not louder than their source leaks in most of them: there somebody speaks as well."""
    late_s = delay / pair.rate_hz
    origins = (Span(max(0.0, block.start_s - late_s), max(0.0, block.end_s - late_s)) for block in blocks)
    gains_db = [
        _level_dbov(pair.faint, block, pair.rate_hz) - _level_dbov(pair.source, origin, pair.rate_hz)
        for block, origin in zip(blocks, origins, strict=True)
    ]
    usual_db = float(np.median(gains_db)) if gains_db else 0.0
    yield from (block for block, gain_db in zip(blocks, gains_db, strict=True) if gain_db <= usual_db + leeway_db)


def _is_alike(pair: ChannelPair, block: Span, delay: int, settings: CrosstalkSettings) -> bool:
    near = int(NEAR_S * pair.rate_hz)
    start, end = int(block.start_s * pair.rate_hz), int(block.end_s * pair.rate_hz)
    heard = _flattened(pair.faint[start:end])
    first = start - delay - near
    if first < 0 or heard.size == 0 or end - delay + near > pair.source.size:
        return False
    origin = _flattened(pair.source[first : end - delay + near])
    heard_energy = float(np.dot(heard, heard)) + TINY
    origin_energy = float(np.dot(origin, origin)) + TINY
    if 10 * np.log10(origin_energy / heard_energy) < settings.margin_db:
        return False
    products = np.abs(np.correlate(origin, heard, mode="valid"))
    return bool(products.max() / np.sqrt(heard_energy * origin_energy) >= settings.min_correlation)


def _flattened(samples: Samples) -> Floats:
    """First difference: it raises the weak upper band of speech, where two voices differ most."""
    return np.diff(samples.astype(np.float64), prepend=0.0)
