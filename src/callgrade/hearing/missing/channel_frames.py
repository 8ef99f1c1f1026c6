"""The frames of 20 ms of a channel, block by block, so that memory does not grow with its length."""

from collections.abc import Iterator

from callgrade.model.recording import Samples, Sound

FRAME_S = 0.02
BLOCK_FRAMES = 3000


def channel_frames(samples: Sound, sample_rate_hz: int) -> Iterator[Samples]:
    """Whole frames that follow each other, each block of shape (n_frames, n_samples)."""
    frame = round(FRAME_S * sample_rate_hz)
    whole, step = samples.size // frame * frame, BLOCK_FRAMES * frame
    return (samples[start : min(start + step, whole)].reshape(-1, frame) for start in range(0, whole, step))
