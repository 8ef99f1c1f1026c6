"""``callgrade doctor``."""

from pathlib import Path

import pytest
from tests.unit.cli.conftest import Run

from callgrade import __version__
from callgrade.errors import ExitCode, ModelError
from callgrade.hearing.recognition import bundle, device, weights


@pytest.fixture
def weights_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A cache in which the weights are said to be."""
    monkeypatch.setattr(weights, "find_weights", lambda model: tmp_path / model)
    return tmp_path


def test_doctor_shows_versions_model_checksum_codecs_cores_and_hashes(
    run: Run, weights_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "check_weights", lambda *_: {"model.bin": True})
    result = run("doctor")
    assert result.exit_code == ExitCode.OK
    rows = {line[:14].strip(): line[15:] for line in result.stdout.splitlines()}
    assert rows["callgrade"] == __version__
    assert rows["model"] == f"base ({weights_in / 'base'})"
    assert rows["checksum"] == "as published"
    assert {"cores", "codecs", "faster-whisper", "configuration", "norms"} <= rows.keys()
    assert "missing" not in result.stdout


def test_missing_weights(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> Path:
        raise ModelError("The weights are not installed.", "Install them.")

    monkeypatch.setattr(weights, "find_weights", missing)
    result = run("doctor")
    assert result.exit_code == ExitCode.MODEL
    assert "Install them." in result.stderr


def test_doctor_reports_damaged_weights(run: Run, weights_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "check_weights", lambda *_: {"model.bin": False, "config.json": True})
    result = run("doctor")
    assert result.exit_code == ExitCode.MODEL
    assert "damaged: model.bin" in result.stdout


def test_a_model_of_the_users_own_has_no_published_checksum(run: Run, weights_in: Path) -> None:
    result = run("doctor", "--model", "mine")
    assert result.exit_code == ExitCode.OK
    assert "not known for this model" in result.stdout


def test_doctor_reports_an_invalid_configuration(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("nonsense: 1", encoding="utf-8")
    assert run("doctor", "--config", tmp_path / "mine.yaml").exit_code == ExitCode.CONFIG


def test_doctor_reports_a_missing_device(run: Run, weights_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "check_weights", lambda *_: {"model.bin": True})
    monkeypatch.setattr(device, "gpus", lambda: 0)
    result = run("doctor", "--device", "cuda")
    assert result.exit_code == ExitCode.MODEL
    rows = {line[:14].strip(): line[15:] for line in result.stdout.splitlines()}
    assert rows["GPUs"] == "none for CUDA"
    assert rows["device"] == "cuda, computing with float16"
    assert "There is no GPU that recognition can use" in result.stderr
