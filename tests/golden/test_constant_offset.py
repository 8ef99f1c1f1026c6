"""A recording with a constant offset has the card of the same recording without one."""

import wave
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.support.sample_calls import sample_call

from callgrade.config.load import load_settings
from callgrade.grading.outcome import CallInput, Scored
from callgrade.grading.spec import GraderSpec
from callgrade.model.record import CallRecord, Direction
from callgrade.model.recording import Pcm16
from callgrade.model.scorecard import Scorecard

pytestmark = pytest.mark.slow

SOUND_S = 40
OFFSET = 3000


def card_with(offset: int, folder: Path) -> Scorecard:
    """The card of the beginning of a sample call, its first channel moved to ``offset``."""
    recording = sample_call("01_insurance_good.wav").recording
    channels = [channel.values for channel in recording.channels if isinstance(channel, Pcm16)]
    values = np.stack(channels, axis=1)[: SOUND_S * recording.sample_rate_hz].astype(np.int32)
    values[:, 0] += offset - round(np.median(values[:, 0]))
    path = folder / "call.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(recording.sample_rate_hz)
        file.writeframes(values.astype("<i2").tobytes())
    grader = GraderSpec(load_settings(), model=None, profile="service", site=None).grader()
    (outcome,) = grader.grade([CallInput(path)], CallRecord(direction=Direction.INBOUND), lambda _: None)
    assert isinstance(outcome, Scored)
    return outcome.card


def test_only_the_digest_and_a_warning_differ(tmp_path: Path) -> None:
    plain, shifted = card_with(0, tmp_path), card_with(OFFSET, tmp_path)
    assert shifted.file.warnings == ("offset: a constant 9.2% of full scale on channel 0 was taken off",)
    assert shifted.file.sha256 != plain.file.sha256
    assert replace(shifted, file=plain.file) == plain
