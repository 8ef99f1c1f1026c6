"""Chooses what runs the work of ``callgrade batch``: processes on this machine, or a Dask cluster."""

from types import ModuleType
from typing import TYPE_CHECKING

from callgrade.cli.edge import say
from callgrade.errors import UsageError, how_to_install

if TYPE_CHECKING:
    from callgrade.config.settings import Settings
    from callgrade.grading.call_task import CallTask
    from callgrade.grading.grading_work import MakeGrading
    from callgrade.grading.outcome import Outcome
    from callgrade.workers.cpu_plan import Plan
    from callgrade.workers.protocol import Executor


def plan_of(workers: int | None, threads: int | None, cluster: str | None, settings: "Settings") -> "Plan":
    """Plan the workers. Raises ``ModelError`` if this machine lacks the device, and ``UsageError``."""
    from callgrade.config.recognition import Device
    from callgrade.hearing.recognition.device import check_device, gpus
    from callgrade.workers.cpu_plan import Plan, plan, this_machine

    if cluster:
        return Plan(workers or _clusters().places(cluster), threads or 1)
    recognition = settings.hearing.recognition
    check_device(recognition.device, recognition.compute_type[recognition.device])
    machine = this_machine()
    if recognition.device is Device.CUDA and workers is None:  # each takes memory of the GPU
        workers = min(gpus(), machine.cores)
    return plan(workers, threads, machine, settings.batch.workers.worker_mib)


def executor_of(
    make: "MakeGrading", planned: "Plan", cluster: str | None, settings: "Settings"
) -> "Executor[CallTask, Outcome]":
    """What runs the work, not started yet."""
    from callgrade.workers.pool import Pool

    if cluster:
        executor: Executor[CallTask, Outcome] = _clusters().Cluster(cluster, make, settings.batch.workers, say)
        return executor
    return Pool(make, settings.batch.workers, planned)


def _clusters() -> ModuleType:
    """The module that needs Dask."""
    try:
        from callgrade.workers.dask import client
    except ModuleNotFoundError as error:
        raise UsageError(f"A cluster needs Dask: {error.name} is not installed.", how_to_install("cluster")) from error
    return client
