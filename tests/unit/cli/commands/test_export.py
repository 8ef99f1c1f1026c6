"""``callgrade export``."""

import os
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from tests.support.stored import judgement, score
from tests.unit.cli.conftest import Run

from callgrade.config.folder import configs_folder
from callgrade.errors import ExitCode
from callgrade.norms.pack.load import load_pack
from callgrade.store import open_store

TABLES = ["agents", "findings", "measurements", "scorecards", "team_norms"]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Two calls, one of an unknown agent."""
    path = tmp_path / "callgrade.db"
    with open_store(path) as opened:
        score(opened, 1)
        score(opened, 2, judgement(agent=None, team=None))
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_export_writes_five_tables(run: Run, store: Path, tmp_path: Path) -> None:
    done = run("export", "--store", store, "--out", tmp_path / "out")
    assert done.exit_code == 0
    assert done.stdout == ""
    assert "Calls in the tables: 2." in done.stderr
    assert "the agent or the date is unknown: 1." in done.stderr
    assert names(tmp_path / "out") == [f"{table}.csv" for table in TABLES]
    columns = (tmp_path / "out" / "scorecards.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
    sections = load_pack(configs_folder(), None, "service").sections
    assert [name for name in columns if name.startswith("score_")] == [f"score_{section}" for section in sections]


def test_export_writes_the_other_formats(run: Run, store: Path, tmp_path: Path) -> None:
    for form in ("parquet", "xlsx"):
        assert run("export", "--store", store, "--out", tmp_path / form, "--format", form).exit_code == 0
    assert names(tmp_path / "parquet") == [f"{table}.parquet" for table in TABLES]
    assert names(tmp_path / "xlsx") == ["callgrade.xlsx"]


@pytest.mark.parametrize(("report", "options"), [("out", ()), ("site", ("--report", "site"))])
def test_a_workbook_links_to_the_pages_of_a_report(
    report: str, options: tuple[str, ...], run: Run, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("report", "--store", store, "--out", report).exit_code == 0
    assert run("export", "--store", store, "--out", "out", "--format", "xlsx", *options).exit_code == 0
    calls = openpyxl.load_workbook(tmp_path / "out" / "callgrade.xlsx")["calls"]
    page = Path(os.path.normpath(tmp_path / "out" / calls["B2"].hyperlink.target.replace("\\", "/")))
    assert page.parent == tmp_path / report / "calls"
    assert page.exists()


def test_csv_can_have_the_decimals_and_delimiter_of_another_country(run: Run, store: Path, tmp_path: Path) -> None:
    done = run("export", "--store", store, "--out", tmp_path, "--decimal", ",", "--delimiter", "tab", "--bom")
    assert done.exit_code == 0
    assert (tmp_path / "scorecards.csv").read_bytes().startswith(b"\xef\xbb\xbffile\tsha256\t")
    table = pd.read_csv(tmp_path / "scorecards.csv", sep="\t", decimal=",", encoding="utf-8-sig")
    assert table["overall"].tolist() == [84.0, 84.0]
    assert table["duration_s"].tolist() == [131.2, 131.2]


def test_export_writes_only_the_requested_calls(run: Run, store: Path, tmp_path: Path) -> None:
    for options, calls in ((("--team", "north"), 1), (("--from", "2026-03-03"), 0),
                           (("--to", "2026-03-02", "--from", "2026-03-02"), 2)):  # fmt: skip
        done = run("export", "--store", store, "--out", tmp_path, *options)
        assert f"Calls in the tables: {calls}." in done.stderr, options


def test_an_unknown_agent_is_refused_and_earlier_tables_stay(run: Run, store: Path, tmp_path: Path) -> None:
    run("export", "--store", store, "--out", tmp_path)
    before = (tmp_path / "scorecards.csv").read_bytes()
    done = run("export", "--store", store, "--out", tmp_path, "--agent", "Nobody Here")
    assert done.exit_code == ExitCode.USAGE
    assert "Known are" in done.stderr
    assert (tmp_path / "scorecards.csv").read_bytes() == before


def test_periods_can_be_weeks(run: Run, store: Path, tmp_path: Path) -> None:
    run("export", "--store", store, "--out", tmp_path, "--period", "week")
    assert set(pd.read_csv(tmp_path / "agents.csv")["period"]) == {"2026-W10"}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--decimal", ",", "--delimiter", ","), "A comma cannot be both"),
        (("--format", "xlsx", "--bom"), "for CSV only"),
        (("--report", "site"), "for XLSX only"),
        (("--format", "parquet", "--decimal", ","), "for CSV only"),
        (("--from", "2026-03-02", "--to", "2026-03-01"), "--from is after --to"),
        (("--from", "yesterday"), "yesterday"),
        (("--delimiter", "|"), "|"),
    ],
)
def test_contradicting_options_of_export_are_refused(
    options: tuple[str, ...], says: str, run: Run, store: Path, tmp_path: Path
) -> None:
    done = run("export", "--store", store, "--out", tmp_path / "out", *options)
    assert done.exit_code == 2
    assert says in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_missing_store_is_not_created(run: Run, tmp_path: Path) -> None:
    assert run("export", "--store", tmp_path / "none.db", "--out", tmp_path / "out").exit_code == 2
    assert names(tmp_path) == []
