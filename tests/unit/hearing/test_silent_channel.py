"""A channel on which nobody speaks was not recorded: the other one may hold both voices."""

from dataclasses import replace

import numpy as np
import pytest
from tests.support.sample_calls import sample_call

from callgrade.config.load import load_settings
from callgrade.hearing.conclude import conclude
from callgrade.hearing.prepare import prepare
from callgrade.hearing.recognition.speech import Recognised
from callgrade.model.conversation import Conversation, Layout
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Role
from callgrade.model.recording import Samples

CALL = sample_call("04_energy_outbound.mp3").recording
MIX = (CALL.channels[0][:] + CALL.channels[1][:]) / np.float32(2)
FAINT_NOISE = (np.random.default_rng(1).standard_normal(MIX.size) * 10 ** (-65 / 20)).astype(np.float32)


def heard(left: Samples, right: Samples) -> Conversation:
    """Without words: only who speaks when."""
    prepared = prepare(replace(CALL, channels=(left, right)), CallRecord(), load_settings().hearing)
    windows = prepared.speech.windows
    return conclude(prepared, Recognised(tuple(() for _ in windows), "en", 1.0, (None,) * len(windows)))


@pytest.mark.parametrize("silence", [np.zeros_like(MIX), FAINT_NOISE], ids=["zeros", "faint noise"])
@pytest.mark.parametrize("recorded", [0, 1])
def test_two_voices_on_the_only_channel_with_speech_are_separated_and_reported(recorded: int, silence: Samples) -> None:
    conversation = heard(*((MIX, silence) if recorded == 0 else (silence, MIX)))
    assert conversation.attribution is not None
    assert conversation.attribution.layout is Layout.TWO_VOICES
    assert conversation.attribution.note is Reason.OTHER_CHANNEL_SILENT
    assert {(party.role, party.channel) for party in conversation.parties} == {
        (Role.AGENT, recorded),
        (Role.CUSTOMER, recorded),
    }
    assert Reason.NOT_RECORDED not in [gap.reason for gap in conversation.gaps]


def test_one_voice_on_the_only_channel_with_speech_keeps_its_channel() -> None:
    conversation = heard(CALL.channels[0][:], np.zeros_like(MIX))
    assert conversation.attribution is not None
    assert conversation.attribution.layout is Layout.TWO_CHANNELS
    assert [party.channel for party in conversation.parties] == [0]


def test_little_speech_on_the_only_channel_with_speech_may_be_two_voices_and_the_silent_one_is_reported() -> None:
    little = CALL.channels[0][:].copy()
    little[12 * CALL.sample_rate_hz :] = 0
    conversation = heard(np.zeros_like(MIX), little)
    assert conversation.attribution is not None
    assert conversation.attribution.layout is Layout.ONE_VOICE
    assert conversation.attribution.note is Reason.VOICES_UNSURE_OTHER_SILENT
    assert [party.role for party in conversation.parties] == [Role.UNKNOWN]
