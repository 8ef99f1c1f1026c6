"""The network of voice activity gives the answers of the network it was made from."""

from hashlib import sha256
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import pytest
from faster_whisper.vad import get_vad_model
from tests.support.sample_calls import channel_of

from callgrade.hearing.activity.silero import CONTEXT_SAMPLES, FRAME_SAMPLES, RATE_HZ, hear, hear_apart

NETWORK = files("callgrade").joinpath("hearing", "voice_activity_network")
HALF = 40
FRAMES = 10 * HALF + 7

Floats = npt.NDArray[np.float32]


@pytest.fixture(scope="module")
def frames() -> Floats:
    """Frames of an agent's channel, shape (``FRAMES``, 512)."""
    sound = channel_of("01_insurance_good.wav", 0, RATE_HZ)
    return sound[: FRAMES * FRAME_SAMPLES].reshape(FRAMES, FRAME_SAMPLES).astype(np.float32)


def heard(frames: Floats, warm_up: int) -> Floats:
    halves = np.split(frames, range(HALF, len(frames), HALF))
    return np.concatenate(list(hear(halves, HALF, warm_up)))[: len(frames)]


def published(frames: Floats, first: int, end: int) -> Floats:
    """The answers of the published network, which begins to listen at frame ``first``."""
    sound = np.concatenate([np.zeros(CONTEXT_SAMPLES, np.float32), frames.reshape(-1)])
    wide = np.lib.stride_tricks.sliding_window_view(sound, CONTEXT_SAMPLES + FRAME_SAMPLES)[::FRAME_SAMPLES]
    state = np.zeros((1, 1, 128), np.float32)
    answers, *_ = get_vad_model().session.run(None, {"input": wide[first:end], "h": state, "c": state})
    return np.asarray(answers, np.float32).reshape(-1)


def test_the_network_is_the_one_that_its_notice_describes() -> None:
    digest = sha256(NETWORK.joinpath("silero.onnx").read_bytes()).hexdigest()
    assert digest in NETWORK.joinpath("NOTICE.md").read_text(encoding="utf-8")


def test_the_first_block_is_heard_as_the_published_network_hears_it(frames: Floats) -> None:
    np.testing.assert_allclose(heard(frames, HALF)[: 2 * HALF], published(frames, 0, 2 * HALF), atol=1e-5)


def test_of_the_two_blocks_of_a_half_the_surer_one_counts_after_its_warm_up(frames: Floats) -> None:
    later, earlier = published(frames, 3 * HALF, 4 * HALF), published(frames, 2 * HALF, 4 * HALF)[HALF:]
    wanted = np.concatenate([earlier[:5], np.maximum(earlier, later)[5:]])
    np.testing.assert_allclose(heard(frames, 5)[3 * HALF : 4 * HALF], wanted, atol=1e-5)


def test_a_short_end_is_heard_as_well(frames: Floats) -> None:
    wanted = published(frames, 9 * HALF, FRAMES)[HALF:]
    np.testing.assert_allclose(heard(frames, HALF)[10 * HALF :], wanted[-7:], atol=1e-5)


def test_sounds_that_do_not_follow_each_other_are_each_heard_from_the_beginning(frames: Floats) -> None:
    sounds = [frames[100:131], frames[200:240]]
    for sound, answers in zip(sounds, hear_apart(sounds), strict=True):
        np.testing.assert_allclose(answers, published(sound, 0, len(sound)), atol=1e-5)
