"""The sources of weights, and the error if they are missing."""

from pathlib import Path

import pytest

from callgrade.config.hearing import HearingSettings
from callgrade.errors import ModelError
from callgrade.hearing.recognition.bundle import BASE, check_weights
from callgrade.hearing.recognition.recogniser import Recogniser
from callgrade.hearing.recognition.weights import default_cache, find_weights


def test_base_comes_from_the_installed_packages_with_the_published_digests() -> None:
    folder = find_weights("base")
    assert folder == default_cache() / "whisper-base"
    assert all(check_weights(BASE, default_cache()).values())


def test_a_folder_of_weights_is_used_as_it_is() -> None:
    folder = find_weights("base")
    assert find_weights(str(folder)) == folder


def test_a_folder_without_weights_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match=r"model\.bin, tokenizer\.json missing"):
        find_weights(str(tmp_path))


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(ModelError, match=r"no model named 'basic'.*small.*large-v3"):
        find_weights("basic")


def test_a_hub_name_without_a_connection_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(_model: str, local_files_only: bool = False) -> str:
        raise FileNotFoundError("not cached") if local_files_only else ConnectionError("no route")

    monkeypatch.setattr("callgrade.hearing.recognition.hub.download_model", offline)
    with pytest.raises(ModelError, match=r"'small'.*cannot be fetched.*use the model base"):
        find_weights("small")


def test_weights_that_cannot_be_loaded_are_a_model_error(tmp_path: Path, hearing: HearingSettings) -> None:
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(ModelError, match="cannot be loaded"):
        Recogniser(find_weights(str(tmp_path)), hearing.recognition)
