"""Any recording at 8 kHz, in blocks, so that memory does not grow with its length."""

from collections.abc import Iterator

import numpy as np
import soxr

from callgrade.model.recording import Samples, Sound

RATE_HZ = 8000
MARGIN_S = 1


def cut(samples: Sound, sample_rate_hz: int, start_s: float, end_s: float) -> Samples:
    """``samples`` from ``start_s`` to ``end_s`` (clipped to the recording) at 8 kHz, float32, shape (n,)."""
    first = max(0, round(start_s * sample_rate_hz))
    piece = samples[first : max(first, round(end_s * sample_rate_hz))]
    if sample_rate_hz == RATE_HZ or not piece.size:
        return piece
    narrow: Samples = soxr.resample(piece, sample_rate_hz, RATE_HZ)
    return narrow


def blocks(samples: Sound, sample_rate_hz: int, block_s: int, context_s: float) -> Iterator[tuple[int, Samples]]:
    """Yield (start in whole seconds, ``block_s`` seconds at 8 kHz and ``context_s`` beyond their end).

    The resampler sees a margin on both sides, so that blocks join without a seam.
    """
    duration_s = samples.size / sample_rate_hz
    for start_s in range(0, max(1, int(np.ceil(duration_s))), block_s):
        before_s = min(start_s, MARGIN_S)
        wide = cut(samples, sample_rate_hz, start_s - before_s, start_s + block_s + context_s + MARGIN_S)
        wanted = round((block_s + context_s) * RATE_HZ)
        yield start_s, wide[before_s * RATE_HZ :][:wanted]
