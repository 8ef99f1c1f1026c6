"""Two channels that carry the same mix are one channel: roles come from the words, talking at once is not heard."""

import wave
from pathlib import Path

import numpy as np
import pytest

from callgrade.config.load import load_settings
from callgrade.grading.outcome import CallInput, Scored
from callgrade.grading.spec import GraderSpec
from callgrade.intake.source import RecordedCall, open_call
from callgrade.model.conversation import Layout
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.model.scorecard import Scorecard

SAMPLE = Path(__file__).parents[2] / "sample_audio" / "11_hotel_overpolite.mp3"
AT_ONCE = ["overlap.total", "interruption.count", "backchannel.count"]


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Scorecard:
    """A two-channel sample mixed into both channels, each with a little noise of its own."""
    call = open_call(SAMPLE, load_settings().intake, CallRecord())
    assert isinstance(call, RecordedCall)
    left, right = (channel[:] for channel in call.recording.channels)
    mix = (left + right) / 2
    own_noise = np.random.default_rng(1).standard_normal((mix.size, 2)) * 1e-3
    path = tmp_path_factory.mktemp("mixed") / "mixed.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(call.recording.sample_rate_hz)
        file.writeframes(np.round((mix[:, None] + own_noise) * 32767).clip(-32768, 32767).astype("<i2").tobytes())
    grader = GraderSpec(load_settings(), model=None, profile="service", site=None).grader()
    (outcome,) = grader.grade([CallInput(path)], CallRecord(direction=Direction.INBOUND), lambda _: None)
    assert isinstance(outcome, Scored)
    return outcome.card


def test_voices_are_separated_by_sound_and_not_by_channel(card: Scorecard) -> None:
    assert card.file.channels == 2
    assert card.conversation.attribution is not None
    assert card.conversation.attribution.layout is Layout.TWO_VOICES
    assert {party.channel for party in card.conversation.parties} == {0}


def test_the_voice_that_greets_is_the_agent(card: Scorecard) -> None:
    assert {party.role for party in card.conversation.parties} == {Role.AGENT, Role.CUSTOMER}
    greeting = next(finding for finding in card.findings if finding.norm == "greeting.offer_of_help")
    assert greeting.verdict == "pass"


@pytest.mark.parametrize("name", AT_ONCE)
def test_overlap_is_unknown_if_both_channels_have_one_sound(card: Scorecard, name: str) -> None:
    found = [item for item in card.measurements.items if item.name == name]
    assert found
    assert {(item.value, item.reason) for item in found} == {(None, Reason.ONE_CHANNEL)}
