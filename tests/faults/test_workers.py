"""Worker processes that really crash, hang and are killed: only their task is lost, and none is done twice."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.support import faulty_work as faulty
from tests.support.faulty_work import SECRET, STAGE, Square, Squaring

from callgrade.config.batch import WorkerSettings
from callgrade.config.folder import configs_folder
from callgrade.config.yaml_source import read_yaml
from callgrade.errors import ConfigError, WorkerError
from callgrade.workers.cpu_plan import Plan
from callgrade.workers.pool import Pool
from callgrade.workers.protocol import Crashed, Done, Failed, Finished, Hung

ROOT = Path(__file__).parents[2]
PLAN = Plan(workers=2, threads=1)
GONE_S = 5.0  # after its budget a hanging stage must be gone within

Outcomes = dict[int, Finished[int, Square]]


def settings(**changed: float) -> WorkerSettings:
    shipped = read_yaml(configs_folder() / "callgrade.yaml").data["batch"]["workers"]
    return WorkerSettings.model_validate(shipped | changed)


def pool_of(work: Squaring, plan: Plan = PLAN, **changed: float) -> Pool[int, Square]:
    return Pool(work, settings(**changed), plan)


def groups(tasks: int, each: int) -> Callable[[], Sequence[int] | None]:
    given = iter([range(first, min(first + each, tasks)) for first in range(0, tasks, each)])
    return lambda: next(given, None)


def outcomes_of(pool: Pool[int, Square], tasks: int, each: int) -> Outcomes:
    """What became of each task; every task exactly once."""
    finished = list(pool.run(groups(tasks, each)))
    assert Counter(one.task for one in finished) == Counter(range(tasks))
    assert all(one.outcome.number == one.task**2 for one in finished if isinstance(one, Done))
    return {one.task: one for one in finished}


def not_done(outcomes: Outcomes) -> dict[int, Finished[int, Square]]:
    return {task: one for task, one in outcomes.items() if not isinstance(one, Done)}


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and waits to be noticed does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pids: Sequence[int], within_s: float = GONE_S) -> bool:
    until = time.monotonic() + within_s
    while any(is_alive(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.02)
    return not any(is_alive(pid) for pid in pids)


# Crashes: case 1.

CRASHES = {
    "SIGSEGV": faulty.die_by(signal.SIGSEGV),
    "SIGKILL": faulty.die_by(signal.SIGKILL),
    "SIGABRT": faulty.die_by(signal.SIGABRT),
    "exit 3": faulty.leave,
}


@pytest.mark.parametrize("how", CRASHES)
@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("each", [1, 8])
def test_a_crash_in_one_of_forty_tasks_loses_only_that_task(how: str, shared: bool, each: int) -> None:
    work = Squaring(shared_faults={3: CRASHES[how]}) if shared else Squaring(faults={3: CRASHES[how]})
    outcomes = outcomes_of(pool_of(work), tasks=40, each=each)
    (lost,) = not_done(outcomes).values()
    assert isinstance(lost, Crashed)
    assert (lost.task, lost.how) == (3, how)


def test_several_tasks_of_a_group_may_crash() -> None:
    crashes = dict(zip((0, 5, 6, 7), CRASHES.values(), strict=True))
    outcomes = outcomes_of(pool_of(Squaring(shared_faults=crashes)), tasks=16, each=8)
    assert {task: one.how for task, one in outcomes.items() if isinstance(one, Crashed)} == dict(
        zip((0, 5, 6, 7), CRASHES, strict=True)
    )


def test_results_sent_before_a_crash_are_kept(tmp_path: Path) -> None:
    work = Squaring(faults={3: faulty.leave}, pids=tmp_path, bulk=300_000)
    outcomes = outcomes_of(pool_of(work, Plan(1, 1)), tasks=4, each=4)
    pids = {one.outcome.pid for one in outcomes.values() if isinstance(one, Done)}
    assert len(pids) == 1  # the fourth was tried again by another, the first three by nobody
    assert len(list(tmp_path.iterdir())) == 2


# Hangs: case 2.

HANGS: dict[str, faulty.Fault] = {
    "sleeps": faulty.sleep,
    "ignores SIGTERM": faulty.sleep_through_sigterm,
    "is stopped": faulty.stop_oneself,
    "holds the interpreter": faulty.hold_the_interpreter,
}


@pytest.mark.parametrize("how", HANGS)
def test_a_task_that_hangs_is_killed_after_its_budget(how: str, tmp_path: Path) -> None:
    budget_s = 0.5
    work = Squaring(faults={1: HANGS[how]}, pids=tmp_path)
    outcomes = outcomes_of(pool_of(work, budget_s=budget_s), tasks=4, each=1)
    (lost,) = not_done(outcomes).values()
    assert lost == Hung(1, STAGE, budget_s, lost.where if isinstance(lost, Hung) else None)
    assert gone([int(file.name) for file in tmp_path.iterdir()], within_s=0)


def test_a_hang_in_a_group_loses_only_that_task() -> None:
    work = Squaring(shared_faults={2: faulty.sleep})
    outcomes = outcomes_of(pool_of(work, budget_s=0.3), tasks=12, each=4)
    assert list(not_done(outcomes)) == [2]
    assert isinstance(outcomes[2], Hung)


def test_a_long_recording_has_a_longer_budget() -> None:
    work = Squaring(pause_s=1.0, audio_s=20.0)
    outcomes = outcomes_of(pool_of(work, budget_s=0.5, budget_per_audio=1.0), tasks=2, each=1)
    assert not not_done(outcomes)


def test_a_hang_reports_its_place_in_callgrade_if_it_can() -> None:
    outcomes = outcomes_of(pool_of(Squaring(faults={0: faulty.hold_the_interpreter}), budget_s=0.3), tasks=1, each=1)
    lost = outcomes[0]
    assert isinstance(lost, Hung)
    assert lost.where
    assert lost.where.startswith("workers/child.py:")  # the innermost line that is callgrade's


# Exceptions.


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faulty.raise_with_personal_data, "ValueError"),
        (faulty.run_out_of_memory, "MemoryError"),
        (faulty.ask_to_exit, "SystemExit"),
        (faulty.meet_end_of_file, "EOFError"),
    ],
)
@pytest.mark.parametrize("each", [1, 4])
def test_an_exception_loses_only_its_task_and_its_text_is_not_reported(
    fault: faulty.Fault, error: str, each: int
) -> None:
    outcomes = outcomes_of(pool_of(Squaring(faults={2: fault})), tasks=8, each=each)
    (lost,) = not_done(outcomes).values()
    assert isinstance(lost, Failed)
    assert (lost.task, lost.error) == (2, error)
    assert SECRET not in repr(lost)


def test_an_exception_reports_its_place_in_callgrade() -> None:
    lost = outcomes_of(pool_of(Squaring(faults={0: faulty.fail_in_callgrade})), tasks=1, each=1)[0]
    assert isinstance(lost, Failed)
    assert (lost.error, str(lost.where).partition(":")[0]) == ("AttributeError", "workers/cpu_plan.py")


def test_work_without_an_outcome_has_failed() -> None:
    finished = list(Pool(_forgetful, settings(), PLAN).run(groups(4, 2)))
    assert {one.task: one.error for one in finished if isinstance(one, Failed)} == dict.fromkeys(range(4), "ValueError")


def test_an_outcome_that_cannot_be_pickled_has_failed() -> None:
    finished = list(Pool(_untransportable, settings(), PLAN).run(groups(2, 2)))
    assert {type(one) for one in finished} == {Failed}


def _forgetful() -> Any:
    return lambda *_: iter(())


def _untransportable() -> Any:
    return lambda tasks, _: iter([threading.Lock()] * len(tasks))


def test_an_error_of_the_whole_run_stops_it_and_is_raised_unchanged() -> None:
    with pytest.raises(ConfigError, match=r"norms\.yaml:3:1") as raised:
        list(pool_of(Squaring(faults={5: faulty.find_misconfiguration})).run(groups(8, 2)))
    assert raised.value.remedy == "Remove it."


def test_output_of_workers_does_not_reach_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    outcomes_of(pool_of(Squaring(faults={1: faulty.print_personal_data, 2: faulty.raise_with_personal_data})), 4, 2)
    assert capfd.readouterr() == ("", "")


# Start.


def test_an_error_of_the_whole_run_at_the_start_is_raised_unchanged() -> None:
    with pytest.raises(ConfigError):
        list(pool_of(Squaring(at_start=faulty.find_misconfiguration)).run(groups(8, 2)))


def test_workers_that_keep_dying_at_the_start_stop_the_run() -> None:
    with pytest.raises(WorkerError, match=r"3 workers in a row were lost before they began \(exit 3\)") as raised:
        list(pool_of(Squaring(at_start=faulty.leave), start_attempts=3).run(groups(8, 2)))
    assert "--workers" in raised.value.remedy


def test_workers_that_hang_at_the_start_stop_the_run() -> None:
    with pytest.raises(WorkerError, match="before they began"):
        list(pool_of(Squaring(at_start=faulty.sleep), Plan(1, 1), start_s=0.5, start_attempts=2).run(groups(8, 2)))


def test_workers_that_cannot_be_started_stop_the_run() -> None:
    with pytest.raises(WorkerError, match="cannot start: ValueError") as raised:
        list(pool_of(Squaring(at_start=faulty.raise_with_personal_data)).run(groups(8, 2)))
    assert SECRET not in str(raised.value)


# The caller decides when to stop.


def test_the_pool_asks_for_no_more_groups_than_it_has_workers() -> None:
    asked: list[int] = []

    def next_group() -> Sequence[int] | None:
        asked.append(len(asked))
        return [len(asked)] if len(asked) < 50 else None

    run = pool_of(Squaring(pause_s=0.01)).run(next_group)
    next(run)
    assert len(asked) <= 4  # two at work, and at most one more each
    run.close()


def test_results_of_running_tasks_arrive_after_the_last_group() -> None:
    given, finished = groups(100, 2), list[Finished[int, Square]]()
    run = pool_of(Squaring(pause_s=0.02)).run(lambda: given() if len(finished) < 5 else None)
    finished.extend(run)
    assert 5 <= len(finished) <= 9
    assert {type(one) for one in finished} == {Done}


def test_a_run_without_tasks_starts_no_worker() -> None:
    assert list(pool_of(Squaring(at_start=faulty.leave)).run(lambda: None)) == []


def test_a_closed_run_leaves_no_worker() -> None:
    pool = pool_of(Squaring(pause_s=0.05))
    run = pool.run(groups(100, 2))
    next(run)
    pids = pool.pids
    run.close()
    assert len(pids) == 2
    assert gone(pids, within_s=0)


# Life and death of the parent, in a program of its own.

PROGRAM = """
import signal, sys, time
from pathlib import Path
from callgrade.workers.cpu_plan import Plan
from callgrade.workers.pool import Pool
from tests.faults.test_workers import groups, settings
from tests.support import faulty_work as faulty

def main():
    fault, folder, tasks, stop = getattr(faulty, sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), []
    signal.signal(signal.SIGINT, lambda *_: stop.append(1))
    work = faulty.Squaring(faults={0: fault, 1: fault}, pids=folder, pause_s=float(sys.argv[4]))
    given = groups(tasks, 1)
    run = Pool(work, settings(budget_s=float(sys.argv[5])), Plan(2, 1)).run(lambda: None if stop else given())
    for one in run:
        print(type(one).__name__, one.task, flush=True)
    print("end", flush=True)

if __name__ == "__main__":
    main()
"""


def program_of(script: Path, *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, script, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
    )


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Starts the program in a process group of its own and waits for two workers at work."""
    started: list[subprocess.Popen[str]] = []
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    folder = tmp_path / "pids"
    folder.mkdir()

    def start(fault: str, *, tasks: int = 2, pause_s: float = 0.0, budget_s: float = 60) -> "subprocess.Popen[str]":
        process = program_of(script, fault, folder, tasks, pause_s, budget_s)
        started.append(process)
        until = time.monotonic() + 30
        while len(list(folder.iterdir())) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def workers_of(tmp_path: Path) -> list[int]:
    pids = [int(file.name) for file in (tmp_path / "pids").iterdir()]
    assert len(pids) == 2
    return pids


@pytest.mark.parametrize("fault", ["sleep", "hold_the_interpreter", "stop_oneself", "sleep_through_sigterm"])
def test_killing_the_parent_leaves_no_worker(
    fault: str, program: Callable[..., "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    parent = program(fault)
    pids = workers_of(tmp_path)
    assert all(is_alive(pid) for pid in pids)
    parent.kill()
    parent.wait()
    assert gone(pids)


def test_ctrl_c_reaches_the_parent_only(program: Callable[..., "subprocess.Popen[str]"], tmp_path: Path) -> None:
    parent = program("_nothing", tasks=100, pause_s=0.5)
    os.killpg(parent.pid, signal.SIGINT)
    shown, errors = parent.communicate(timeout=30)
    assert shown.splitlines()[-1] == "end"
    assert {line.split()[0] for line in shown.splitlines()[:-1]} == {"Done"}
    assert 2 <= len(shown.splitlines()) - 1 <= 4
    assert errors == ""
    assert gone(workers_of(tmp_path), within_s=0)


def test_workers_ignore_ctrl_c_from_their_start() -> None:
    assert not not_done(outcomes_of(pool_of(Squaring(at_start=faulty.be_deaf_to_ctrl_c)), tasks=2, each=1))


def test_time_in_which_the_whole_program_was_stopped_counts_on_no_budget(
    program: Callable[..., "subprocess.Popen[str]"],
) -> None:
    parent = program("_nothing", pause_s=1.5, budget_s=3)
    os.killpg(parent.pid, signal.SIGSTOP)
    time.sleep(4)
    os.killpg(parent.pid, signal.SIGCONT)
    shown, _ = parent.communicate(timeout=30)
    assert sorted(shown.splitlines()) == ["Done 0", "Done 1", "end"]


# Recycling and growth: case 8.


def test_a_worker_is_replaced_after_its_number_of_tasks_and_no_result_is_lost() -> None:
    outcomes = outcomes_of(pool_of(Squaring(), Plan(1, 1), recycle_calls=10), tasks=40, each=5)
    served = Counter(one.outcome.pid for one in outcomes.values() if isinstance(one, Done))
    assert list(served.values()) == [10, 10, 10, 10]


def test_a_worker_that_uses_too_much_memory_is_replaced() -> None:
    work = Squaring(faults=dict.fromkeys(range(8), _grow))
    outcomes = outcomes_of(pool_of(work, Plan(1, 1), recycle_growth_mib=100), tasks=8, each=1)
    served = Counter(one.outcome.pid for one in outcomes.values() if isinstance(one, Done))
    assert list(served.values()) == [4, 4]


_hoard: list[bytes] = []


def _grow() -> None:
    _hoard.append(b"x" * 40 * 2**20)


def test_memory_stays_flat_over_hundreds_of_tasks() -> None:
    work = Squaring(memory_mib=10, bulk=200_000)
    pool = pool_of(work, Plan(1, 1), recycle_calls=10_000)
    held = [one.outcome.resident_mib for one in pool.run(groups(400, 4)) if isinstance(one, Done)]
    assert len(held) == 400
    assert max(held[-100:]) < max(held[50:150]) + 2  # MiB


def test_the_parent_keeps_no_resources_of_replaced_workers() -> None:
    pool = pool_of(Squaring(), recycle_calls=4)
    outcomes_of(pool, tasks=8, each=4)
    before = open_files(), threading.active_count()
    outcomes_of(pool, tasks=120, each=4)
    assert (open_files(), threading.active_count()) == before


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


# A storm: case 9, from outside and at random.


@pytest.mark.parametrize("seed", [1, 2])
def test_every_task_has_one_result_if_workers_are_killed_at_random(
    seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    pool = pool_of(Squaring(pause_s=0.05, bulk=500_000), Plan(3, 1), budget_s=0.5, start_attempts=10_000)
    storm = Storm(pool, Random(seed))
    with storm:
        outcomes = outcomes_of(pool, tasks=200, each=4)
    with capsys.disabled():
        sys.stdout.write(f"\n  kills survived: {storm.kills}, stops: {storm.stops}, of 200 tasks given up after being "
                         f"hit alone: {len(not_done(outcomes))}\n")  # fmt: skip
    assert storm.kills >= 10
    assert storm.stops >= 1
    assert {type(one) for one in not_done(outcomes).values()} <= {Crashed, Hung}
    assert gone(storm.hit, within_s=1)


class Storm:
    """Kills a worker of ``pool`` at random moments, or stops it; so often at most, or a slow machine never ends."""

    MOST = 60

    def __init__(self, pool: Pool[int, Square], random: Random) -> None:
        self.kills = self.stops = 0
        self.hit: list[int] = []
        self._pool = pool
        self._random = random
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._blow)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _blow(self) -> None:
        while len(self.hit) < self.MOST and not self._over.wait(self._random.uniform(0.02, 0.3)):
            pids = [pid for pid in self._pool.pids if is_alive(pid)]
            if not pids:
                continue
            pid = self._random.choice(pids)
            stop = self._random.random() < 0.15
            os.kill(pid, signal.SIGSTOP if stop else signal.SIGKILL)
            self.hit.append(pid)
            self.stops += stop
            self.kills += not stop
