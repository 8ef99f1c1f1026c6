"""``callgrade report``."""

from pathlib import Path

import pytest
from tests.support.stored import judgement, score
from tests.unit.cli.conftest import Run

from callgrade.errors import ExitCode
from callgrade.store import open_store


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Two calls, of two teams."""
    path = tmp_path / "callgrade.db"
    with open_store(path) as opened:
        score(opened, 1)
        score(opened, 2, judgement(team="south", agent="Ben"))
    return path


def test_report_writes_pages_and_says_how_many(run: Run, store: Path, tmp_path: Path) -> None:
    done = run("report", "--store", store, "--out", tmp_path / "site")
    assert done.exit_code == ExitCode.OK
    assert "Calls in the report: 2." in done.stderr
    assert (tmp_path / "site" / "index.html").exists()
    again = run("report", "--store", store, "--out", tmp_path / "site")
    assert "Files written: 0, removed: 0." in again.stderr


def test_report_of_a_team_holds_its_calls_only(run: Run, store: Path, tmp_path: Path) -> None:
    run("report", "--store", store, "--out", tmp_path / "site")
    done = run("report", "--store", store, "--out", tmp_path / "site", "--team", "south")
    assert "Calls in the report: 1." in done.stderr
    assert len(list((tmp_path / "site" / "calls").iterdir())) == 1


def test_forget_removes_the_page(run: Run, store: Path, tmp_path: Path) -> None:
    run("report", "--store", store, "--out", tmp_path / "site")
    done = run("forget", "1.wav", "--store", store)
    assert f"Exports rewritten: {tmp_path / 'site'}." in done.stdout
    assert len(list((tmp_path / "site" / "calls").iterdir())) == 1


def test_a_store_that_is_not_there_is_not_made(run: Run, tmp_path: Path) -> None:
    assert run("report", "--store", tmp_path / "none.db", "--out", tmp_path / "site").exit_code == ExitCode.USAGE
    assert not (tmp_path / "none.db").exists()
