"""Sound heard more slowly: a voice that is higher than those the network knows comes down to where it knows voices.

The network loses excited, shrill and children's voices above some 300 Hz, most of all on a loud line, and finds them
again at half the speed, an octave lower. Noise, breath, tones and music are hardly more like speech then
(docs: explanation/hearing).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import soxr

from callgrade.config.hearing import LoudRunSettings
from callgrade.hearing.activity.loud_sound import Run
from callgrade.hearing.activity.silero import FRAME_S, FRAME_SAMPLES, RATE_HZ, Frames, Probabilities, hear_apart
from callgrade.model.recording import Sound


@dataclass(frozen=True, eq=False)
class SlowHearing:
    """Hears runs of a channel ``slowing`` times more slowly; ``gain``: to the level that the network does best at."""

    samples: Sound
    sample_rate_hz: int
    gain: np.float32
    settings: LoudRunSettings

    def __call__(self, runs: Sequence[Run]) -> Iterator[Probabilities]:
        """Yield the probability of speech in each part of the frames of each of ``runs``, without the sound around."""
        lead = round(self.settings.lead_s / FRAME_S)
        firsts = [max(0, int(run[0]) - lead) for run in runs]
        sounds = (self._frames(first, int(run[-1]) + 1 + lead) for run, first in zip(runs, firsts, strict=True))
        for run, first, heard in zip(runs, firsts, hear_apart(sounds), strict=True):
            yield heard[(run[0] - first) * self.settings.slowing : (run[-1] + 1 - first) * self.settings.slowing]

    def _frames(self, first: int, end: int) -> Frames:
        """The frames from ``first`` to ``end`` of the channel, each stretched to ``slowing`` frames."""
        edges = (round(frame * FRAME_S * self.sample_rate_hz) for frame in (first, end))
        sound = soxr.resample(self.samples[slice(*edges)], self.sample_rate_hz, RATE_HZ * self.settings.slowing)
        whole: npt.NDArray[np.float32] = np.pad(sound * self.gain, (0, -sound.size % FRAME_SAMPLES))
        return whole.reshape(-1, FRAME_SAMPLES)
