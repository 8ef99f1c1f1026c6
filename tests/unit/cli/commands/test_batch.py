"""The batch on the command line: when it stops taking calls, and what it leaves with."""

import json
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from time import tzset
from zoneinfo import ZoneInfo

import pytest
from tests.support.nights import Nights, aged
from tests.unit.cli.conftest import Run

from callgrade.cli.commands.batch import next_time
from callgrade.errors import ExitCode
from callgrade.store import open_store

OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    folder = tmp_path / "recordings"
    folder.mkdir()
    return Nights(folder, tmp_path / "callgrade.db")


@pytest.fixture
def in_oslo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose clock shows the time of Oslo."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", OSLO.key)
        tzset()
        yield
    tzset()


@pytest.mark.usefixtures("in_oslo")
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-02T22:00", "2026-03-03T06:00"),
        ("2026-03-02T05:59", "2026-03-02T06:00"),
        ("2026-03-02T06:00", "2026-03-03T06:00"),
        ("2026-03-28T22:00", "2026-03-29T06:00"),  # the clock is put forward in this night
        ("2026-10-24T22:00", "2026-10-25T06:00"),  # and back in this one
    ],
)
def test_until_is_the_next_moment_with_that_local_time(now: str, expected: str) -> None:
    at = next_time(time(6), datetime.fromisoformat(now))
    assert at == datetime.fromisoformat(expected).replace(tzinfo=OSLO)


def test_the_batch_command_scores_a_folder(run: Run, nights: Nights, tmp_path: Path) -> None:
    nights.call("in-0201-4712345678-20260302-153000-1.json", "Ann Lee")
    (nights.folder / "broken.wav").write_text("no sound")
    aged(nights.folder / "broken.wav")
    agents = tmp_path / "agents.csv"
    agents.write_text("extension,name,team\n201,Eva Lund,north\n")
    result = run(
        "batch", nights.folder, "--store", nights.store, "--agents", agents, "--summary", tmp_path / "summary.json",
        "--workers", 1, "--exclude", "never/**",
    )  # fmt: skip
    assert result.exit_code == ExitCode.SOME_NOT_SCORED, result.stderr
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert summary["outcomes"] == {"refused": 1, "scored": 1}
    assert "not scored" in result.stdout
    assert "not_audio" in result.stdout
    again = run("batch", nights.folder, "--store", nights.store)
    assert again.exit_code == ExitCode.OK
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir() if path.is_file()}
    assert {mode for name, mode in modes.items() if name != "agents.csv"} == {0o600}


def test_a_second_run_on_a_locked_store_ends_with_an_error(run: Run, nights: Nights) -> None:
    nights.call("a.json")
    with open_store(nights.store) as store, store.run_lock():
        result = run("batch", nights.folder, "--store", nights.store)
    assert result.exit_code == ExitCode.LOCKED
    assert "Another run" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--workers", "1000"], ExitCode.USAGE),
        (["--until", "25:00"], ExitCode.USAGE),
        (["--cdr", "absent.csv"], ExitCode.INPUT),
        (["--profile", "absent"], ExitCode.CONFIG),
        (["--model", "/absent"], ExitCode.MODEL),
    ],
)
def test_options_that_cannot_work_are_refused(run: Run, nights: Nights, arguments: list[str], code: ExitCode) -> None:
    nights.call("a.json")
    result = run("batch", nights.folder, "--store", nights.store, *arguments)
    assert result.exit_code == code, result.stderr
    assert nights.states() in ({}, {"waiting": 1})


def test_a_line_of_json_says_what_became_of_each_call_and_the_last_sums_up(run: Run, nights: Nights) -> None:
    scored = nights.call("one.json", "Ann Lee")
    broken = nights.folder / "broken.wav"
    broken.write_text("no sound")
    aged(broken)
    result = run("batch", nights.folder, "--store", nights.store, "--format", "jsonl", "--direction", "in")
    *events, summary = map(json.loads, result.stdout.splitlines())
    assert {event["schema"] for event in events} == {"callgrade.event/1"}
    told = {event["path"]: (event["state"], event["code"]) for event in events}
    assert told == {str(scored): ("scored", None), str(broken): ("refused", "not_audio")}
    card = json.loads(run("show", scored, "--store", nights.store, "--format", "json").stdout)
    (event,) = (one for one in events if one["state"] == "scored")
    assert (event["overall"], event["band"]) == (card["score"]["overall"], card["score"]["band"])
    assert event["sha256"] == card["call"]["sha256"]
    assert summary["outcomes"] == {"refused": 1, "scored": 1}


def test_a_summary_that_cannot_be_written_is_refused_before_the_night(run: Run, nights: Nights, tmp_path: Path) -> None:
    nights.call("a.json")
    (tmp_path / "file").touch()
    result = run("batch", nights.folder, "--store", nights.store, "--summary", tmp_path / "file" / "summary.json")
    assert result.exit_code == ExitCode.OUTPUT, result.stderr
    assert nights.states() == {}


@pytest.mark.parametrize("option", ["--log", "--summary"])
def test_the_path_of_the_store_is_refused_for_other_outputs(option: str, run: Run, nights: Nights) -> None:
    nights.call("a.json")
    assert run("batch", nights.folder, "--store", nights.store, option, nights.store).exit_code == ExitCode.USAGE
    assert nights.states() == {}


def test_the_log_goes_to_standard_error_as_lines_of_json(run: Run, nights: Nights) -> None:
    night = run("batch", nights.folder, "--store", nights.store, "--log", "-", "--log-format", "json")
    assert night.exit_code == ExitCode.OK, night.stderr
    lines = [json.loads(line) for line in night.stderr.splitlines()]
    assert all(set(line) == {"time", "level", "message"} for line in lines)
    assert "run 1 begins" in lines[0]["message"]
    assert datetime.fromisoformat(lines[0]["time"]).tzinfo
    assert [file.name for file in nights.folder.parent.iterdir() if file.suffix == ".log"] == []


def test_the_log_is_a_file_beside_the_store_by_default(run: Run, nights: Nights) -> None:
    assert run("batch", nights.folder, "--store", nights.store).stderr == ""
    assert "INFO run 1 begins" in nights.store.with_name("callgrade.db.log").read_text(encoding="utf-8")


def test_a_missing_folder_ends_the_batch_with_an_error(run: Run, tmp_path: Path) -> None:
    result = run("batch", tmp_path / "absent", "--store", tmp_path / "callgrade.db")
    assert result.exit_code == ExitCode.INPUT
    assert not (tmp_path / "callgrade.db").exists()


RECORDS = (
    "Call Time,Caller ID,Destination,Status,Ringing,Talking\n07/23/2026 9:41:49 AM,5550100,Eva (101),answered,8,70\n"
)


def test_records_that_match_no_recording_are_reported_with_the_cause(run: Run, nights: Nights, tmp_path: Path) -> None:
    nights.call("[5550100]_5550100-101_20260723094149(1).json", "Ann Lee")
    (tmp_path / "calls.csv").write_text(RECORDS)
    (tmp_path / "us.yaml").write_text('batch: {cdr: {time_formats: ["%m/%d/%Y %I:%M:%S %p"]}}\n')
    asked = ("batch", nights.folder, "--store", nights.store, "--workers", 1, "--cdr", tmp_path / "calls.csv")
    night = run(*asked)
    assert night.exit_code == ExitCode.OK, night.stderr
    assert '["%m/%d/%Y %I:%M:%S %p"]' in night.stderr
    words = " ".join(night.stdout.split())
    assert "call detail records found for 0 of 1 recordings" in words
    assert "none: no row of the records could be read 1" in words
    log = nights.store.with_name("callgrade.db.log").read_text()
    assert "call detail records found for: 0 of 1 recordings" in log
    nights.store.unlink()
    assert "1 of 1 recordings" in run(*asked, "--config", tmp_path / "us.yaml").stdout


def test_a_file_written_just_now_is_reported_with_the_time_of_the_next_run(run: Run, nights: Nights) -> None:
    nights.call("a.json").touch()
    night = run("batch", nights.folder, "--store", nights.store)
    assert night.exit_code == ExitCode.OK, night.stderr
    assert "1 changed less than 120 s ago; run again after" in " ".join(night.stdout.split())
