"""The language of what people read: one option, or a configuration; programs read the same in every language."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from tests.support.stored import judgement, score
from tests.unit.cli.conftest import Run

from callgrade.report.site_folder import INDEX
from callgrade.store import open_store

FACTS = ("--direction", "in", "--company", "Meridian Motors", "--agent", "Carol Jensen")


def analyzed(run: Run, transcript: Path, *options: object) -> str:
    result = run("analyze", transcript, *FACTS, *options)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with one call."""
    with open_store(tmp_path / "callgrade.db") as opened:
        score(opened, 1, judgement())
    return tmp_path / "callgrade.db"


def test_a_card_is_in_the_language_that_is_asked_for(run: Run, transcript: Path) -> None:
    assert "To work on" in analyzed(run, transcript)
    assert "Verbeterpunten" in analyzed(run, transcript, "--ui-language", "nl")


def test_a_card_is_in_the_configured_language_and_an_option_comes_before_it(
    run: Run, transcript: Path, tmp_path: Path
) -> None:
    config = tmp_path / "office.yaml"
    config.write_text("interface: {language: nb}\n")
    assert "Å jobbe med" in analyzed(run, transcript, "--config", config)
    assert "Zu verbessern" in analyzed(run, transcript, "--config", config, "--ui-language", "de")


def test_a_card_is_in_the_language_of_the_system(run: Run, transcript: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "待改进" in analyzed(run, transcript)


def test_advice_is_in_the_language_of_the_reader_and_not_of_the_call(run: Run, transcript: Path) -> None:
    said = json.loads(transcript.read_text())
    transcript.write_text(json.dumps(said | {"language": "nl"}))
    dutch = json.loads(analyzed(run, transcript, "--format", "json"))
    assert any("zodat" in (finding["advice"] or "") for finding in dutch["findings"])
    assert "zodat" not in analyzed(run, transcript)


def test_json_is_the_same_in_every_language(run: Run, transcript: Path) -> None:
    both = [analyzed(run, transcript, "--format", "json", "--ui-language", language) for language in ("en", "de")]
    assert both[0] == both[1]


def test_the_scorecards_settings_do_not_depend_on_the_language(run: Run, transcript: Path, tmp_path: Path) -> None:
    config = tmp_path / "office.yaml"
    config.write_text("interface: {language: nb}\n")
    plain, configured = (
        json.loads(analyzed(run, transcript, "--format", "json", *options))["versions"]["config"]
        for options in ((), ("--config", config))
    )
    assert plain == configured


def test_heads_of_csv_are_for_programs_unless_a_language_is_asked_for(run: Run, transcript: Path) -> None:
    plain, asked = (
        next(csv.reader(io.StringIO(analyzed(run, transcript, "--format", "csv", *options))))
        for options in ((), ("--ui-language", "de"))
    )
    assert {"duration_s", "score_greeting", "overall"} <= set(plain)
    assert {"Dauer (s)", "Punktzahl: Begrüßung", "Gesamt"} <= set(asked)


def test_a_workbook_is_for_people(run: Run, store: Path, tmp_path: Path) -> None:
    config = tmp_path / "office.yaml"
    config.write_text("interface: {language: nl}\n")
    assert run("export", "--store", store, "--out", tmp_path, "--format", "xlsx", "--config", config).exit_code == 0
    sheet = openpyxl.load_workbook(tmp_path / "callgrade.xlsx")["bevindingen"]
    heads, first = ([cell.value for cell in row] for row in list(sheet.rows)[:2])
    row = dict(zip(heads, first, strict=True))
    assert row["Oordeel"] in ("gehaald", "deels", "niet gehaald", "niet te zeggen", "niet van toepassing")
    assert "Verloren punten" in heads


def test_parquet_has_no_language(run: Run, store: Path, tmp_path: Path) -> None:
    result = run("export", "--store", store, "--out", tmp_path, "--format", "parquet", "--ui-language", "de")
    assert result.exit_code == 2
    assert "Parquet is for programs" in result.output


def test_a_report_stays_in_its_language_when_it_is_written_again(run: Run, store: Path, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    assert run("report", "--store", store, "--out", pages, "--ui-language", "zh").exit_code == 0
    assert '<html lang="zh-Hans">' in (pages / INDEX).read_text(encoding="utf-8")
    assert run("forget", "1.wav", "--store", store).exit_code == 0
    assert not list((pages / "calls").iterdir())
    assert '<html lang="zh-Hans">' in (pages / INDEX).read_text(encoding="utf-8")
