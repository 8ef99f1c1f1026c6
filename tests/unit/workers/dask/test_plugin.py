"""The work of one Dask worker; whole clusters are tested in tests/faults."""

import pickle
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("distributed", reason="the extra cluster is not installed")

from callgrade.config.load import load_settings
from callgrade.errors import WorkerError
from callgrade.grading.call_task import CallTask
from callgrade.grading.grading_work import MakeGrading
from callgrade.grading.outcome import CallInput
from callgrade.grading.spec import GraderSpec
from callgrade.model.record import CallRecord
from callgrade.workers.dask.plugin import NAME, Packed, PoolPlugin, differences

SETTINGS = load_settings()
MAKE = MakeGrading(GraderSpec(SETTINGS, None, "service", None), CallRecord(), threads=1)


def task_of(path: Path) -> CallTask:
    path.write_bytes(b"no recording")
    return CallTask(1, "", path.stat().st_size, path.stat().st_mtime_ns, CallInput(path))


class Loop:
    """Of a Dask worker: remembers what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    def add_callback(self, _callback: object, **arguments: Any) -> None:
        self.asked.append(arguments)


def test_a_worker_without_its_recordings_takes_no_more_calls_and_fails_none(tmp_path: Path) -> None:
    task = task_of(tmp_path / "call.wav")
    plugin = pickle.loads(pickle.dumps(PoolPlugin(MAKE, SETTINGS.batch.workers, [task])))
    worker: Any = SimpleNamespace(loop=Loop(), set_resources=None)
    task.call.path.unlink()
    with pytest.raises(WorkerError, match="does not find the files any more"):
        plugin.do([task], worker)
    assert worker.loop.asked == [{NAME: 0}]


def test_a_task_sent_to_a_worker_is_complete_and_its_text_shows_no_content() -> None:
    packed = Packed("in-4721234567-20260302.wav")
    assert "472" not in repr(packed)
    assert pickle.loads(pickle.dumps(packed)).open() == "in-4721234567-20260302.wav"


def test_each_difference_of_a_machine_is_named_with_both_values() -> None:
    ours = {"callgrade": "0.7.0", "numpy": "2.4.0"}
    assert differences(ours, dict(ours)) == ()
    assert differences(ours, {**ours, "callgrade": "0.0.1"}) == ("callgrade is 0.0.1, not 0.7.0",)
