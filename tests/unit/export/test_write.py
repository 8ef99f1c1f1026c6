"""An export: five tables, in three formats, whole or not there."""

import csv
import io
import json
import stat
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests import scorecards

from callgrade.config.load import load_settings
from callgrade.errors import OutputError, UsageError
from callgrade.export import write
from callgrade.export.options import Dialect, ExportFormat, ExportOptions
from callgrade.export.write import Exported, table_paths, write_export
from callgrade.model.record import Role
from callgrade.model.redaction import Redaction, RedactionKind
from callgrade.model.scorecard import Scorecard

SECTIONS = ("answering", "greeting", "names", "voice", "silence", "wording", "closing")
OPTIONS = ExportOptions(settings=load_settings().export, sections=SECTIONS)
TABLES = ("scorecards", "findings", "measurements", "agents", "team_norms")
HOSTILE = '=HYPERLINK("http://x")\n\t,;"a'
SHOWN = '=HYPERLINK("http://x") ,;"a'


def asking(**changes: Any) -> ExportOptions:
    return OPTIONS.model_copy(update=changes)


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / f"{table}.csv").read_text(encoding="utf-8"), newline="")))


def many(count: int) -> Iterator[Scorecard]:
    for i in range(count):
        started = datetime(2026, 3, 1) + timedelta(hours=i)
        file = replace(scorecards.CARD.file, name=f"{i}.wav", sha256=f"{i:064x}")
        yield replace(scorecards.CARD, file=file, record=replace(scorecards.RECORD, started=started, team="North"))


def test_the_scorecards_table_has_a_row_per_call(tmp_path: Path) -> None:
    assert write_export([scorecards.CARD, scorecards.silent()], tmp_path, OPTIONS) == Exported(calls=2, nameless=1)
    first, second = rows(tmp_path, "scorecards")
    assert (first["file"], first["overall"], first["band"]) == ("garage_40.wav", "84.0", "good")
    assert (first["score_greeting"], first["started"]) == ("67.0", "2026-03-02T15:30:00")
    assert (first["norms"], first["model"], first["redactions"]) == ("0f1e2d3c4b5a", "base", "0")
    assert (second["overall"], second["reason"], second["score_greeting"]) == ("", "no speech", "")


def test_team_extension_and_number_of_redactions_follow_the_agent(tmp_path: Path) -> None:
    record = replace(scorecards.RECORD, team="North", extension="204")
    redactions = (Redaction(RedactionKind.CARD_NUMBER, Role.CUSTOMER, 10.0, 14.0),) * 2
    write_export([replace(scorecards.CARD, record=record, redactions=redactions)], tmp_path, OPTIONS)
    (row,) = rows(tmp_path, "scorecards")
    assert (row["agent"], row["team"], row["extension"], row["redactions"]) == ("Carol Jensen", "North", "204", "2")


def test_the_findings_table_has_a_row_per_call_and_norm_with_quote_and_second(tmp_path: Path) -> None:
    write_export([scorecards.CARD], tmp_path, OPTIONS)
    found = rows(tmp_path, "findings")
    assert len(found) == len(scorecards.FINDINGS)
    offer = next(row for row in found if row["norm"] == "closing.further_questions")
    assert (offer["verdict"], offer["at"], offer["start_s"]) == ("pass", "1:52", "112.4")
    assert offer["quote"] == "Then we expect you tomorrow at nine. Is there anything else?"


def test_the_measurements_table_has_a_row_per_measurement_with_values_or_reason(tmp_path: Path) -> None:
    write_export([scorecards.CARD], tmp_path, OPTIONS)
    agent, customer = (row for row in rows(tmp_path, "measurements") if row["name"] == "rate.words_per_minute")
    assert (agent["value"], agent["amounts"]) == ("151.235", "speech_s=52")
    assert (customer["value"], customer["reason"]) == ("", "too little speech")


def test_the_table_of_team_norms_says_what_a_team_misses_and_what_was_withheld(tmp_path: Path) -> None:
    write_export(many(12), tmp_path, OPTIONS)
    found = rows(tmp_path, "team_norms")
    missed = next(row for row in found if row["norm"] == "greeting.agent_name")
    assert (missed["team"], missed["judged"], missed["missed"], missed["share"]) == ("North", "12", "12", "1.0")
    assert found.index(missed) < found.index(next(row for row in found if row["missed"] == "0"))
    withheld = next(row for row in found if row["withheld"] != "0")
    assert withheld["withheld_reasons"].endswith(" (12)")


def test_with_too_few_calls_a_team_has_numbers_and_no_share(tmp_path: Path) -> None:
    write_export(many(2), tmp_path, OPTIONS)
    row = next(row for row in rows(tmp_path, "team_norms") if row["norm"] == "greeting.agent_name")
    assert (row["missed"], row["share"], row["reason"]) == ("2", "", "fewer than 10 calls")


@pytest.mark.parametrize("form", list(ExportFormat))
def test_no_calls_give_tables_without_rows(form: ExportFormat, tmp_path: Path) -> None:
    assert write_export([], tmp_path, asking(form=form)) == Exported(0, 0)
    assert sorted(tmp_path.iterdir()) == sorted(table_paths(tmp_path, form))
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_parquet_has_the_values_of_csv(tmp_path: Path) -> None:
    write_export(many(12), tmp_path / "csv", OPTIONS)
    write_export(many(12), tmp_path / "parquet", asking(form=ExportFormat.PARQUET))
    for table in TABLES:
        expected = pd.read_csv(tmp_path / "csv" / f"{table}.csv", dtype={"extension": object, "name": object})
        read = pd.read_parquet(tmp_path / "parquet" / f"{table}.parquet")
        pd.testing.assert_frame_equal(read, expected, check_dtype=False)


def test_parquet_columns_have_their_types_even_where_nothing_is_known(tmp_path: Path) -> None:
    write_export([scorecards.silent()], tmp_path, asking(form=ExportFormat.PARQUET))
    types = pd.read_parquet(tmp_path / "scorecards.parquet", dtype_backend="pyarrow").dtypes
    assert (str(types["agent"]), str(types["overall"]), str(types["redactions"])) == (
        "string[pyarrow]", "double[pyarrow]", "int64[pyarrow]",
    )  # fmt: skip


@pytest.mark.parametrize("form", [ExportFormat.CSV, ExportFormat.PARQUET])
def test_a_hostile_name_stays_in_its_cell(form: ExportFormat, tmp_path: Path) -> None:
    write_export([scorecards.named(scorecards.CARD, HOSTILE)], tmp_path, asking(form=form))
    if form is ExportFormat.CSV:
        assert rows(tmp_path, "scorecards")[0]["file"] == f"'{SHOWN}"
    else:
        assert pd.read_parquet(tmp_path / "scorecards.parquet")["file"].tolist() == [SHOWN]


@pytest.mark.parametrize("form", list(ExportFormat))
def test_the_same_calls_give_the_same_bytes(form: ExportFormat, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_export(many(12), tmp_path / name, asking(form=form))
    one, two = (table_paths(tmp_path / name, form) for name in ("one", "two"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


@pytest.mark.parametrize(
    ("form", "library", "extra"), [("parquet", "pyarrow", "parquet"), ("xlsx", "xlsxwriter", "excel")]
)
def test_a_format_whose_library_is_missing_says_what_to_install(
    form: str, library: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=rf"pip install -c constraints.txt '\.\[{extra}\]'"):
        write_export([scorecards.CARD], tmp_path, asking(form=ExportFormat(form)))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", list(ExportFormat))
def test_if_the_calls_end_with_an_error_the_old_tables_stay(form: ExportFormat, tmp_path: Path) -> None:
    write_export([scorecards.CARD], tmp_path, asking(form=form))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def broken() -> Iterator[Scorecard]:
        yield from many(3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_export(broken(), tmp_path, asking(form=form))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_rows_are_written_in_chunks_whose_size_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_export(many(12), tmp_path / "whole", OPTIONS)
    monkeypatch.setattr(write, "CHUNK_ROWS", 5)
    write_export(many(12), tmp_path / "chunks", OPTIONS)
    for table in TABLES:
        assert rows(tmp_path / "whole", table) == rows(tmp_path / "chunks", table)


def test_files_left_by_a_killed_export_are_removed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / ".callgrade-abc.tmp").write_text("half a table", encoding="utf-8")
    (tmp_path / ".callgrade-def.tmp").mkdir()
    (tmp_path / ".callgrade-def.tmp" / "piece").write_text("half a sheet", encoding="utf-8")
    write_export([], tmp_path, OPTIONS)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"{table}.csv" for table in TABLES)


def test_a_folder_that_is_a_file_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        write_export([], tmp_path / "out", OPTIONS)


def test_options_are_stored_as_text_and_read_back(tmp_path: Path) -> None:
    options = asking(
        form=ExportFormat.XLSX,
        dialect=Dialect.chosen("\t", ",", bom=True),
        team="North",
        since=datetime(2026, 3, 1).date(),
    )
    assert ExportOptions.model_validate_json(options.model_dump_json()) == options
    assert json.loads(options.model_dump_json())["since"] == "2026-03-01"
