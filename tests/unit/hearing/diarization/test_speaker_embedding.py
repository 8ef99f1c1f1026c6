"""Embeddings of one voice are alike, and come out the same however they are asked for."""

from hashlib import sha256
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import pytest
from tests.support.sample_calls import channel_of

from callgrade.hearing.diarization.campplus import DIMENSIONS
from callgrade.hearing.diarization.speaker_embedding import embed_windows
from callgrade.model.recording import Samples
from callgrade.model.span import Span, Spans

RATE_HZ = 8000
CALL = "05_travel_hold.ogg"
NETWORK = files("callgrade.hearing.diarization").joinpath("network")


@pytest.fixture(scope="module")
def sides() -> tuple[Samples, Samples]:
    return channel_of(CALL, 0, RATE_HZ), channel_of(CALL, 1, RATE_HZ)


def loudest(samples: Samples) -> Spans:
    """The six loudest stretches of 1.5 s, in order."""
    length = int(1.5 * RATE_HZ)
    power = (samples[: samples.size // length * length].reshape(-1, length) ** 2).mean(axis=1)
    return tuple(Span(i * 1.5, (i + 1) * 1.5) for i in np.sort(np.argsort(power)[-6:]).tolist())


def embedded(samples: Samples) -> npt.NDArray[np.float32]:
    return embed_windows(samples, RATE_HZ, loudest(samples), loudest(samples))


@pytest.mark.parametrize("part", ["trunk", "head"])
def test_the_network_is_the_one_that_its_notice_describes(part: str) -> None:
    digest = sha256(NETWORK.joinpath(f"campplus_{part}.onnx").read_bytes()).hexdigest()
    assert digest in NETWORK.joinpath("NOTICE.md").read_text(encoding="utf-8")


def test_embeddings_of_one_voice_are_far_more_alike_than_those_of_two(sides: tuple[Samples, Samples]) -> None:
    left, right = (embedded(side) for side in sides)
    assert left.shape == (6, DIMENSIONS)
    assert np.linalg.norm(left, axis=1) == pytest.approx(1, abs=1e-5)
    assert np.median(left @ left.T) > np.median(left @ right.T) + 0.3


def test_a_window_has_the_same_embedding_to_the_byte_alone_and_among_others(sides: tuple[Samples, Samples]) -> None:
    samples = sides[0]
    speech = (Span(0.0, samples.size / RATE_HZ),)
    among = [Span(start_s, start_s + 1.5) for start_s in np.arange(0.0, 20.0, 0.5).tolist()]
    window = among[17]
    alone = embed_windows(samples, RATE_HZ, speech, [window])[0]
    assert embed_windows(samples, RATE_HZ, speech, among)[17].tobytes() == alone.tobytes()


def test_windows_of_different_lengths_keep_their_order_whatever_it_is(sides: tuple[Samples, Samples]) -> None:
    first, *_, last = loudest(sides[0])
    windows = [last, Span(first.start_s, first.start_s + 1.0), first, Span(last.end_s - 0.6, last.end_s)]
    together = embed_windows(sides[0], RATE_HZ, (first, last), windows)
    for window, embedding in zip(windows, together, strict=True):
        alone = embed_windows(sides[0], RATE_HZ, (first, last), [window])[0]
        assert alone.tobytes() == embedding.tobytes()


def test_only_speech_counts_in_a_window(sides: tuple[Samples, Samples]) -> None:
    own, other = sides
    window = loudest(own)[0]
    spoken = Span(window.start_s, window.end_s - 0.6)
    mixed = own.copy()
    later = slice(round((spoken.end_s + 0.5) * RATE_HZ), None)
    mixed[later] = other[: mixed[later].size]
    alone, beside = (embed_windows(samples, RATE_HZ, (spoken,), [window]) for samples in (own, mixed))
    assert alone.tobytes() == beside.tobytes()


def test_a_window_beyond_the_end_of_the_recording_holds_silence(sides: tuple[Samples, Samples]) -> None:
    end_s = sides[0].size / RATE_HZ
    beyond = (Span(end_s - 0.5, end_s + 1.0),)
    assert np.linalg.norm(embed_windows(sides[0], RATE_HZ, beyond, beyond)) == pytest.approx(1, abs=1e-5)


def test_a_window_without_speech_has_no_embedding(sides: tuple[Samples, Samples]) -> None:
    assert not embed_windows(sides[0], RATE_HZ, (Span(0.0, 2.0),), [Span(5.0, 6.5)]).any()


def test_no_windows_have_no_embeddings(sides: tuple[Samples, Samples]) -> None:
    assert embed_windows(sides[0], RATE_HZ, (Span(0.0, 2.0),), []).shape == (0, DIMENSIONS)
