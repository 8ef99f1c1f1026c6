"""An export that is really killed, at any moment: every table is the old or the new one."""

import csv
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import NoReturn

import pytest
from tests import scorecards

from callgrade.config.load import load_settings
from callgrade.export.options import ExportOptions
from callgrade.export.write import write_export
from callgrade.model.scorecard import Scorecard

ROOT = Path(__file__).parents[2]
KILLS = 60
OPTIONS = ExportOptions(settings=load_settings().export, sections=("greeting",))
FEW, MANY = 8, 40


def cards(number: int) -> Iterator[Scorecard]:
    return (scorecards.named(scorecards.CARD, f"{i}.wav") for i in range(number))


def main(folder: Path) -> None:
    """Let a child export again and again, kill it, and look at what it left; many times."""
    chance = Random(1)
    left = 0
    for _ in range(KILLS):
        child = os.fork()
        if child == 0:
            export_for_ever(folder)
        time.sleep(chance.uniform(0.0, 0.15))
        os.kill(child, signal.SIGKILL)
        assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
        left += sum(path.name.startswith(".") for path in folder.iterdir())
        for table in ("scorecards", "findings", "measurements"):
            assert calls_in(folder / f"{table}.csv") in (FEW, MANY)
    print(left)  # noqa: T201  for the test


def export_for_ever(folder: Path) -> NoReturn:
    with suppress(BaseException):
        while True:
            write_export(cards(MANY), folder, OPTIONS)
            write_export(cards(FEW), folder, OPTIONS)
    os._exit(1)


def calls_in(path: Path) -> int:
    """Number of calls in a table that is whole to its last cell."""
    text = path.read_text(encoding="utf-8")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert text.endswith("\n")
    assert {len(row) for row in rows} == {len(header)}
    return len({row[0] for row in rows})


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX has them")
def test_a_killed_export_leaves_the_old_or_the_new_tables(tmp_path: Path) -> None:
    write_export(cards(FEW), tmp_path, OPTIONS)
    command = [sys.executable, "-c", f"from {__name__} import *; main(Path({str(tmp_path)!r}))"]
    alone = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # threads do not go well with fork
    done = subprocess.run(command, cwd=ROOT, env=alone, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0  # some died while they wrote
    write_export(cards(FEW), tmp_path, OPTIONS)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "agents.csv", "findings.csv", "measurements.csv", "scorecards.csv", "team_norms.csv",
    ]  # fmt: skip
