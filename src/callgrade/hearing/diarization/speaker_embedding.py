"""Speaker embeddings: 256 numbers for 0.8 s of sound that are alike when the voice is the same.

Encoders are three-layer LSTMs trained with the generalised end-to-end loss (Wan et al. 2018,
doi:10.1109/ICASSP.2018.8462665).
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import soxr

from callgrade.config.hearing import EncoderName
from callgrade.hearing.diarization.encoder import (
    DIMENSIONS,
    FRAMES,
    HOP_SAMPLES,
    RATE_HZ,
    WINDOW_S,
    Embeddings,
    Encoder,
)
from callgrade.model.recording import Samples

BATCH = 16

Floats = npt.NDArray[np.float64]


@lru_cache(maxsize=1)
def find_encoder(name: EncoderName) -> Encoder:
    """The encoder of this name, loaded once; raises ``ModelError`` if a package that it needs is missing."""
    if name is EncoderName.RESEMBLYZER:
        from callgrade.hearing.diarization.resemblyzer_encoder import Resemblyzer

        return Resemblyzer()
    from callgrade.hearing.diarization.ge2e_encoder import Ge2eLite  # librosa takes a while to load

    return Ge2eLite()


def embed_speech(samples: Samples, sample_rate_hz: int, middles_s: Floats, encoder: Encoder) -> Embeddings:
    """Embeddings of the 0.8 s around each of ``middles_s`` (ascending seconds), unit length, shape (n, 256).

    The part of a window outside the recording is silence.
    """
    batches = (middles_s[i : i + BATCH] for i in range(0, middles_s.size, BATCH))
    embeddings = [_batch(samples, sample_rate_hz, middles, encoder) for middles in batches]
    return np.concatenate(embeddings) if embeddings else np.zeros((0, DIMENSIONS), np.float32)


def _batch(samples: Samples, sample_rate_hz: int, middles_s: Floats, encoder: Encoder) -> Embeddings:
    """One resampling for windows that are near each other: the encoder's batch."""
    first_s, last_s = middles_s[0] - WINDOW_S / 2, middles_s[-1] + WINDOW_S / 2
    frames = encoder.frames(_stretch(samples, sample_rate_hz, first_s, last_s))
    starts = np.round((middles_s - middles_s[0]) * RATE_HZ / HOP_SAMPLES).astype(int)
    windows = np.stack([frames[start : start + FRAMES] for start in starts])
    embeddings = encoder.embed(windows)
    unit: Embeddings = embeddings / (np.linalg.norm(embeddings, axis=1, keepdims=True) + 1e-12)
    return unit


def _stretch(samples: Samples, rate_hz: int, start_s: float, end_s: float) -> Samples:
    """A stretch at 16 kHz, padded with silence beyond both ends of the recording."""
    start, end = round(start_s * rate_hz), round(end_s * rate_hz)
    inside = samples[max(start, 0) : max(end, 0)]
    padded = np.pad(inside, (max(-start, 0), max(end - max(start, 0) - inside.size, 0)))
    stretch: Samples = soxr.resample(padded, rate_hz, RATE_HZ)
    return stretch
