"""What a Dask worker does with calls; the cluster as a whole is tried in tests/faults."""

import pickle
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("distributed", reason="the extra cluster is not installed")

from callgrade.batch.grading import MakeGrading
from callgrade.batch.station import NAME, Parcel, Station
from callgrade.batch.task import CallTask
from callgrade.config.load import load_settings
from callgrade.equipment import Equipment
from callgrade.errors import WorkerError
from callgrade.model.record import CallRecord
from callgrade.outcome import Call

SETTINGS = load_settings()
MAKE = MakeGrading(Equipment(SETTINGS, None, "service", None), CallRecord(), threads=1)


def task_of(path: Path) -> CallTask:
    path.write_bytes(b"no recording")
    return CallTask(1, "", path.stat().st_size, path.stat().st_mtime_ns, Call(path))


class Loop:
    """Of a Dask worker: remembers what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    def add_callback(self, _callback: object, **arguments: Any) -> None:
        self.asked.append(arguments)


def test_a_worker_whose_recordings_are_gone_takes_no_more_and_blames_no_call(tmp_path: Path) -> None:
    task = task_of(tmp_path / "call.wav")
    station = pickle.loads(pickle.dumps(Station(MAKE, SETTINGS.batch.workers, [task])))
    worker: Any = SimpleNamespace(loop=Loop(), set_resources=None)
    task.call.path.unlink()
    with pytest.raises(WorkerError, match="gone from a worker"):
        station.do([task], worker)
    assert worker.loop.asked == [{NAME: 0}]


def test_what_travels_shows_nothing_of_itself_and_comes_whole() -> None:
    parcel = Parcel("in-4721234567-20260302.wav")
    assert "472" not in repr(parcel)
    assert pickle.loads(pickle.dumps(parcel)).open() == "in-4721234567-20260302.wav"
