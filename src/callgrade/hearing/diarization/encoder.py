"""What every encoder of speaker embeddings takes and gives."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

from callgrade.model.recording import Samples

RATE_HZ = 16_000
HOP_SAMPLES = 160
FRAMES = 80
WINDOW_S = FRAMES * HOP_SAMPLES / RATE_HZ
BANDS = 40
DIMENSIONS = 256

Embeddings = npt.NDArray[np.float32]
Frames = npt.NDArray[np.float32]


class Encoder(Protocol):
    """A network that turns 80 frames (25 ms every 10 ms) of 40 mel bands into one embedding."""

    def frames(self, sound: Samples) -> Frames:
        """Sound at 16 kHz as frames of mel bands, shape (n, 40), n ≥ sound.size // 160 - 1."""

    def embed(self, windows: Frames) -> Embeddings:
        """The embeddings of windows of shape (n, 80, 40), shape (n, 256), not yet of unit length."""
