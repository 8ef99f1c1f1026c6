"""A killed or interrupted rescore leaves a whole store, and the next one does only the rest."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from tests.support.interrupting import heeding_ctrl_c
from tests.support.kept import english, judge_by, keep

from callgrade.errors import ExitCode
from callgrade.store import open_store

CALLS = 40


@pytest.fixture
def site(tmp_path: Path) -> Path:
    path = tmp_path / "site.yaml"
    path.write_text("site: A\nwords: {en: {norms: {closing.farewell: {phrases: [toodle pip]}}}}\n", encoding="utf-8")
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_store(tmp_path / "callgrade.db") as store:
        keep(store, english(CALLS, words=30))
    return tmp_path / "callgrade.db"


def begun(path: Path, site: Path) -> "subprocess.Popen[str]":
    """A rescore that stores one call at a time, so that it can be stopped between two calls."""
    program = (
        "import callgrade.rescoring.rescoring as rescore; rescore.WRITTEN_AT_ONCE = rescore.GROUP = 1; "
        "from callgrade.cli import main; main()"
    )
    arguments = ("rescore", "--store", str(path), "--norms", str(site), "--workers", "1")
    with heeding_ctrl_c():
        return subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            env=os.environ | {"OMP_NUM_THREADS": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


def done(path: Path, norms: str) -> int:
    """The number of calls that these norms judged."""
    with closing(sqlite3.connect(path)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM calls WHERE norms = ?", (norms,)).fetchone()
    return int(count)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_rescore_leaves_a_whole_store_and_the_next_finishes_it(
    path: Path, site: Path, number: signal.Signals
) -> None:
    judge = judge_by(site=site)
    norms = judge.pack("en").hash
    process = begun(path, site)
    while not (before := done(path, norms)) and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == (ExitCode.INTERRUPTED if number == signal.SIGINT else -number), said
    kept = done(path, norms)
    assert before <= kept < CALLS
    with open_store(path) as store:
        for stored in store.cards.read():
            assert stored.judgement.versions.norms == stored.call.norms

    rest = begun(path, site)
    told, said = rest.communicate(timeout=120)
    assert rest.returncode == ExitCode.OK, said
    assert [line.split()[-1] for line in told.splitlines() if "rescored" in line] == [str(CALLS - kept)]
    with open_store(path) as store:
        assert done(path, norms) == CALLS
        assert all(stored.judgement == judge.judge(stored.heard) for stored in store.cards.read())
