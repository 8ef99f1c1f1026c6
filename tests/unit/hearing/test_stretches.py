"""A long recording is heard by stretch: no step takes all of a channel at once."""

from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from tests.support.sample_calls import sample_call

from callgrade.config.load import load_settings
from callgrade.hearing.conclude import conclude
from callgrade.hearing.prepare import prepare
from callgrade.hearing.recognition.speech import Recognised
from callgrade.measures import draw_sound, hear_voices
from callgrade.model.record import CallRecord
from callgrade.model.recording import Pcm16, Recording, Samples

pytestmark = pytest.mark.slow

CALL = sample_call("02_telecom_bad.wav").recording
TIMES = 4
LONGEST_S = 75
"""More than any step takes, and a quarter of the recording."""


@dataclass(frozen=True, eq=False)
class Watched(Pcm16):
    """A channel that keeps the lengths of what is taken from it."""

    taken: list[int] = field(default_factory=list)

    def __getitem__(self, stretch: slice, /) -> Samples:
        samples = super().__getitem__(stretch)
        self.taken.append(samples.size)
        return samples


def watched(*, other_is_silent: bool) -> tuple[Watched, Watched]:
    """Both channels of a sample call, over and over."""
    one, other = (channel.values for channel in CALL.channels if isinstance(channel, Pcm16))
    if other_is_silent:
        other = np.zeros_like(other)
    return Watched(np.tile(one, TIMES)), Watched(np.tile(other, TIMES))


@pytest.mark.parametrize("other_is_silent", [False, True], ids=["two sides", "one side"])
def test_no_step_takes_more_than_a_stretch_of_a_long_recording(other_is_silent: bool) -> None:
    channels, settings = watched(other_is_silent=other_is_silent), load_settings()
    recording: Recording = replace(CALL, channels=channels)
    prepared = prepare(recording, CallRecord(), settings.hearing)
    windows = prepared.speech.windows
    for window in windows:
        window.audio()
    said = conclude(prepared, Recognised(tuple(() for _ in windows), "en", 1.0, (None,) * len(windows)))
    draw_sound(said, recording, hear_voices(said, recording, settings.measures), settings.measures.rate)
    longest_s = max(max(channel.taken) for channel in channels) / recording.sample_rate_hz
    assert recording.duration_s > 3 * LONGEST_S
    assert longest_s <= LONGEST_S
