"""Two nights at once on one PostgreSQL store, one of them killed: every call once. A real server, real processes."""

import json
import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pg8000.dbapi
import pytest
from benchmarks.night import make_calls
from tests.support.nights import Nights
from tests.support.postgres import USER, Server
from tests.support.program import Process, start, wait_until

from callgrade.errors import ExitCode
from callgrade.store import open_store

WRITTEN, RECORDED = 36, 4
CALLS = WRITTEN + RECORDED
LEASE_S = 4


@dataclass
class Shared:
    """A folder of calls that several machines work on, with one store. ``folder``: theirs for summaries and logs."""

    server: Server
    url: str
    folder: Path
    running: list[Process] = field(default_factory=list)

    @property
    def database(self) -> str:
        return self.url.rpartition("/")[2]

    def start(self) -> Process:
        name = f"machine{len(self.running)}"
        options = ("--summary", self.folder / f"{name}.json", "--log", self.folder / f"{name}.log")
        settings = ("--config", self.folder / "settings.yaml", "--workers", 1, "--threads", 1)
        process = start("batch", self.folder / "recordings", "--store", self.url, *options, *settings)
        self.running.append(process)
        return process

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        return self.server.execute(self.database, statement)

    def number(self, statement: str) -> int:
        ((found,),) = self.rows(statement)
        assert isinstance(found, int)
        return found

    @contextmanager
    def closed_gate(self) -> Iterator[None]:
        """Runs come as far as their first write into the ledger, and all go on when the block ends."""
        connection = pg8000.dbapi.connect(
            USER, host="127.0.0.1", port=self.server.port, password=self.server.password,
            database=self.database, ssl_context=False,
        )  # fmt: skip
        try:
            connection.cursor().execute("LOCK TABLE calls IN SHARE ROW EXCLUSIVE MODE")
            yield
        finally:
            connection.rollback()
            connection.close()

    def start_together(self) -> tuple[Process, Process]:
        """Two runs that both find every call due."""
        with self.closed_gate():
            pair = self.start(), self.start()
            wait_until(lambda: self.number("SELECT count(*) FROM pg_locks WHERE NOT granted") == 2, *pair)
        return pair

    def summary(self, machine: int) -> dict[str, object]:
        summary: dict[str, object] = json.loads((self.folder / f"machine{machine}.json").read_text())
        return summary

    def log(self, machine: int) -> str:
        return (self.folder / f"machine{machine}.log").read_text()

    def logged(self) -> Counter[str]:
        """How many log lines of all machines name each scored call."""
        logs = [self.log(machine) for machine in range(len(self.running))]
        return Counter(digits for log in logs for digits in re.findall(r" ([0-9a-f]{12}) scored ", log))

    def check_that_each_was_scored_once(self) -> None:
        with open_store(self.url) as store:
            states = {state.value: count for state, count in store.ledger.counts().items() if count}
            cards = [stored.card for stored in store.cards.read()]
        assert states == {"scored": CALLS}
        assert self.rows("SELECT DISTINCT revision FROM calls") == [(1,)]
        customers = [card.record.customer for card in cards if card.record.customer]
        assert sorted(customers) == sorted(f"Jack Turner{number}" for number in range(WRITTEN))
        assert sum(card.conversation.has_audio for card in cards) == RECORDED


@pytest.fixture
def shared(postgres: Server, tmp_path: Path) -> Iterator[Shared]:
    nights = Nights(tmp_path / "recordings", tmp_path / "unused")
    make_calls(nights.folder, RECORDED)
    for number in range(WRITTEN):
        nights.call(
            f"{number:04}-written.json", f"Jack Turner{number}"
        )  # between the recordings, so that all groups take time
    settings = f"store: {{lease_s: {LEASE_S}}}\nbatch: {{scan: {{stable_s: 0}}}}\npipeline: {{group_calls: 4}}\n"
    (tmp_path / "settings.yaml").write_text(settings)
    made = Shared(postgres, postgres.database(), tmp_path)
    open_store(made.url).close()
    yield made
    for process in made.running:
        with suppress(ProcessLookupError):
            process.kill()
        process.communicate()


def test_two_runs_at_once_share_the_calls(shared: Shared) -> None:
    pair = shared.start_together()
    for process in pair:
        _, errors = process.communicate(timeout=300)
        assert process.returncode == ExitCode.OK, errors
    shared.check_that_each_was_scored_once()
    first, second = shared.summary(0), shared.summary(1)
    assert first["due"] == second["due"] == CALLS
    assert int(str(first["scored"])) + int(str(second["scored"])) == CALLS
    assert first["scored"]
    assert second["scored"]
    assert len(shared.logged()) == CALLS
    assert set(shared.logged().values()) == {1}
    third = shared.start()
    third.communicate(timeout=120)
    assert (shared.summary(2)["due"], shared.summary(2)["unchanged"]) == (0, CALLS)


def test_if_one_of_two_runs_is_killed_every_call_is_scored_once(
    shared: Shared, record_property: Callable[[str, object], None]
) -> None:
    killed, survivor = shared.start_together()
    mine = kill_with_calls_in_hand(shared, killed)
    record_property("calls_in_hand_when_killed", mine)
    _, errors = survivor.communicate(timeout=300)
    assert survivor.returncode == ExitCode.OK, errors
    assert shared.number("SELECT count(*) FROM calls WHERE state = 'claimed'") == mine
    time.sleep(LEASE_S)
    third = shared.start()
    _, errors = third.communicate(timeout=300)
    assert third.returncode == ExitCode.OK, errors
    assert shared.summary(2)["scored"] == mine
    shared.check_that_each_was_scored_once()
    assert set(shared.logged().values()) == {1}
    assert len(shared.logged()) in (CALLS, CALLS - 1)  # killed after it wrote a card and before it wrote of it


def kill_with_calls_in_hand(shared: Shared, process: Process) -> int:
    """Kill the first machine when it has scored some calls and is at others; the number of these."""
    wait_until(lambda: " scored " in shared.log(0), process)
    run_id = re.findall(r"run (\d+) begins", shared.log(0))[0]
    while True:
        process.send_signal(signal.SIGSTOP)
        time.sleep(0.2)  # a write that it had sent off may still end
        held = shared.number(f"SELECT count(*) FROM calls WHERE state = 'claimed' AND holder = {run_id}")
        if held:
            process.kill()
            process.communicate()
            return held
        process.send_signal(signal.SIGCONT)
        time.sleep(0.01)
        assert process.poll() is None, "it ended before it could be killed"
