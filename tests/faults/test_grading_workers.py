"""The real work, Whisper included, in worker processes: a crash loses only that call, and no start or end hangs."""

import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tests.support.grading_work import MakeCrashing
from tests.support.native_work import NativeThreads

from callgrade.config.batch import WorkerSettings
from callgrade.config.load import load_settings
from callgrade.errors import ConfigError, ModelError
from callgrade.grading.call_task import CallTask
from callgrade.grading.grading_work import MakeGrading
from callgrade.grading.outcome import CallInput, Refused
from callgrade.grading.spec import GraderSpec
from callgrade.hearing.recognition.weights import find_weights
from callgrade.model.record import CallRecord
from callgrade.workers.cpu_plan import Plan
from callgrade.workers.pool import Pool
from callgrade.workers.protocol import Crashed, Done

SAMPLES = Path(__file__).parents[2] / "sample_audio"
CORES = len(os.sched_getaffinity(0))


def spec(**chosen: str) -> GraderSpec:
    return GraderSpec(load_settings(), **{"model": None, "profile": "service", "site": None} | chosen)  # type: ignore[arg-type]


def task(number: int, path: Path) -> CallTask:
    return CallTask(number, "", 0, 0, CallInput(path))


def once(group: Sequence[CallTask]) -> Callable[[], Sequence[CallTask] | None]:
    given = iter([group])
    return lambda: next(given, None)


def test_a_crash_in_recognition_loses_only_that_call(tmp_path: Path) -> None:
    names = ("08_unanswered.wav", "absent.wav", "10_wrong_number.ogg", "09_garage_quiet.wav")
    calls = [task(number, SAMPLES / name) for number, name in enumerate(names)]
    make = MakeGrading(spec(), CallRecord(), threads=1)
    deadly = {SAMPLES / "09_garage_quiet.wav": signal.SIGSEGV}
    pool = Pool(MakeCrashing(make, deadly), load_settings().batch.workers, Plan(min(2, CORES), 1))
    finished = {one.task.call_id: one for one in pool.run(once(calls))}

    lost = finished.pop(3)
    assert isinstance(lost, Crashed)
    assert lost.how == "SIGSEGV"
    scored, refused, other = (one.outcome for _, one in sorted(finished.items()) if isinstance(one, Done))
    assert isinstance(refused, Refused)
    assert (refused.path, refused.error.code) == (SAMPLES / "absent.wav", "missing")
    assert [scored, other] == list(make()([calls[0], calls[2]], _heed_nothing))


def _heed_nothing(stage: str, audio_s: float = 0.0, step: object = None) -> None:
    """A report that goes nowhere."""


def test_missing_weights_and_invalid_norms_stop_the_run_with_their_own_error(tmp_path: Path) -> None:
    settings = load_settings().batch.workers
    for chosen, error in (({"model": str(tmp_path)}, ModelError), ({"profile": "absent"}, ConfigError)):
        pool = Pool(MakeGrading(spec(**chosen), CallRecord(), threads=1), settings, Plan(1, 1))
        with pytest.raises(error):
            list(pool.run(once([task(0, SAMPLES / "08_unanswered.wav")])))


def test_workers_with_native_threads_start_and_end_thirty_times_without_a_hang() -> None:
    """OpenMP and onnxruntime may deadlock when an interpreter ends around them: case 17."""
    cycles = 30
    settings = load_settings().batch.workers.model_dump() | {"recycle_calls": 1, "budget_s": 60}
    work = NativeThreads(find_weights("base"), threads=CORES)
    pool = Pool(work, WorkerSettings.model_validate(settings), Plan(1, CORES))
    numbers = iter(range(cycles))
    finished = list(pool.run(lambda: [number] if (number := next(numbers, None)) is not None else None))
    assert len({one.outcome for one in finished if isinstance(one, Done)}) == cycles
