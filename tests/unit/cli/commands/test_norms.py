"""``callgrade norms``."""

import json
from pathlib import Path

import pytest
from tests.unit.cli.conftest import Run

from callgrade.errors import ExitCode
from callgrade.norms.pack import check
from callgrade.norms.pack.check import PackCheck, Problem


def test_the_shipped_pack_does_what_its_examples_say(run: Run) -> None:
    result = run("norms", "check")
    assert (result.exit_code, result.stderr) == (ExitCode.OK, "")
    assert "en: " in result.stdout


def test_a_failing_example_is_named_with_its_place(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem("configs/words/en/greeting.yaml:12:9", "greeting.salutation", "should fire, stays silent")
    monkeypatch.setattr(check, "check_pack", lambda *_: PackCheck({"en": 7}, (problem,)))
    result = run("norms", "check")
    assert result.exit_code == ExitCode.CONFIG
    assert "greeting.yaml:12:9: greeting.salutation: should fire, stays silent." in result.stderr
    assert result.stdout == "en: 7 examples, 1 wrong\n"


def test_norms_are_listed_with_severity_and_direction(run: Run) -> None:
    lines = run("norms", "list").stdout.splitlines()
    (offer,) = (line for line in lines if line.startswith("greeting.offer_of_help"))
    assert offer.split()[1:3] == ["major", "in"]


def test_a_norm_shows_why_it_matters(run: Run) -> None:
    result = run("norms", "show", "greeting.company")
    assert result.exit_code == ExitCode.OK
    assert "why:" in result.stdout


def test_an_unknown_norm_is_refused(run: Run) -> None:
    result = run("norms", "show", "nobody")
    assert result.exit_code == ExitCode.CONFIG
    assert "norms list" in result.stderr


def test_a_mistake_in_a_site_file_is_named_with_its_place(run: Run, tmp_path: Path) -> None:
    site = tmp_path / "site.yaml"
    site.write_text("norms: {nobody.knows: {severity: minor}}", encoding="utf-8")
    result = run("norms", "check", "--norms", site)
    assert result.exit_code == ExitCode.CONFIG
    assert f"{site}:1:" in result.stderr


def test_a_verdict_is_explained_with_window_words_and_facts(run: Run, transcript: Path) -> None:
    result = run("norms", "explain", transcript, "--norm", "greeting.salutation", "--norm", "closing.farewell")
    assert result.exit_code == ExitCode.OK
    assert "language: en" in result.stdout
    assert "greeting.salutation pass" in result.stdout
    assert "window opening" in result.stdout
    assert "closing.farewell pass" in result.stdout


def test_all_norms_are_explained_when_none_is_named(run: Run, transcript: Path) -> None:
    listed = [line.split()[0] for line in run("norms", "list").stdout.splitlines()]
    result = run("norms", "explain", transcript)
    assert [norm for norm in listed if f"\n{norm} " not in result.stdout] == []


def test_an_unknown_norm_cannot_be_explained(run: Run, transcript: Path) -> None:
    assert run("norms", "explain", transcript, "--norm", "nobody").exit_code == ExitCode.CONFIG


def test_a_file_without_words_cannot_be_explained(run: Run, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.json"
    nothing.write_text("{}", encoding="utf-8")
    assert run("norms", "explain", nothing).exit_code == ExitCode.INPUT


def test_a_new_norm_is_a_site_pack_that_can_be_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bakery.yaml"
    assert run("norms", "new", "own.allergens", "--out", path).exit_code == ExitCode.OK
    shown = run("norms", "show", "own.allergens", "--norms", path)
    assert (shown.exit_code, "Mentions the allergens" in shown.stdout) == (ExitCode.OK, True)
    assert run("norms", "new", "own.allergens", "--out", path).exit_code == ExitCode.USAGE
    assert run("norms", "new", "Allergens").exit_code == ExitCode.USAGE


def test_a_norm_is_tried_on_the_calls_of_a_folder(run: Run, transcript: Path) -> None:
    result = run("norms", "try", transcript.parent, "--norm", "closing.farewell", "--direction", "in")
    assert result.exit_code == ExitCode.OK, result.output
    assert "closing.farewell in 1 calls:" in result.stdout


def test_trying_needs_a_norm(run: Run, transcript: Path) -> None:
    result = run("norms", "try", transcript.parent)
    assert result.exit_code == ExitCode.USAGE
    assert "no norm of your own" in result.stderr


def test_the_list_as_json_has_every_norm_with_its_section_and_parameters(run: Run) -> None:
    listed = json.loads(run("norms", "list", "--format", "json").stdout)
    assert [norm["id"] for norm in listed] == [line.split()[0] for line in run("norms", "list").stdout.splitlines()]
    assert all(norm["title"] and norm["section"] and norm["expected"] for norm in listed)
    silence = next(norm for norm in listed if norm["id"] == "answering.ring_count")
    assert (silence["directions"], silence["effect"]) == (["in"], "site")
    assert silence["parameters"]
