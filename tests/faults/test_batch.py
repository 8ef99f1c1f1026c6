"""Nights that end badly: killed at any moment, interrupted, started twice. Real processes, a real store, real audio."""

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.interrupting import heeding_ctrl_c
from tests.support.nights import Nights, aged

from callgrade.errors import ExitCode
from callgrade.store import open_store

SAMPLES = Path(__file__).parents[2] / "sample_audio"
CALLS, KILLS = 60, 12


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    """Sixty calls, two of them with sound."""
    nights = Nights(tmp_path / "recordings", tmp_path / "callgrade.db")
    for number in range(CALLS - 2):
        nights.call(f"{number % 5}/{number}.json", f"Jack Turner{number}")
    for name in ("08_unanswered.wav", "10_wrong_number.ogg"):
        shutil.copy(SAMPLES / name, nights.folder / name)
        aged(nights.folder / name)
    return nights


def start(nights: Nights) -> "subprocess.Popen[bytes]":
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "callgrade",
        "batch",
        nights.folder,
        "--store",
        nights.store,
        "--workers",
        "2",
    ]
    with heeding_ctrl_c():
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def scored(nights: Nights) -> int:
    return nights.states().get("scored", 0)


def test_a_night_killed_many_times_scores_every_call_once(
    nights: Nights, record_property: Callable[[str, object], None]
) -> None:
    seed = random.Random(5)
    kills = 0
    before = 0
    while kills < KILLS:
        process = start(nights)
        try:
            process.wait(seed.uniform(0.2, 6.0))
        except subprocess.TimeoutExpired:
            process.kill()
            kills += 1
        process.communicate()
        if nights.store.exists():
            with sqlite3.connect(nights.store) as store:
                assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert scored(nights) >= before  # what was scored stays so
            before = scored(nights)
        if before == CALLS:
            break
    record_property("kills_survived", kills)
    assert kills > 0
    last = start(nights)
    output, _ = last.communicate(timeout=300)
    assert last.returncode == ExitCode.OK, output
    assert nights.states() == {"scored": CALLS}
    with open_store(nights.store) as store:
        cards = [stored.card for stored in store.cards.read()]
    customers = [card.record.customer for card in cards if card.record.customer]
    assert len(cards) == CALLS
    assert len(customers) == len(set(customers))
    assert not list(nights.store.parent.glob(".callgrade-*"))


def test_a_killed_night_leaves_no_worker(nights: Nights) -> None:
    process = start(nights)
    _wait_until(lambda: scored(nights) > 0, process)
    process.kill()
    process.communicate()
    _wait_until(lambda: not _of_session(process.pid))


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_night_leaves_no_claimed_call(nights: Nights, sent: signal.Signals) -> None:
    process = start(nights)
    _wait_until(lambda: scored(nights) > 0, process)
    process.send_signal(sent)
    _, errors = process.communicate(timeout=300)
    assert process.returncode == ExitCode.INTERRUPTED
    assert b"Traceback" not in errors
    states = nights.states()
    assert "claimed" not in states
    assert set(states) <= {"scored", "waiting"}


def test_a_second_night_on_the_same_store_ends_with_a_lock_error(nights: Nights) -> None:
    first = start(nights)
    _wait_until(lambda: scored(nights) > 0, first)
    second = start(nights)
    _, errors = second.communicate(timeout=30)
    assert second.returncode == ExitCode.LOCKED, errors
    first.kill()
    first.communicate()
    third = start(nights)  # a dead holder holds nothing
    third.communicate(timeout=300)
    assert third.returncode == ExitCode.OK
    assert nights.states() == {"scored": CALLS}


def _of_session(leader: int) -> list[int]:
    """Processes that were started by the night whose process was ``leader``."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(session) == leader and state != "Z":
            found.append(int(stat.parent.name))
    return found


def _wait_until(
    happened: Callable[[], bool], process: "subprocess.Popen[bytes] | None" = None, patience_s: float = 120
) -> None:
    deadline_s = time.monotonic() + patience_s
    while not happened():
        assert time.monotonic() < deadline_s, "it did not happen"
        assert process is None or process.poll() is None, process.communicate()
        time.sleep(0.05)
