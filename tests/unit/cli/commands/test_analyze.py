"""``callgrade analyze``, on calls that need no recogniser."""

import csv
import io
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.support.vcons import faults
from tests.unit.cli.conftest import Run

from callgrade.errors import ExitCode
from callgrade.export.document import json_schema


def test_the_card_is_printed(run: Run, transcript: Path) -> None:
    result = run("analyze", transcript, "--company", "Meridian Motors", "--full")
    assert result.exit_code == ExitCode.OK
    assert "garage.json" in result.stdout
    assert "Meridian Motors" in result.stdout
    assert "no audio" in result.stdout
    assert result.stderr == ""


def test_json_on_stdout_is_one_valid_object_and_nothing_else(run: Run, transcript: Path) -> None:
    result = run("analyze", transcript, "--format", "json", "--direction", "in", "--started", "2026-03-02T15:30")
    document = json.loads(result.stdout)
    Draft202012Validator(json_schema()).validate(document)
    assert document["call"]["direction"] == "in"
    assert document["call"]["sources"]["started"] == "option"
    assert result.stdout.count("\n") == 1


def test_several_files_give_an_object_a_line_in_their_order(run: Run, transcript: Path) -> None:
    other = transcript.with_name("other.json")
    other.write_bytes(transcript.read_bytes())
    result = run("analyze", other, transcript, other, "--format", "json")
    lines = [json.loads(line)["call"]["file"] for line in result.stdout.splitlines()]
    assert lines == ["other.json", "garage.json", "other.json"]


def test_vcon_on_stdout_is_one_object_a_line(run: Run, transcript: Path) -> None:
    result = run("analyze", transcript, "--format", "vcon")
    assert faults(json.loads(result.stdout)) == []
    assert result.stdout.count("\n") == 1


def test_csv_on_stdout_is_the_table_of_calls(run: Run, transcript: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("analyze", transcript, transcript, "--format", "csv").stdout)))
    assert [row["file"] for row in rows] == ["garage.json", "garage.json"]


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("terminal", ["garage.json.scorecard.txt"]),
        ("json", ["garage.json.scorecard.json"]),
        ("vcon", ["garage.json.scorecard.vcon.json"]),
        ("csv", ["agents.csv", "findings.csv", "measurements.csv", "scorecards.csv", "team_norms.csv"]),
    ],
)
def test_with_a_folder_the_results_are_files_of_their_owner(
    form: str, names: list[str], run: Run, transcript: Path, tmp_path: Path
) -> None:
    out = tmp_path / "new" / "out"
    result = run("analyze", transcript, "--format", form, "--out", out)
    assert (result.exit_code, result.stdout) == (ExitCode.OK, "")
    assert sorted(path.name for path in out.iterdir()) == names
    assert {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()} == {0o600}


def test_results_of_files_with_one_name_do_not_replace_each_other(run: Run, transcript: Path, tmp_path: Path) -> None:
    twin = tmp_path / "twin" / transcript.name
    twin.parent.mkdir()
    twin.write_bytes(transcript.read_bytes())
    run("analyze", transcript, twin, "--format", "json", "--out", tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "garage.json-2.scorecard.json",
        "garage.json.scorecard.json",
    ]


@pytest.mark.parametrize("name", ["a\nb.json", "\x1b[31m.json", "-rf.json", "é" * 120 + ".json", "\u202egpj.json"])
def test_a_hostile_name_is_escaped_and_stays_in_the_output_folder(
    name: str, run: Run, transcript: Path, tmp_path: Path
) -> None:
    hostile = transcript.with_name(name)
    hostile.write_bytes(transcript.read_bytes())
    shown = run("analyze", "--", hostile)
    assert shown.exit_code == ExitCode.OK
    assert not {"\x1b", "\u202e"} & set(shown.output)
    run("analyze", "--format", "json", "--out", tmp_path / "out", "--", hostile)
    (made,) = (tmp_path / "out").iterdir()
    assert made.name.isprintable()


def test_the_same_call_twice_gives_the_same_bytes(run: Run, transcript: Path) -> None:
    first, second = (run("analyze", transcript, "--format", "json").stdout for _ in range(2))
    assert first == second


def test_a_vcon_that_was_written_can_be_scored_again(run: Run, transcript: Path, tmp_path: Path) -> None:
    facts = ("--company", "Meridian Motors", "--agent", "Carol Jensen", "--direction", "in")
    run("analyze", transcript, *facts, "--format", "vcon", "--out", tmp_path / "out")
    (vcon,) = (tmp_path / "out").iterdir()
    again = json.loads(run("analyze", vcon, "--format", "json").stdout)
    before = json.loads(run("analyze", transcript, *facts, "--format", "json").stdout)
    assert [turn["text"] for turn in again["turns"]] == [turn["text"] for turn in before["turns"]]
    assert (again["call"]["company"], again["call"]["agent"]) == ("Meridian Motors", "Carol Jensen")


TALK = [
    ("agent", 0.2, 4.1, "Good morning, Harbour Bikes, this is Jo Doe speaking, how can I help you?"),
    ("customer", 4.6, 8.3, "Hello, my name is Sam Roe. My bike has not come back from the repair."),
    ("agent", 8.8, 12.4, "I am sorry to hear that, Sam Roe. May I put you on hold for a minute while I look?"),
    ("customer", 12.9, 13.4, "Yes."),
    ("agent", 45.2, 49.9, "Thank you for holding. It will be ready tomorrow. Is there anything else?"),
    ("customer", 50.3, 51.2, "No, thanks."),
    ("agent", 51.6, 55.1, "Thank you for calling, have a nice day, goodbye."),
]
Clock = Callable[[float], float | None]


def exact(time_s: float) -> float:
    return time_s


def unknown(_: float) -> None:
    return None


def verdicts(document: Any) -> dict[str, tuple[str, str | None]]:
    return {finding["norm"]: (finding["verdict"], finding["reason"]) for finding in document["findings"]}


@pytest.mark.parametrize(
    ("form", "start", "end"),
    [
        ("vcon", exact, exact),
        ("vcon", exact, unknown),
        ("vcon", round, round),
        ("vcon", unknown, unknown),
        ("json", exact, exact),
        ("json", exact, unknown),
    ],
)
def test_a_written_scorecard_gives_the_same_verdicts_again(
    form: str, start: Clock, end: Clock, run: Run, tmp_path: Path
) -> None:
    turns = [
        {"role": role, "start_s": start(start_s), "end_s": end(end_s), "text": text}
        for role, start_s, end_s, text in TALK
    ]
    call = tmp_path / "call.json"
    call.write_text(json.dumps({"language": "en", "ring_to_answer_s": 12.5, "turns": turns}), encoding="utf-8")
    before = json.loads(run("analyze", call, "--format", "json").stdout)
    run("analyze", call, "--format", form, "--out", tmp_path / "out")
    (written,) = (tmp_path / "out").iterdir()
    again = json.loads(run("analyze", written, "--format", "json").stdout)
    assert verdicts(again) == verdicts(before)
    assert again["measurements"] == before["measurements"]


def test_a_users_setting_replaces_the_shipped_one(run: Run, transcript: Path, tmp_path: Path) -> None:
    config = tmp_path / "mine.yaml"
    config.write_text("scoring: {minimum_coverage: 0, bands: [{name: any, at_least: 0}]}", encoding="utf-8")
    document = json.loads(run("analyze", transcript, "--format", "json", "--config", config).stdout)
    assert document["score"]["band"] == "any"


def test_html_is_one_page_a_call_in_the_folder(run: Run, transcript: Path, tmp_path: Path) -> None:
    result = run("analyze", transcript, "--format", "html", "--out", tmp_path / "pages")
    assert result.exit_code == ExitCode.OK
    page = (tmp_path / "pages" / "garage.json.scorecard.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "This call is a transcript: there is no recording." in page


def test_copies_of_the_sound_are_for_pages_only(run: Run, transcript: Path) -> None:
    result = run("analyze", transcript, "--with-audio")
    assert result.exit_code == 2
    assert "--format html" in result.stderr


def test_html_without_a_folder_is_refused(run: Run, transcript: Path) -> None:
    result = run("analyze", transcript, "--format", "html")
    assert result.exit_code == ExitCode.USAGE
    assert "--out DIR" in result.stderr


def test_the_card_is_brief_unless_all_of_it_is_asked_for(run: Run, transcript: Path) -> None:
    brief = run("analyze", transcript).stdout
    assert "To work on" in brief
    assert "Passed" not in brief
    assert "--full shows all" in brief
    assert len(brief.splitlines()) < len(run("analyze", transcript, "--full").stdout.splitlines())


def test_several_files_are_followed_by_a_table_with_a_line_for_each(run: Run, transcript: Path) -> None:
    other = transcript.with_name("other.json")
    other.write_bytes(transcript.read_bytes())
    table = (
        run("analyze", transcript, other).stdout.rpartition("2 calls, and what cost each most points\n")[2].splitlines()
    )
    assert [line.split()[0] for line in table if line] == ["garage.json", "other.json"]
    assert all("(−" in line for line in table if line)
    assert "what cost each most" not in run("analyze", transcript).stdout
