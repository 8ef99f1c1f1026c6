"""The project's own sample calls, decoded."""

from functools import cache
from pathlib import Path

import numpy as np
import soxr

from callgrade.config.load import load_settings
from callgrade.intake.source import RecordedCall, open_call
from callgrade.model.record import CallRecord
from callgrade.model.recording import Samples

SAMPLES = Path(__file__).parents[2] / "sample_audio"


@cache
def sample_call(name: str) -> RecordedCall:
    """One of sample_audio/, with what is known of it."""
    call = open_call(SAMPLES / name, load_settings().intake, CallRecord())
    assert isinstance(call, RecordedCall)
    return call


def channel_of(name: str, channel: int, sample_rate_hz: int) -> Samples:
    """One channel of a sample call at another rate."""
    recording = sample_call(name).recording
    resampled: Samples = soxr.resample(recording.channels[channel], recording.sample_rate_hz, sample_rate_hz)
    return np.ascontiguousarray(resampled)
