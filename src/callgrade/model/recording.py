"""A decoded recording: the only form in which audio travels through the program."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Recording:
    """One recording, decoded once, at its native sample rate.

    ``name``: the file's name as shown. ``sha256``: of the file's bytes, hex. ``channels``: one float32 array of
    shape (n_samples,) a channel, full scale = 1.0, all of one length. ``warnings``: what is wrong with the file
    without making it useless ("truncated: …"), as shown to the user. ``missing_s``: seconds of sound that should
    follow, 0 if nobody knows how many; ``None`` where nothing is missing.
    """

    name: str
    sha256: str
    sample_rate_hz: int
    channels: tuple[Samples, ...]
    warnings: tuple[str, ...] = ()
    missing_s: float | None = None

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.channels[0].size / self.sample_rate_hz
