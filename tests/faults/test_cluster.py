"""A Dask scheduler and workers as real processes, with the real recogniser: the same scorecards as on one machine."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from tests.support.dask_cluster import DaskCluster, children_of, dask_cluster, kill
from tests.support.sample_calls import channel_of

pytest.importorskip("distributed", reason="the extra cluster is not installed")

from dask import config as dask_config

from callgrade.config.batch import WorkerSettings
from callgrade.config.load import load_settings
from callgrade.errors import ConfigError, LockedError, UsageError, WorkerError
from callgrade.export.json import to_json
from callgrade.grading.call_task import CallTask
from callgrade.grading.grading_work import MakeGrading
from callgrade.grading.outcome import CallInput, Outcome, Scored
from callgrade.grading.spec import GraderSpec
from callgrade.model.record import CallRecord
from callgrade.workers.dask import client as of_cluster
from callgrade.workers.dask.client import Cluster
from callgrade.workers.protocol import Done, Finished

RATE_HZ = 8000
CALLS = 12
CALL_S = 5
SETTINGS = load_settings()
MAKE = MakeGrading(GraderSpec(SETTINGS, "base", "service", None), CallRecord(language="en"), threads=1)

Tasks = tuple[CallTask, ...]
FinishedCall = Finished[CallTask, Outcome]


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> Tasks:
    """Calls cut from a sample call, each from another second on."""
    folder = tmp_path_factory.mktemp("recordings")
    sound = channel_of("01_insurance_good.wav", 0, RATE_HZ)
    return tuple(task_of(folder / f"{number}.wav", sound, number) for number in range(CALLS))


def task_of(path: Path, sound: np.ndarray, number: int) -> CallTask:
    soundfile.write(path, sound[number * RATE_HZ * CALL_S :][: CALL_S * RATE_HZ], RATE_HZ)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    state = path.stat()
    return CallTask(number, digest, state.st_size, state.st_mtime_ns, CallInput(path))


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """A scheduler and one worker."""
    with dask_cluster(tmp_path_factory.mktemp("dask")) as started:
        started.start_scheduler()
        started.start_worker("--nthreads", "1", "--no-nanny")
        yield started


def cluster_at(
    address: str,
    make: MakeGrading = MAKE,
    settings: WorkerSettings = SETTINGS.batch.workers,
    notify: Callable[[str], None] = lambda _: None,
) -> Cluster[CallTask, Outcome]:
    return Cluster(address, make, settings, notify)


def groups(tasks: Sequence[CallTask], each: int) -> Callable[[], Sequence[CallTask] | None]:
    given = iter([tasks[first : first + each] for first in range(0, len(tasks), each)])
    return lambda: next(given, None)


def cards(ended: Sequence[FinishedCall]) -> dict[int, str]:
    """Call → its scorecard as JSON; no call twice."""
    assert max(Counter(one.task.call_id for one in ended).values()) == 1
    scored = {one.task.call_id: one.outcome for one in ended if isinstance(one, Done)}
    return {call: to_json(outcome.card) for call, outcome in scored.items() if isinstance(outcome, Scored)}


def test_if_a_worker_is_killed_all_calls_are_scored_once_as_on_one_machine(dask: DaskCluster, tasks: Tasks) -> None:
    short_lived = dask.start_worker("--nthreads", "1", "--no-nanny")
    ended: list[FinishedCall] = []
    for one in cluster_at(dask.address).run(groups(tasks, 2)):
        ended.append(one)
        if len(ended) == 1:
            busy = children_of(short_lived.pid)
            kill(short_lived)
    assert busy
    here = cards(on_this_machine(tasks, 5))
    assert len(here) == CALLS
    assert cards(ended) == here


def test_if_the_only_worker_is_replaced_all_calls_are_scored_once(tmp_path: Path, tasks: Tasks) -> None:
    with dask_cluster(tmp_path) as small:
        small.start_scheduler()
        first = small.start_worker("--nthreads", "1", "--no-nanny")

        def replace_while_at_work() -> None:
            while not children_of(first.pid):
                time.sleep(0.05)
            kill(first)  # with the first group in its hands
            small.start_worker("--nthreads", "1", "--no-nanny")

        with ThreadPoolExecutor(1) as aside:
            replaced = aside.submit(replace_while_at_work)
            ended = list(cluster_at(small.address).run(groups(tasks[:4], 2)))
            replaced.result()
    assert sorted(cards(ended)) == [0, 1, 2, 3]


def test_an_unfit_replacement_is_reported_and_its_calls_stay_due(tmp_path: Path, tasks: Tasks) -> None:
    settings = SETTINGS.batch.workers.model_copy(update={"cluster_wait_s": 15.0})
    said: list[str] = []
    with dask_cluster(tmp_path) as small:
        small.start_scheduler()
        first = small.start_worker("--nthreads", "1", "--no-nanny")
        run = cluster_at(small.address, settings=settings, notify=said.append).run(groups(tasks, 2))
        next(run)
        assert said == []
        kill(first)
        small.start_worker("--nthreads", "1", "--nanny")
        with pytest.raises(WorkerError, match=r"No worker was fit for this run for 15 s\. tcp://.*--no-nanny"):
            list(run)
    assert len(said) == 1
    assert "gets no work: it may start no processes" in said[0]


def test_an_unfit_worker_is_reported_and_the_others_work(tmp_path: Path, tasks: Tasks) -> None:
    said: list[str] = []
    with dask_cluster(tmp_path) as mixed:
        mixed.start_scheduler()
        mixed.start_worker("--nthreads", "1", "--nanny")
        mixed.start_worker("--nthreads", "1", "--no-nanny")
        ended = list(cluster_at(mixed.address, notify=said.append).run(groups(tasks[:2], 1)))
    assert len(cards(ended)) == 2
    assert len(said) == 1


def test_a_cluster_that_cannot_read_the_recordings_is_refused(dask: DaskCluster, tasks: Tasks) -> None:
    elsewhere = [replace(task, call=CallInput(task.call.path / "elsewhere")) for task in tasks]
    with pytest.raises(WorkerError, match=r"No worker.*fit.*finds 0 of 2 files under their paths"):
        list(cluster_at(dask.address).run(groups(elsewhere, 2)))


def test_a_worker_that_may_not_start_processes_gets_advice_how_to_start_it(tmp_path: Path, tasks: Tasks) -> None:
    with dask_cluster(tmp_path) as nursed:
        nursed.start_scheduler()
        with pytest.raises(WorkerError, match=r"No worker of the cluster is fit for this run\. There are none"):
            list(cluster_at(nursed.address).run(groups(tasks, 2)))
        nursed.start_worker("--nthreads", "1", "--nanny")
        with pytest.raises(WorkerError, match="start no processes; give dask worker --no-nanny"):
            list(cluster_at(nursed.address).run(groups(tasks, 2)))


def test_an_error_of_the_work_stops_the_run_with_that_error(dask: DaskCluster, tasks: Tasks) -> None:
    without = replace(MAKE, spec=replace(MAKE.spec, profile="nonsense"))
    with pytest.raises(ConfigError, match="nonsense"):
        list(cluster_at(dask.address, without).run(groups(tasks, 2)))


def test_a_cluster_serves_one_run_at_a_time(dask: DaskCluster, tasks: Tasks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_cluster, "LOCK_S", 0.2)
    first = cluster_at(dask.address).run(groups(tasks[:1], 1))
    next(first)
    with pytest.raises(LockedError):
        list(cluster_at(dask.address).run(groups(tasks, 2)))
    assert list(first) == []


def test_a_cluster_is_not_contacted_if_no_call_is_due() -> None:
    assert list(cluster_at("tcp://127.0.0.1:1").run(lambda: ())) == []


def test_a_scheduler_that_does_not_answer_is_an_error(tasks: Tasks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_cluster, "CONNECT_S", 0.5)
    with pytest.raises(WorkerError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:1"):
        list(cluster_at("tcp://127.0.0.1:1").run(groups(tasks, 2)))


@pytest.mark.parametrize("address", ["nonsense://here:1", "nonsense", "localhost:8786", "tcp://localhost", "tcp://h:x"])
def test_an_invalid_scheduler_address_is_an_error(tasks: Tasks, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_cluster, "Client", None)  # a client that cannot begin says so for a minute at the end
    with pytest.raises(UsageError, match="tcp://host:8786"):
        list(cluster_at(address).run(groups(tasks, 2)))


def test_an_encrypted_scheduler_needs_certificates(tasks: Tasks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_cluster, "Client", None)
    with pytest.raises(UsageError, match=r"no certificates.*DASK_DISTRIBUTED__COMM__TLS__CA_FILE"):
        list(cluster_at("tls://127.0.0.1:1").run(groups(tasks, 2)))


def test_unreadable_certificates_are_an_error(tasks: Tasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_cluster, "Client", None)
    (tmp_path / "ca.pem").write_text("no certificate", encoding="utf-8")
    for file in ("ca.pem", "none.pem"):
        told = {f"distributed.comm.tls.{name}": str(tmp_path / file) for name in ("ca-file", "client.cert")}
        with dask_config.set(told), pytest.raises(UsageError, match="certificates in Dask's configuration"):
            list(cluster_at("tls://127.0.0.1:1").run(groups(tasks, 2)))


def test_a_configuration_that_requires_encryption_refuses_a_plain_address(
    tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_cluster, "Client", None)
    with dask_config.set({"distributed.comm.require-encryption": True}), pytest.raises(UsageError, match="tls://"):
        list(cluster_at("tcp://127.0.0.1:1").run(groups(tasks, 2)))


def test_a_scheduler_that_dies_ends_the_run(tmp_path: Path, tasks: Tasks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_cluster, "CONNECT_S", 3.0)
    with dask_cluster(tmp_path) as short:
        scheduler = short.start_scheduler()
        short.start_worker("--nthreads", "1", "--no-nanny")
        run = cluster_at(short.address).run(groups(tasks, 1))
        next(run)
        kill(scheduler)
        with pytest.raises(WorkerError, match="scheduler of the cluster is gone"):
            list(run)


def on_this_machine(tasks: Sequence[CallTask], each: int) -> list[FinishedCall]:
    """The same calls in other groups, in this process."""
    work, next_group, ended = MAKE(), groups(tasks, each), list[FinishedCall]()
    while group := next_group():
        ended += [Done(task, outcome) for task, outcome in zip(group, work(group, lambda *_: None), strict=True)]
    return ended
