"""A night of short recordings with two workers: the scorecards of one process without any batch."""

import json
from pathlib import Path

import pytest
from benchmarks.night import make_calls
from tests.support.program import run

from callgrade.config.load import load_settings
from callgrade.errors import ExitCode
from callgrade.export.json import to_json
from callgrade.grading.outcome import CallInput, Scored
from callgrade.grading.spec import GraderSpec
from callgrade.model.record import CallRecord
from callgrade.store import open_store

CALLS = 24  # three groups for two workers
EVERY = 3  # is compared: hearing all of them again takes time


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("night")
    make_calls(folder / "recordings", CALLS)
    (folder / "settings.yaml").write_text("batch: {scan: {stable_s: 0}}\n")
    return folder


def spend(folder: Path) -> dict[str, object]:
    """The summary of a night."""
    options = ("--workers", 2, "--threads", 1, "--config", folder / "settings.yaml", "--summary", folder / "night.json")
    done = run("batch", folder / "recordings", "--store", folder / "callgrade.db", *options)
    assert done.returncode == ExitCode.OK, done.stderr
    summary: dict[str, object] = json.loads((folder / "night.json").read_text())
    return summary


def in_one_process(folder: Path) -> dict[str, str]:
    """Name of every third recording → its scorecard, without store, workers and processes, in other company."""
    grader = GraderSpec(load_settings(folder / "settings.yaml"), None, "service", None).grader(threads=1)
    calls = [CallInput(path) for path in sorted((folder / "recordings").iterdir())[::EVERY]]
    outcomes = list(grader.grade(calls, CallRecord(), lambda _: None))
    return {one.path.name: to_json(one.card) for one in outcomes if isinstance(one, Scored)}


def test_a_night_with_two_workers_gives_the_scorecards_of_one_process(folder: Path) -> None:
    summary = spend(folder)
    assert (summary["due"], summary["scored"], summary["not_scored"], summary["left"]) == (CALLS, CALLS, 0, 0)
    with open_store(folder / "callgrade.db") as store:
        stored = {one.card.file.name: to_json(one.card) for one in store.cards.read()}
    expected = in_one_process(folder)
    assert len(expected) == CALLS / EVERY
    assert sum('"probability"' in card for card in expected.values()) > CALLS / EVERY / 2, "silence proves little"
    assert {name: stored[name] for name in expected} == expected
    again = spend(folder)
    assert (again["due"], again["scored"], again["unchanged"]) == (0, 0, CALLS)
