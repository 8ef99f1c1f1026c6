"""``callgrade.grade`` and ``callgrade.grade_many``, as a program of the user calls them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import callgrade
from callgrade.errors import InputError
from callgrade.export.json import to_json

TURNS = [
    {"role": "agent", "start_s": 0.5, "end_s": 3.0, "text": "Good morning, Harbour Hotel, Ann Lee speaking."},
    {"role": "customer", "start_s": 3.4, "end_s": 6.0, "text": "Hello, I would like to book a room."},
    {"role": "agent", "start_s": 6.3, "end_s": 8.0, "text": "Of course. Goodbye."},
]


@pytest.fixture
def call(tmp_path: Path) -> Path:
    """A transcript."""
    path = tmp_path / "call.json"
    path.write_text(json.dumps({"language": "en", "turns": TURNS}), encoding="utf-8")
    return path


def test_one_file_gives_its_scorecard_with_the_facts_that_were_given(call: Path) -> None:
    card = callgrade.grade(call, direction="in", company="Harbour Hotel")
    assert card.record.company == "Harbour Hotel"
    assert next(finding.verdict for finding in card.findings if finding.norm == "greeting.company") == "pass"


def test_many_files_come_in_order_and_one_bad_file_does_not_stop_the_others(call: Path, tmp_path: Path) -> None:
    graded = list(callgrade.grade_many([call, tmp_path / "absent.wav", str(call)]))
    assert [one.path.name for one in graded] == ["call.json", "absent.wav", "call.json"]
    assert [one.scorecard is not None for one in graded] == [True, False, True]
    assert graded[1].error
    assert graded[1].error.code == "missing"


def test_a_file_that_cannot_be_scored_raises_its_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        callgrade.grade(tmp_path / "absent.wav")


def test_a_fact_that_does_not_exist_is_refused(call: Path) -> None:
    with pytest.raises(TypeError, match="unknown facts: agents"):
        callgrade.grade(call, agents="Ann Lee")  # type: ignore[call-arg]


def test_the_command_prints_the_scorecard_that_the_api_gives(call: Path) -> None:
    command = [sys.executable, "-m", "callgrade", "analyze", "--format", "json", "--direction", "in", str(call)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert printed == to_json(callgrade.grade(call, direction="in"))


def test_a_script_needs_no_main_guard(call: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(f"import callgrade\nprint(len(callgrade.grade({str(call)!r}).findings))\n", encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert done.stdout == "56\n"


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'grades'"):
        callgrade.grades  # noqa: B018
