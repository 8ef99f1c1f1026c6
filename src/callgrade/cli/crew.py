"""Who does the work of ``callgrade batch``: processes on this machine, or a Dask cluster."""

from types import ModuleType
from typing import TYPE_CHECKING

from callgrade.cli.edge import say
from callgrade.errors import UsageError

if TYPE_CHECKING:
    from callgrade.batch.cores import Plan
    from callgrade.batch.grading import MakeGrading
    from callgrade.batch.run import Crew
    from callgrade.config.settings import Settings


def plan_of(workers: int | None, threads: int | None, cluster: str | None, settings: "Settings") -> "Plan":
    """How many work at a time. Raises ``ModelError`` where this machine lacks the device, ``UsageError``."""
    from callgrade.batch.cores import Plan, plan, this_machine
    from callgrade.config.hearing import Device
    from callgrade.hearing.recognition_device import check_device, gpus

    if cluster:
        return Plan(workers or _clusters().places(cluster), threads or 1)
    recognition = settings.hearing.recognition
    check_device(recognition.device, recognition.compute_type[recognition.device])
    machine = this_machine()
    if recognition.device is Device.CUDA and workers is None:  # each takes memory of the GPU
        workers = min(gpus(), machine.cores)
    return plan(workers, threads, machine, settings.batch.workers.worker_mib)


def crew_of(make: "MakeGrading", planned: "Plan", cluster: str | None, settings: "Settings") -> "Crew":
    """Whoever works; nobody is started yet."""
    from callgrade.batch.pool import Pool

    if cluster:
        crew: Crew = _clusters().Cluster(cluster, make, settings.batch.workers, say)
        return crew
    return Pool(make, settings.batch.workers, planned)


def _clusters() -> ModuleType:
    """The module that needs Dask."""
    try:
        from callgrade.batch import cluster
    except ModuleNotFoundError as error:
        raise UsageError(
            f"A cluster needs Dask: {error.name} is not installed.", 'Install it with: pip install "callgrade[cluster]"'
        ) from error
    return cluster
