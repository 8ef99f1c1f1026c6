"""``callgrade show``, ``retry``, ``rescore``, ``forget`` and ``purge``, at the command line."""

import csv
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.support.kept import english, keep
from tests.support.stored import LEASE_S, digest, heard, judgement, score, seen
from tests.support.vcons import faults
from tests.unit.cli.conftest import Run

from callgrade.errors import ExitCode
from callgrade.export.document import json_schema
from callgrade.export.terminal import to_text
from callgrade.store import CallState, open_store

NAME = "call-00001.wav"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A call that is scored, one in every other state, and a name that two calls share."""
    path = tmp_path_factory.mktemp("store") / "callgrade.db"
    with open_store(path) as opened:
        keep(opened, english(3))
        run = opened.ledger.start_run()
        for number, state in enumerate((CallState.REFUSED, CallState.CRASHED, CallState.HUNG, CallState.FAILED)):
            call = opened.ledger.enrol(run, seen(number, name=f"{state}.wav"), digest(number)).call_id
            opened.ledger.claim(call, run, LEASE_S)
            opened.ledger.finish_unscored(call, run, state, f"code_{state}", "Because \x1b[31mit is so.")
        opened.erasure.erase([opened.ledger.enrol(run, seen(7, name="erased.wav"), digest(7)).call_id])
        opened.ledger.enrol(run, seen(8, name="waiting.wav"), digest(8))
        opened.ledger.enrol(run, seen(9, name="a/same.wav"), digest(9))
        opened.ledger.enrol(run, seen(10, name="b/same.wav"), digest(10))
    return path


@pytest.fixture
def scored(store: Path) -> str:
    """The name of a scored call."""
    with open_store(store) as opened:
        return next(iter(opened.cards.read())).heard.file.name


class TestShow:
    def test_a_scored_call_is_shown_as_analyze_shows_it(self, run: Run, store: Path, scored: str) -> None:
        done = run("show", scored, "--store", store, "--full")
        with open_store(store) as opened:
            card = next(iter(opened.cards.read())).card
        assert done.exit_code == ExitCode.OK
        assert done.stdout == to_text(card, 80)

    def test_json_is_the_documented_one(self, run: Run, store: Path, scored: str) -> None:
        document = json.loads(run("show", scored, "--store", store, "--format", "json").stdout)
        Draft202012Validator(json_schema()).validate(document)
        assert document["call"]["file"] == scored

    def test_vcon(self, run: Run, store: Path, scored: str) -> None:
        document = json.loads(run("show", scored, "--store", store, "--format", "vcon").stdout)
        assert document["dialog"]
        assert faults(document) == []

    def test_a_call_is_found_by_the_beginning_of_its_digest(self, run: Run, store: Path) -> None:
        assert digest(0) in run("show", digest(0)[:8], "--store", store).stdout

    @pytest.mark.parametrize("state", ["refused", "crashed", "hung", "failed"])
    def test_show_says_why_a_call_has_no_card_and_what_to_do(self, run: Run, store: Path, state: str) -> None:
        done = run("show", f"{state}.wav", "--store", store)
        assert done.exit_code == ExitCode.OK
        for told in (f"{state}: code_{state}", "it is so.", "known since", "what to do"):
            assert told in done.stdout
        assert "\x1b" not in done.stdout

    def test_show_says_how_to_score_an_erased_call_again(self, run: Run, store: Path) -> None:
        done = run("show", digest(7), "--store", store)
        assert "callgrade analyze FILE" in done.stdout
        assert "erased.wav" not in done.stdout

    def test_json_of_a_call_without_a_card_is_refused(self, run: Run, store: Path) -> None:
        done = run("show", "hung.wav", "--store", store, "--format", "json")
        assert (done.exit_code, done.stdout) == (ExitCode.USAGE, "")

    @pytest.mark.parametrize("call", ["same.wav", "nobody.wav"])
    def test_no_match_or_several_matches_are_refused(self, run: Run, store: Path, call: str) -> None:
        assert run("show", call, "--store", store).exit_code == ExitCode.USAGE


class TestCalls:
    def test_a_call_that_was_not_scored_is_listed_with_its_reason(self, run: Run, store: Path) -> None:
        done = run("calls", "--store", store, "--state", "refused", "--format", "json")
        (row,) = json.loads(done.stdout)
        shown = [row[name] for name in ("file", "state", "score", "reason")]
        assert shown == ["refused.wav", "refused", None, "code_refused"]

    def test_all_forms_list_the_same_calls(self, run: Run, store: Path) -> None:
        rows = json.loads(run("calls", "--store", store, "--format", "json").stdout)
        table = csv.DictReader(run("calls", "--store", store, "--format", "csv").stdout.splitlines())
        assert [row["sha256"] for row in table] == [row["sha256"] for row in rows]
        shown = run("calls", "--store", store, env={"COLUMNS": "160"}).stdout
        assert len([line for line in shown.splitlines() if ".wav" in line]) == len([row for row in rows if row["file"]])

    def test_calls_with_a_verdict_are_found(self, run: Run, store: Path, scored: str) -> None:
        card = json.loads(run("show", scored, "--store", store, "--format", "json").stdout)
        finding = next(one for one in card["findings"] if one["verdict"] == "pass")
        done = run("calls", "--store", store, "--norm", f"{finding['norm']}=pass", "--format", "json")
        assert scored in [row["file"] for row in json.loads(done.stdout)]

    def test_a_limit_is_said(self, run: Run, store: Path) -> None:
        assert "Calls listed: 1 of " in run("calls", "--store", store, "--limit", "1").stderr

    @pytest.mark.parametrize("wrong", [("--norm", "farewell"), ("--norm", "a.b=bad"), ("--below", "101")])
    def test_a_wrong_option_is_refused(self, run: Run, store: Path, wrong: tuple[str, str]) -> None:
        assert run("calls", "--store", store, *wrong).exit_code == ExitCode.USAGE

    def test_an_unknown_norm_is_refused(self, run: Run, store: Path) -> None:
        done = run("calls", "--store", store, "--norm", "no.such.norm=fail")
        assert done.exit_code == ExitCode.USAGE
        assert "No scored call has the norm" in done.stderr

    def test_an_unknown_agent_is_refused_and_the_known_ones_are_named(self, run: Run, store: Path) -> None:
        with open_store(store) as opened:
            (agent, *_) = opened.calls.agents()
        done = run("calls", "--store", store, "--agent", f"{agent}x")
        assert done.exit_code == ExitCode.USAGE
        assert f"Known are {agent}" in done.stderr


class TestStatus:
    def test_the_status_counts_calls_and_reasons(self, run: Run, store: Path) -> None:
        found = json.loads(run("status", "--store", store, "--format", "json").stdout)
        assert (found["calls"]["scored"], found["calls"]["erased"]) == (3, 1)
        assert found["reasons"]["refused"] == {"code_refused": 1}
        assert found["size_bytes"] >= store.stat().st_size

    def test_a_person_can_read_it(self, run: Run, store: Path) -> None:
        shown = run("status", "--store", store).stdout
        for part in (str(store.name), "refused", "code_refused 1", "not ended", "next run"):
            assert part in shown


class TestRetry:
    def test_a_scored_call_is_heard_again_only_if_its_recording_is_there(self, run: Run, tmp_path: Path) -> None:
        recording, path = tmp_path / "call.wav", tmp_path / "callgrade.db"
        with open_store(path) as opened:
            number = opened.ledger.start_run()
            call = opened.ledger.enrol(number, replace(seen(1), path=recording), digest(1)).call_id
            opened.ledger.claim(call, number, LEASE_S)
            opened.ledger.finish_scored(call, number, heard(1), judgement())
        done = run("retry", "call.wav", "--heard", "--store", path)
        assert "next batch: 0." in done.stdout
        assert "keeps its scorecard" in done.stderr
        recording.touch()
        assert "next batch: 0." in run("retry", "call.wav", "--store", path).stdout
        assert "next batch: 1." in run("retry", "call.wav", "--heard", "--store", path).stdout

    def test_a_call_that_is_to_be_heard_again_keeps_its_card_until_then(self, run: Run, tmp_path: Path) -> None:
        recording, path = tmp_path / "call.wav", tmp_path / "callgrade.db"
        recording.touch()
        with open_store(path) as opened:
            call = score(opened, 1)
            number = opened.ledger.start_run()
            opened.ledger.enrol(number, replace(seen(1), path=recording), digest(1))
        before = run("show", "call.wav", "--store", path)
        run("retry", "call.wav", "--heard", "--store", path)
        after = run("show", "call.wav", "--store", path)
        assert (after.exit_code, after.stdout) == (ExitCode.OK, before.stdout)
        assert "heard again" in after.stderr
        with open_store(path) as opened:
            assert opened.ledger.claim(call, number, LEASE_S)
        assert run("show", "call.wav", "--store", path).stdout == before.stdout

    def test_retry_takes_states_and_names(self, run: Run, store: Path) -> None:
        assert "next batch: 2." in run("retry", "--store", store, "--state", "crashed", "--state", "hung").stdout
        assert "next batch: 1." in run("retry", "failed.wav", "--store", store).stdout
        with open_store(store) as opened:
            counts = opened.ledger.counts()
        assert [counts[CallState(state)] for state in ("crashed", "hung", "failed", "refused")] == [0, 0, 0, 1]

    def test_retry_says_why_a_call_cannot_be_retried(self, run: Run, store: Path, scored: str) -> None:
        done = run("retry", scored, digest(7), "waiting.wav", "--store", store)
        assert "next batch: 0." in done.stdout
        for told in ("callgrade rescore", "callgrade analyze FILE", "already waiting for the next"):
            assert told in done.stderr

    @pytest.mark.parametrize("arguments", [(), ("refused.wav", "--state", "refused")])
    def test_retry_needs_names_or_states(self, run: Run, store: Path, arguments: tuple[str, ...]) -> None:
        assert run("retry", *arguments, "--store", store).exit_code == ExitCode.USAGE


class TestRescore:
    @pytest.fixture
    def stricter(self, tmp_path: Path) -> Path:
        site = tmp_path / "site.yaml"
        site.write_text(
            "site: A\nwords: {en: {norms: {closing.farewell: {phrases: [toodle pip]}}}}\n", encoding="utf-8"
        )
        return site

    def test_rescore_changes_nothing_in_a_dry_run_or_the_second_time(
        self, run: Run, store: Path, stricter: Path
    ) -> None:
        options = ("--store", store, "--norms", stricter, "--workers", 1)
        dry = run("rescore", "--dry-run", *options)
        assert dry.exit_code == ExitCode.OK, dry.output
        assert "would be rescored" in dry.stdout
        assert "closing.farewell: pass → fail" in dry.stdout.replace("\n", " ")
        real = run("rescore", *options)
        assert "would be" not in real.stdout
        assert "pass → fail" in real.stdout
        again = run("rescore", *options)
        assert "already up to date" in again.stdout
        assert "pass → fail" not in again.stdout

    def test_rescore_refuses_days_in_the_wrong_order(self, run: Run, store: Path) -> None:
        done = run("rescore", "--store", store, "--from", "2026-02-01", "--to", "2026-01-01")
        assert done.exit_code == ExitCode.USAGE

    def test_rescore_is_refused_while_a_batch_runs(self, run: Run, store: Path) -> None:
        with open_store(store) as opened, opened.run_lock():
            for command in (("rescore",), ("forget", NAME), ("purge", "--older-than", "1d")):
                assert run(*command, "--store", store).exit_code == ExitCode.LOCKED


@pytest.mark.parametrize("age", ["90", "d", "0d", "-3d", "101y", "1m", "9 d", "١d"])
def test_an_invalid_age_is_refused(run: Run, store: Path, age: str) -> None:
    assert run("purge", "--store", store, "--older-than", age).exit_code == ExitCode.USAGE


def test_purge_is_refused_if_no_retention_time_is_set(run: Run, store: Path) -> None:
    done = run("purge", "--store", store)
    assert done.exit_code == ExitCode.USAGE
    assert "keeps calls for ever" in done.stderr


@pytest.mark.parametrize(
    "command", [("show", "x"), ("retry", "x"), ("rescore",), ("forget", "x"), ("purge", "--older-than", "1d")]
)
def test_a_missing_store_is_not_created(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    done = run(*command, "--store", tmp_path / "none.db")
    assert done.exit_code == ExitCode.USAGE
    assert list(tmp_path.iterdir()) == []


def test_the_store_may_be_named_in_the_environment(
    run: Run, store: Path, scored: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLGRADE_STORE", str(store))
    assert run("show", scored).exit_code == ExitCode.OK


@pytest.mark.parametrize("command", ["status", "calls"])
def test_looking_at_a_store_loads_nothing_that_only_writing_needs(command: str, store: Path) -> None:
    heavy = {"callgrade.redaction", "sqlalchemy.dialects.postgresql", "pandas", "callgrade.export.document"}
    script = (
        "import sys\nfrom callgrade.cli import main\n"
        f"try: main([{command!r}, '--store', {str(store)!r}])\n"
        f"finally: sys.stderr.write(' '.join({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
