"""A constant offset is taken off the sound, and nothing else changes."""

import numpy as np
import pytest
from tests.support.sample_calls import sample_call
from tests.support.tones import join, noise, silence, speech_like

from callgrade.intake.audio.offset import without_offset
from callgrade.model.recording import Centred, Pcm16, Samples, Stored

TALK = join(silence(1), speech_like(3, -22), silence(1))


def steps(samples: Samples) -> Pcm16:
    return Pcm16(np.clip(np.rint(samples * 2**15), -(2**15), 2**15 - 1).astype(np.int16))


@pytest.mark.parametrize("share", [0.01, 0.1, -0.3])
@pytest.mark.parametrize("kept", [steps, np.array])
def test_what_is_read_is_the_sound_without_its_offset(share: float, kept: type[Samples]) -> None:
    channels, warning = without_offset((kept(TALK + np.float32(share)), kept(TALK)))
    np.testing.assert_allclose(channels[0], TALK, atol=2 / 2**15)
    assert not isinstance(channels[1], Centred)
    assert warning == f"offset: a constant {share:.1%} of full scale on channel 0 was taken off"


def test_a_stretch_is_the_same_alone_as_within_the_whole() -> None:
    ((channel,), _) = without_offset((steps(TALK + np.float32(0.1)),))
    assert (channel[1000:2000] == np.asarray(channel)[1000:2000]).all()


def test_sound_of_16_bits_takes_no_more_memory_without_its_offset() -> None:
    ((channel,), _) = without_offset((steps(TALK + np.float32(0.1)),))
    assert channel.nbytes == 2 * TALK.size


LOPSIDED = np.where(TALK > 0, TALK * 2, TALK)


@pytest.mark.parametrize(
    "sound",
    [
        TALK,
        silence(1),
        silence(0),
        noise(2, -20),
        np.clip(LOPSIDED * 4, -1, 0.1).astype(np.float32),  # clipped on one side only
        np.where(noise(2, -20) > 0, 0, -1 / 2**7).astype(np.float32),  # 8 bits, rounded down
        join(silence(6), TALK + np.float32(0.1)),  # somebody who came late: most of it is digital silence
        sample_call("01_insurance_good.wav").recording.channels[0],
        sample_call("09_garage_quiet.wav").recording.channels[1],
    ],
)
@pytest.mark.parametrize("kept", [np.asarray, steps])
def test_sound_without_an_offset_is_the_same_object(sound: Samples, kept: type[Samples]) -> None:
    channel: Stored = kept(sound[:])
    channels, warning = without_offset((channel,))
    assert channels[0] is channel
    assert warning is None
