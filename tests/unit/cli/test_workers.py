"""What runs the work of ``callgrade batch``."""

import sys
from pathlib import Path

import pytest
from tests.unit.cli.conftest import Run

import callgrade.workers.dask
from callgrade.cli.workers import plan_of
from callgrade.config.load import load_settings
from callgrade.config.recognition import Device
from callgrade.errors import ExitCode
from callgrade.hearing.recognition import device

ON_CUDA = load_settings(None, {"hearing": {"recognition": {"device": "cuda"}}})


def test_a_missing_gpu_is_reported_before_anything_starts(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device, "gpus", lambda: 0)
    result = run("batch", tmp_path, "--store", tmp_path / "calls.db", "--device", "cuda")
    assert result.exit_code == ExitCode.MODEL
    assert "There is no GPU" in result.stderr
    assert not (tmp_path / "calls.db").exists()


def test_each_gpu_has_one_worker_unless_more_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "gpus", lambda: 1)
    monkeypatch.setattr(device, "check_device", lambda *_: None)
    assert ON_CUDA.hearing.recognition.device is Device.CUDA
    assert plan_of(None, 1, None, ON_CUDA).workers == 1


def test_a_cluster_without_dask_says_what_to_install(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    for module in ("client", "plugin", "fitness", "submissions"):  # as if nothing had imported them yet
        monkeypatch.delitem(sys.modules, f"callgrade.workers.dask.{module}", raising=False)
        monkeypatch.delattr(callgrade.workers.dask, module, raising=False)
    result = run("batch", tmp_path, "--store", tmp_path / "calls.db", "--cluster", "tcp://127.0.0.1:1")
    assert result.exit_code == ExitCode.USAGE
    assert "pip install -c constraints.txt '.[cluster]'" in result.stderr


def test_a_cluster_that_does_not_answer(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = pytest.importorskip("callgrade.workers.dask.client")
    monkeypatch.setattr(cluster, "CONNECT_S", 0.5)
    result = run("batch", tmp_path, "--store", tmp_path / "calls.db", "--cluster", "tcp://127.0.0.1:1")
    assert result.exit_code == ExitCode.WORKER
    assert "No Dask scheduler answers" in result.stderr
