"""Runs claim, die, come back late and take over: every call is finished exactly once, by its holder."""

import os
import random
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule
from tests.support.forked import forked
from tests.support.postgres import Server
from tests.support.stored import LEASE_S, digest, heard, judgement, seen, stored_calls

from callgrade.store import NOT_SCORED, CallState, open_store

MAX_ATTEMPTS = 3
NUMBERS = st.integers(0, 4)
FACTS = st.sampled_from(["facts", "a sidecar came"])


class Ledgers(RuleBasedStateMachine):
    """Some runs on one store, against a model: the state of each call and who holds it."""

    runs = Bundle("runs")

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
        self.store = open_store(Path(self.folder.name) / "callgrade.db")
        self.states: dict[int, CallState] = {}
        self.holders: dict[int, int] = {}
        self.attempts: Counter[int] = Counter()
        self.facts: dict[int, str] = {}
        self.written: Counter[int] = Counter()
        self.carded: set[int] = set()

    @rule(target=runs)
    def a_run_begins(self) -> int:
        return self.store.ledger.start_run()

    @rule(run=runs, number=NUMBERS, facts=FACTS)
    def enrols(self, run: int, number: int, facts: str) -> None:
        enrolled = self.store.ledger.enrol(run, seen(number, facts=facts), digest(number))
        assert enrolled.is_new == (number not in self.states)
        state = self.states.get(number)
        if state is None or (state is not CallState.ERASED and self.facts[number] != facts):
            self.holders.pop(number, None)
            self.states[number], self.facts[number], self.attempts[number] = CallState.WAITING, facts, 0
        assert enrolled.state is self.states[number]

    @rule(run=runs, number=NUMBERS)
    def claims(self, run: int, number: int) -> None:
        if number in self.states:
            free = self.states[number] is CallState.WAITING
            assert self.store.ledger.claim(self.id(number), run, LEASE_S) == free
            if free:
                self.states[number], self.holders[number] = CallState.CLAIMED, run

    @rule(run=runs, number=NUMBERS, state=st.sampled_from([CallState.SCORED, *sorted(NOT_SCORED)]))
    def finishes(self, run: int, number: int, state: CallState) -> None:
        if number not in self.states:
            return
        if state is CallState.SCORED:
            kept = self.store.ledger.finish_scored(self.id(number), run, heard(number), judgement())
        else:
            kept = self.store.ledger.finish_unscored(self.id(number), run, state, "code", "text")
        assert kept == (self.holders.get(number) == run)
        if kept:
            del self.holders[number]
            self.states[number] = state
            self.written[number] += state is CallState.SCORED
            self.carded = self.carded | {number} if state is CallState.SCORED else self.carded - {number}

    @rule(run=runs)
    def renews(self, run: int) -> None:
        assert self.store.ledger.renew(run, LEASE_S) == list(self.holders.values()).count(run)

    @rule(run=consumes(runs))
    def stops(self, run: int) -> None:
        self.store.ledger.end_run(run, {})
        self.let_go([number for number, holder in self.holders.items() if holder == run])

    @rule(run=runs)
    def takes_over(self, run: int) -> None:
        dead = [number for number, holder in self.holders.items() if holder != run]
        self.let_go(dead)
        for number in dead:
            self.attempts[number] += 1
            if self.attempts[number] >= MAX_ATTEMPTS:
                self.states[number] = CallState.CRASHED
        given_up = sum(self.states[number] is CallState.CRASHED for number in dead)
        assert self.store.ledger.take_over(run, MAX_ATTEMPTS) == (len(dead) - given_up, given_up)

    @rule(states=st.sets(st.sampled_from(sorted(NOT_SCORED))))
    def retries(self, states: set[CallState]) -> None:
        again = [number for number, state in self.states.items() if state in states]
        assert self.store.ledger.retry(states) == len(again)
        self.states |= dict.fromkeys(again, CallState.WAITING)
        self.attempts |= Counter(dict.fromkeys(again, 0))
        for number in again:
            self.attempts[number] = 0

    @rule(number=NUMBERS)
    def erases(self, number: int) -> None:
        if number in self.states:
            there = self.states[number] is not CallState.ERASED
            assert self.store.erasure.erase([self.id(number)]) == there
            self.states[number] = CallState.ERASED
            self.carded -= {number}
            self.holders.pop(number, None)

    @invariant()
    def the_store_says_so(self) -> None:
        if hasattr(self, "store"):
            calls = stored_calls(self.store, set(CallState))
            found = {call.sha256: (call.state, call.revision) for call in calls}
            assert found == {digest(n): (state, self.written[n]) for n, state in self.states.items()}
            shown = {digest(n) for n in self.carded if self.states[n] not in NOT_SCORED}
            assert {stored.heard.file.sha256 for stored in self.store.cards.read()} == shown

    def let_go(self, numbers: list[int]) -> None:
        for number in numbers:
            del self.holders[number]
            self.states[number] = CallState.WAITING

    def id(self, number: int) -> int:
        return self.store.calls.find(digest(number)).id

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()


TestLedgers = Ledgers.TestCase
TestLedgers.settings = settings(
    max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)

STORM_CALLS, STORM_RUNS = 60, 4


def storm(location: str, seed: int, said: int) -> None:
    """Claim, finish, stop, come back late and take over at random, until nothing is left to do."""
    chance = random.Random(seed)
    with open_store(location) as store:
        ids = [store.calls.find(digest(number)).id for number in range(STORM_CALLS)]
        run, held = store.ledger.start_run(), set[int]()
        while (counts := store.ledger.counts())[CallState.SCORED] + counts[CallState.REFUSED] < STORM_CALLS:
            call_id = chance.choice(ids)
            if store.ledger.claim(call_id, run, chance.choice([0.5, 0.02, -1])):
                os.write(said, f"claimed {call_id}\n".encode())
                held.add(call_id)
            if held and chance.random() < 0.7:
                call_id = chance.choice(sorted(held))
                held.remove(call_id)
                number = ids.index(call_id)
                if chance.random() < 0.5:
                    kept = store.ledger.finish_scored(call_id, run, heard(number), judgement())
                else:
                    kept = store.ledger.finish_unscored(call_id, run, CallState.REFUSED, "empty", "Empty.")
                os.write(said, f"{'finished' if kept else 'lost'} {call_id}\n".encode())
            if chance.random() < 0.1:
                store.ledger.take_over(run, 10**6)
            if chance.random() < 0.05:
                run, held = store.ledger.start_run(), set[int]()  # as if it had died


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_runs_that_die_and_take_over_finish_every_call_once(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    location = str(tmp_path / "callgrade.db")
    if database == "postgresql":
        server: Server = request.getfixturevalue("postgres")
        location = server.database()
    with open_store(location) as store:
        run = store.ledger.start_run()
        ids = {store.ledger.enrol(run, seen(number), digest(number)).call_id for number in range(STORM_CALLS)}
    log = os.open(tmp_path / "said", os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    children = [forked(partial(storm, location, seed, log)) for seed in range(STORM_RUNS)]
    os.close(log)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * STORM_RUNS
    said = [line.split() for line in (tmp_path / "said").read_text().splitlines()]
    finished = Counter(int(call_id) for what, call_id in said if what == "finished")
    claimed = Counter(int(call_id) for what, call_id in said if what == "claimed")
    assert finished == dict.fromkeys(ids, 1)
    with open_store(location) as store:
        for call in stored_calls(store, {CallState.SCORED, CallState.REFUSED}):
            assert claimed[call.id] == call.attempts + 1  # one holder at a time: each claim was taken over, or the last
