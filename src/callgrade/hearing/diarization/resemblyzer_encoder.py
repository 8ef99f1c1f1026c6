"""A heavier encoder of speaker embeddings: Resemblyzer's weights (Apache-2.0), run by torch.

Optional: ``pip install "callgrade[heavy-speakers]"``. Only the weights of the package are used: importing it needs
modules that current Python installations no longer have.
"""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import librosa
import numpy as np

from callgrade.errors import ModelError
from callgrade.hearing.diarization.encoder import BANDS, DIMENSIONS, HOP_SAMPLES, RATE_HZ, Embeddings, Frames
from callgrade.model.recording import Samples

EXTRA = 'pip install "callgrade[heavy-speakers]"'
QUIETEST = 10 ** (-30 / 20)  # RMS, relative to overload, to which the encoder's training data were raised


class Resemblyzer:
    """The encoder of Resemblyzer 0.1."""

    def __init__(self) -> None:
        """Load the weights; raises ``ModelError`` if a package is missing."""
        weights = _weights()
        try:
            import torch
        except ImportError as error:
            raise _missing("torch") from error
        self._torch: Any = torch
        self._lstm: Any = torch.nn.LSTM(BANDS, DIMENSIONS, num_layers=3, batch_first=True)
        self._linear: Any = torch.nn.Linear(DIMENSIONS, DIMENSIONS)
        state = torch.load(weights, map_location="cpu", weights_only=True)["model_state"]
        for layer, prefix in ((self._lstm, "lstm."), (self._linear, "linear.")):
            own = {name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)}
            layer.load_state_dict(own)

    def frames(self, sound: Samples) -> Frames:
        """Power of the sound, raised to the level that the encoder was trained on."""
        rms = float(np.sqrt(np.mean(sound**2))) if sound.size else 0.0
        raised = sound * (max(QUIETEST / rms, 1.0) if rms else 1.0)
        power = librosa.feature.melspectrogram(
            y=raised.astype(np.float32), sr=RATE_HZ, n_fft=400, hop_length=HOP_SAMPLES, n_mels=BANDS
        )
        frames: Frames = power.T.astype(np.float32)
        return frames

    def embed(self, windows: Frames) -> Embeddings:
        """The last layer's last state, through a rectified linear layer."""
        with self._torch.inference_mode():
            _, (hidden, _) = self._lstm(self._torch.from_numpy(windows))
            embeddings: Embeddings = self._torch.relu(self._linear(hidden[-1])).numpy()
        return embeddings


def _weights() -> Path:
    """The file in the installed package, without importing it."""
    spec = find_spec("resemblyzer")
    if spec is None or spec.origin is None:
        raise _missing("resemblyzer")
    return Path(spec.origin).with_name("pretrained.pt")


def _missing(package: str) -> ModelError:
    return ModelError(
        f"hearing.speakers.encoder is resemblyzer, but the package {package} is not installed.",
        f"Install it with {EXTRA}, or set the encoder to ge2e_lite.",
    )
