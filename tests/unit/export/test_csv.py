"""Three tables, safe to open in a spreadsheet."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import scorecards

from callgrade.export.csv import FINDINGS, MEASUREMENTS, SCORECARDS, cell, to_tables

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_row_a_call() -> None:
    tables = to_tables([scorecards.CARD, scorecards.silent()])
    first, second = rows(tables[SCORECARDS])
    assert (first["file"], first["overall"], first["band"]) == ("garage_40.wav", "80.0", "good")
    assert (first["greeting"], first["started"]) == ("67.0", "2026-03-02T15:30:00")
    assert (second["overall"], second["reason"], second["greeting"]) == ("", "no speech", "")


def test_a_row_a_call_and_norm_with_its_quote_and_second() -> None:
    found = rows(to_tables([scorecards.CARD])[FINDINGS])
    assert len(found) == len(scorecards.FINDINGS)
    offer = next(row for row in found if row["norm"] == "closing.further_questions")
    assert (offer["verdict"], offer["at"], offer["start_s"]) == ("pass", "1:52", "112.4")
    assert offer["quote"] == "Then we expect you tomorrow at nine. Is there anything else?"


def test_a_row_a_measurement_with_its_amounts_or_its_reason() -> None:
    measured = rows(to_tables([scorecards.CARD])[MEASUREMENTS])
    agent, customer = (row for row in measured if row["name"] == "rate.words_per_minute")
    assert (agent["value"], agent["amounts"]) == ("151.235", "speech_s=52")
    assert (customer["value"], customer["reason"]) == ("", "too little speech")


def test_no_calls_give_tables_without_rows() -> None:
    assert [rows(text) for text in to_tables([]).values()] == [[], [], []]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "＝1+1", "\x00=1", "--1", "+A1"],
)
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    assert not str(cell(text)).startswith(FORMULA_STARTS)


@pytest.mark.parametrize(
    "value", ["+44 20 7946 0000", "-3.5", "+1 (555) 010-9999", "(0)20 794 600", "-2", "hello", "0:12", -3.5, 12, None]
)
def test_numbers_and_telephone_numbers_survive(value: object) -> None:
    assert cell(value) == value


@given(st.text())
def test_no_text_becomes_a_formula(text: str) -> None:
    shown = str(cell(text))
    assert not shown.startswith(FORMULA_STARTS) or set(shown) <= set("+-0123456789 ()./")


def test_a_hostile_file_name_stays_in_its_cell() -> None:
    card = scorecards.named(scorecards.CARD, '=HYPERLINK("http://x")\n,"a')
    for text in to_tables([card]).values():
        assert {row["file"] for row in rows(text)} == {"'" + '=HYPERLINK("http://x") ,"a'}


def test_a_hostile_section_stays_in_its_header() -> None:
    findings = (replace(scorecards.FINDINGS[0], section="=1+1"),)
    sections = (replace(scorecards.CARD.score.sections[0], section="=1+1"),)
    card = replace(scorecards.CARD, findings=findings, score=replace(scorecards.CARD.score, sections=sections))
    assert "'=1+1" in to_tables([card])[SCORECARDS].splitlines()[0]
