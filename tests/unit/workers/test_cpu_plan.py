"""How many workers and threads: never more threads than cpu_plan, and no more workers than memory is for."""

import os
from pathlib import Path

import pytest

from callgrade.errors import UsageError
from callgrade.workers import cpu_plan
from callgrade.workers.cpu_plan import Machine, Plan, plan, this_machine

ROOMY = Machine(cores=8, memory_mib=64_000)


@pytest.mark.parametrize(
    ("workers", "threads", "chosen"),
    [
        (None, None, Plan(8, 1)),
        (4, None, Plan(4, 2)),
        (3, None, Plan(3, 2)),
        (None, 4, Plan(2, 4)),
        (None, 3, Plan(2, 3)),
        (2, 2, Plan(2, 2)),
        (1, 8, Plan(1, 8)),
    ],
)
def test_by_default_all_cores_are_used(workers: int | None, threads: int | None, chosen: Plan) -> None:
    assert plan(workers, threads, ROOMY, worker_mib=1000) == chosen


@pytest.mark.parametrize(("workers", "threads"), [(9, None), (None, 9), (3, 3), (8, 2)])
def test_more_threads_than_cores_are_refused(workers: int | None, threads: int | None) -> None:
    with pytest.raises(UsageError, match=r"there are 8\. Give fewer --workers or --threads"):
        plan(workers, threads, ROOMY, worker_mib=1000)


@pytest.mark.parametrize(
    ("memory_mib", "chosen"), [(3500, Plan(3, 2)), (900, Plan(1, 8)), (None, Plan(8, 1)), (0, Plan(1, 8))]
)
def test_little_memory_makes_fewer_workers_of_more_threads(memory_mib: float | None, chosen: Plan) -> None:
    assert plan(None, None, Machine(8, memory_mib), worker_mib=1000) == chosen


def test_a_given_number_of_workers_is_not_reduced_for_memory() -> None:
    assert plan(8, None, Machine(8, 1000), worker_mib=1000) == Plan(8, 1)


def test_this_machine_has_the_cores_that_the_scheduler_grants() -> None:
    machine = this_machine()
    assert 1 <= machine.cores <= len(os.sched_getaffinity(0))
    assert machine.memory_mib is None or machine.memory_mib > 0


def test_fewer_cores_are_granted_to_a_process_that_is_bound_to_one() -> None:
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        assert this_machine().cores == 1
    finally:
        os.sched_setaffinity(0, before)


def test_a_control_group_may_grant_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cpu.max").write_text("150000 100000\n")
    (tmp_path / "memory.max").write_text(f"{300 * 2**20}\n")
    (tmp_path / "memory.current").write_text(f"{290 * 2**20}\n")
    (tmp_path / "memory.stat").write_text(f"anon 1\ninactive_file {40 * 2**20}\n")
    monkeypatch.setattr(cpu_plan, "_CGROUPS", tmp_path)
    assert this_machine() == Machine(cores=1, memory_mib=50)
