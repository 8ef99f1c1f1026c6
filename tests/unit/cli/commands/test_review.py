"""``callgrade review`` at the command line: from the sheet of a reader to a score that counts a person's verdict."""

import csv
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.kept import InlineExecutor, english, judge_by, keep, shipped
from tests.unit.cli.conftest import Run

from callgrade.errors import ExitCode
from callgrade.model.finding import Verdict
from callgrade.rescoring.rescoring import Rescoring
from callgrade.store import CardFilter, Store, open_store

CALLS = 24
Reading = Callable[[str, str], str]
"""The verdict of a reader: (digest, norm) → verdict."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "callgrade.db"
    with open_store(path) as opened:
        keep(opened, english(CALLS))
    return path


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Path:
    """A store of its own for each test."""
    path = tmp_path / "callgrade.db"
    path.write_bytes(filled.read_bytes())
    return path


def by_machine(store: Path) -> dict[tuple[str, str], str]:
    with open_store(store) as opened:
        return {
            (stored.call.sha256, finding.norm): finding.verdict.value
            for stored in opened.cards.read()
            for finding in stored.judgement.findings
        }


def read_by(name: str, sheet: Path, reading: Reading) -> Path:
    """A copy of the sheet, filled in by a simulated reader."""
    rows = list(csv.DictReader(sheet.read_text(encoding="utf-8-sig").splitlines()))
    path = sheet.with_name(f"{name}.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"reader": name, "verdict": reading(row["sha256"], row["norm"])} for row in rows)
    return path


def careless(machine: dict[tuple[str, str], str], seed: int) -> Reading:
    """Marks as the machine does, but for one verdict in ten."""
    chance = random.Random(seed)
    return lambda sha256, norm: chance.choice(list(Verdict)) if chance.random() < 0.1 else machine[sha256, norm]


@pytest.mark.slow
def test_the_loop_with_two_readers(run: Run, store: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    done = run("review", "export", "--store", store, "--out", sheet, "--sample", CALLS, "--strata", "agent,band")
    assert (done.exit_code, f"Calls in the sheet: {CALLS}." in done.stderr) == (ExitCode.OK, True)

    machine = by_machine(store)
    for seed, name in enumerate(("Ann Reed", "Ben Hill")):
        done = run("review", "import", "--store", store, read_by(name, sheet, careless(machine, seed)))
        assert f"new verdicts: {len(machine)}, changed: 0" in done.stdout

    shown = json.loads(run("review", "agreement", "--store", store, "--format", "json").stdout)
    assert {row["between"] for row in shown} == {"people", "people and machine"}
    assert all(row["cases"] == CALLS for row in shown)
    shares = [row["agreement"] for row in shown if row["between"] == "people"]
    assert 0.75 < sum(shares) / len(shares) < 0.95  # each errs in one of ten, and rarely alike
    assert all(row["ac1_low"] <= row["ac1"] <= row["ac1_high"] for row in shown)
    assert " to " in run("review", "agreement", "--store", store, env={"COLUMNS": "200"}).stdout


def person_says_no(run: Run, store: Path, tmp_path: Path) -> tuple[str, str]:
    """A reader marks one pass as a fail; the call and the norm."""
    call, norm = next(key for key, verdict in by_machine(store).items() if verdict == "pass")
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(f"sha256,norm,reader,verdict,remark\n{call},{norm},Ann Reed,fail,not a greeting\n")
    assert run("review", "import", "--store", store, sheet, "--by", "office").exit_code == ExitCode.OK
    return call, norm


def finding_of(run: Run, store: Path, call: str, norm: str) -> dict[str, object]:
    card = json.loads(run("show", call, "--store", store, "--format", "json").stdout)
    return next(one for one in card["findings"] if one["norm"] == norm)


def rescored(store: Store) -> None:
    """The store after a rescore by other weights."""
    settings = shipped().settings
    other = settings.model_copy(update={"scoring": settings.scoring.model_copy(update={"partial_credit": 0.25})})
    judge = judge_by(other)
    Rescoring(store, judge.versions, InlineExecutor(judge), lambda *_: None, keep=True).run(CardFilter())


@pytest.mark.slow
def test_a_persons_verdict_is_shown_with_the_machines_and_survives_a_rescore(
    run: Run, store: Path, tmp_path: Path
) -> None:
    call, norm = person_says_no(run, store, tmp_path)
    before = finding_of(run, store, call, norm)
    with open_store(store) as opened:
        rescored(opened)
    after = finding_of(run, store, call, norm)
    assert before == after
    assert (after["verdict"], after["machine"]) == ("fail", "pass")
    text = run("show", call, "--store", store, "--full", env={"COLUMNS": "120"}).stdout
    assert "Ann Reed" in text
    assert "not a greeting" in text
    listed = json.loads(run("calls", "--store", store, "--norm", f"{norm}=fail", "--format", "json").stdout)
    assert call in [row["sha256"] for row in listed]


@pytest.mark.slow
def test_a_dispute_its_answer_and_the_trail(run: Run, store: Path, tmp_path: Path) -> None:
    call, norm = person_says_no(run, store, tmp_path)
    option = ("--store", store)
    assert run("review", "answer", call, norm, *option, "--text", "No.").exit_code == ExitCode.USAGE
    run("review", "dispute", call, norm, *option, "--text", "I did greet her.", "--by", "Emily Carter")
    shown = run("show", call, *option, env={"COLUMNS": "120"}).stdout
    assert "I did greet her." in shown
    run("review", "answer", call, norm, *option, "--text", "You did.", "--verdict", "pass", "--by", "Ben Hill")
    assert finding_of(run, store, call, norm)["verdict"] == "pass"
    changes = json.loads(run("review", "log", call, *option, "--format", "json").stdout)
    assert [(row["who"], row["what"]) for row in changes] == [
        ("office", "mark"), ("Emily Carter", "dispute"), ("Ben Hill", "answer"),
    ]  # fmt: skip


@pytest.mark.slow
def test_tables_and_pages_say_who_judged(run: Run, store: Path, tmp_path: Path) -> None:
    call, norm = person_says_no(run, store, tmp_path)
    out = tmp_path / "out"
    for command in ("export", "report"):
        assert run(command, "--store", store, "--out", out).exit_code == ExitCode.OK
    rows = csv.DictReader((out / "findings.csv").read_text(encoding="utf-8").splitlines())
    row = next(row for row in rows if (row["sha256"], row["norm"]) == (call, norm))
    assert (row["verdict"], row["machine_verdict"], row["judged_by"]) == ("fail", "pass", "Ann Reed")
    pages = [page.read_text(encoding="utf-8") for page in out.rglob("*.html")]
    assert any("not a greeting" in page and "Ann Reed" in page for page in pages)


def test_few_cases_are_left_out_unless_all_are_asked_for(run: Run, store: Path, tmp_path: Path) -> None:
    person_says_no(run, store, tmp_path)
    few = run("review", "agreement", "--store", store, "--format", "json")
    assert (json.loads(few.stdout), "Left out" in few.stderr) == ([], True)
    assert len(json.loads(run("review", "agreement", "--store", store, "--all", "--format", "json").stdout)) == 1


def test_a_norm_that_no_call_has_is_refused(run: Run, store: Path, tmp_path: Path) -> None:
    done = run("review", "export", "--store", store, "--out", tmp_path / "sheet.csv", "--norm", "closing.song")
    assert done.exit_code == ExitCode.USAGE
    assert not (tmp_path / "sheet.csv").exists()


def test_a_sheet_with_marks_is_replaced_only_by_force(run: Run, store: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("marked", encoding="utf-8")
    assert run("review", "export", "--store", store, "--out", sheet).exit_code == ExitCode.USAGE
    assert sheet.read_text(encoding="utf-8") == "marked"
    assert run("review", "export", "--store", store, "--out", sheet, "--force").exit_code == ExitCode.OK


def test_words_of_an_agent_are_not_replaced_by_nothing(run: Run, store: Path) -> None:
    done = run("review", "dispute", "call", "greeting.company", "--store", store, "--text", " ")
    assert done.exit_code == ExitCode.USAGE
    assert "Nothing is said" in done.stderr
