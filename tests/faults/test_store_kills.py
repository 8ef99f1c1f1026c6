"""kill -9 at any moment while results are written: nothing is torn, lost or doubled (cases 9 and 11)."""

import os
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.support.forked import forked
from tests.support.postgres import Server
from tests.support.stored import digest, heard, judgement, seen, stored_calls

from callgrade.store import CallState, Store, open_store

CALLS = 300
KILLS = 40
CHANCE = random.Random(9)


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A location without a store; SQLite on a real disk."""
    if request.param == "sqlite":
        return str(tmp_path / "callgrade.db")
    server: Server = request.getfixturevalue("postgres")
    return server.blank()


def killed(work: Callable[[int], object], after_s: float) -> list[int]:
    """Run ``work`` in a process, kill it after some time of work, and give the numbers that it said were done.

    A process that ends with an error of its own fails the test.
    """
    reader, writer = os.pipe()
    child = forked(partial(work, writer))
    os.close(writer)
    status = end_of(child, time.monotonic() + after_s)
    assert status in (signal.SIGKILL, 0), "the process ended with an error"
    with open(reader, "rb") as said:  # noqa: PTH123  a pipe
        return [int(line) for line in said.read().split(b"\n")[:-1]]


def end_of(child: int, deadline: float) -> int:
    """The status that ``child`` ends with, by itself or killed at ``deadline``."""
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def a_night(location: str, max_attempts: int, writer: int) -> None:
    """Do all calls that are not done; say each that the store has taken."""
    with open_store(location) as store, store.run_lock():
        run = store.ledger.start_run()
        store.ledger.take_over(run, max_attempts)
        for number in range(CALLS):
            call = store.ledger.enrol(run, seen(number), digest(number))
            if call.state is CallState.WAITING and store.ledger.claim(call.call_id, run, -1):
                if number % 7:
                    store.ledger.finish_scored(call.call_id, run, heard(number), judgement(extension=str(number)))
                else:
                    store.ledger.finish_unscored(call.call_id, run, CallState.REFUSED, "empty", "The file is empty.")
                os.write(writer, b"%d\n" % number)
        store.ledger.end_run(run, {})


def check_whole(location: str) -> None:
    """The file is sound, and every scored call has its documents."""
    if "://" not in location:
        with closing(sqlite3.connect(location)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with open_store(location) as store:
        assert documents(store) == [store.ledger.counts()[CallState.SCORED]] * 2
        assert len(list(store.cards.read())) == store.ledger.counts()[CallState.SCORED]


def documents(store: Store) -> list[int]:
    with store._database.reading() as connection:
        return [
            connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in ("heard", "judgements")
        ]


def ends(location: str) -> Iterator[tuple[int, CallState]]:
    """Number and state of each call that is done."""
    of_digest = {digest(number): number for number in range(CALLS)}
    with open_store(location) as store:
        for call in stored_calls(store, {CallState.SCORED, CallState.REFUSED}):
            assert call.revision == (call.state is CallState.SCORED)  # written once
            yield of_digest[call.sha256], call.state


def test_a_killed_run_leaves_every_call_scored_once_after_the_next(location: str) -> None:
    kills = KILLS if "://" not in location else KILLS // 2
    said: Counter[int] = Counter()
    for _ in range(kills):
        said.update(killed(lambda writer: a_night(location, 10**6, writer), CHANCE.uniform(0.02, 0.25)))
        check_whole(location)
        assert set(said) <= {number for number, _ in ends(location)}
    assert set(said.values()) <= {1}  # nothing was done twice
    a_night(location, 10**6, os.open(os.devnull, os.O_WRONLY))
    assert dict(ends(location)) == {
        number: CallState.SCORED if number % 7 else CallState.REFUSED for number in range(CALLS)
    }
    with open_store(location) as store:
        for stored in store.cards.read():
            assert stored.heard.file.sha256 == stored.call.sha256
            assert stored.judgement.record.extension == stored.call.extension


def test_a_store_whose_creator_was_killed_can_be_opened(location: str) -> None:
    for _ in range(15):
        killed(lambda _: open_store(location).close(), CHANCE.uniform(0.0, 0.3))
        with open_store(location) as store:
            assert store.ledger.counts()[CallState.WAITING] == 0
        if "://" not in location:
            for file in Path(location).parent.iterdir():
                file.unlink()


def test_a_call_that_always_kills_its_run_is_given_up_and_the_others_are_scored(location: str) -> None:
    def night(writer: int) -> None:
        with open_store(location) as store, store.run_lock():
            run = store.ledger.start_run()
            store.ledger.take_over(run, 3)
            for number in range(4):
                call = store.ledger.enrol(run, seen(number), digest(number))
                if call.state is CallState.WAITING and store.ledger.claim(call.call_id, run, -1):
                    if number == 1:
                        os.kill(os.getpid(), signal.SIGKILL)
                    store.ledger.finish_scored(call.call_id, run, heard(number), judgement())
                    os.write(writer, b"%d\n" % number)

    done = [killed(night, after_s=30) for _ in range(4)]
    assert done == [[0], [], [], [2, 3]]
    with open_store(location) as store:
        assert store.calls.find(digest(1)).reason_code == "keeps_ending_the_run"
