"""Weights kept in 8 bits: the numbers that CTranslate2 makes itself, made once, and never half there."""

import json
import shutil
from pathlib import Path

import ctranslate2
import numpy as np
import pytest

from callgrade.config.hearing import HearingSettings
from callgrade.config.recognition import Device
from callgrade.hearing.recognition.eight_bits import FOLDER, MODEL, STAMP, in_eight_bits, is_intact
from callgrade.hearing.recognition.weights import find_weights, weights_to_load

PROMPT = [50258, 50259, 50359, 50363]


@pytest.fixture(scope="module")
def published() -> Path:
    return find_weights("base")


@pytest.fixture
def weights(published: Path, tmp_path: Path) -> Path:
    """A copy of the published weights alone."""
    return shutil.copytree(published, tmp_path / "weights", ignore=shutil.ignore_patterns(FOLDER), symlinks=True)


def test_whisper_hears_the_same_to_the_last_bit(published: Path) -> None:
    sound = np.random.default_rng(1).normal(size=(1, 80, 600)).astype(np.float32)
    folders = (published, in_eight_bits(published))
    first, second = (ctranslate2.models.Whisper(str(folder), compute_type="int8") for folder in folders)
    encoded, again = (np.asarray(model.encode(storage(sound), to_cpu=True)) for model in (first, second))
    assert np.array_equal(encoded, again)
    assert said(first, encoded) == said(second, encoded)
    assert first.detect_language(storage(encoded)) == second.detect_language(storage(encoded))


def test_the_model_is_half_as_large_and_made_once(weights: Path) -> None:
    model = in_eight_bits(weights) / MODEL
    made_ns = model.stat().st_mtime_ns
    assert model.stat().st_size < 0.6 * (weights / MODEL).stat().st_size
    in_eight_bits(weights)
    assert model.stat().st_mtime_ns == made_ns


@pytest.mark.parametrize("change", ["the model", "what it was made of", "the stamp"])
def test_after_a_change_it_is_made_again(weights: Path, change: str) -> None:
    folder = in_eight_bits(weights)
    right = (folder / MODEL).read_bytes()
    if change == "the model":
        (folder / MODEL).write_bytes(right[:-1])
    elif change == "what it was made of":
        (weights / MODEL).touch()
    else:
        (folder / STAMP).write_text("[]")
    assert in_eight_bits(weights) == folder
    assert (folder / MODEL).read_bytes() == right
    assert json.loads((folder / STAMP).read_text())["of"][1] == (weights / MODEL).stat().st_mtime_ns


def test_damage_that_keeps_size_and_time_is_found_by_its_digest(weights: Path) -> None:
    assert is_intact(weights)
    model = in_eight_bits(weights) / MODEL
    assert is_intact(weights)
    model.write_bytes(model.read_bytes()[:-1] + b"?")
    assert not is_intact(weights)


def test_a_full_disk_leaves_the_published_weights(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("callgrade.files.os.fsync", full)
    assert in_eight_bits(weights) == weights
    assert not list((weights / FOLDER).iterdir())


def test_a_model_of_another_format_is_left_as_it_is(weights: Path) -> None:
    (weights / MODEL).write_bytes(b"\7\0\0\0")
    assert in_eight_bits(weights) == weights


def test_only_bundled_weights_for_a_processor_in_int8_are_kept_so(
    published: Path, weights: Path, hearing: HearingSettings
) -> None:
    settings = hearing.recognition
    exact = settings.model_copy(update={"compute_type": {**settings.compute_type, Device.CPU: "float32"}})
    assert weights_to_load("base", settings) == published / FOLDER
    assert weights_to_load("base", exact) == published
    assert weights_to_load(str(weights), settings) == weights
    assert not (weights / FOLDER).exists()


def storage(numbers: np.ndarray) -> ctranslate2.StorageView:
    return ctranslate2.StorageView.from_array(np.ascontiguousarray(numbers))


def said(model: ctranslate2.models.Whisper, encoded: np.ndarray) -> tuple[object, ...]:
    (result,) = model.generate(
        storage(encoded), [PROMPT], beam_size=5, max_length=60, return_scores=True, return_no_speech_prob=True
    )
    return result.sequences_ids, result.scores, result.no_speech_prob
