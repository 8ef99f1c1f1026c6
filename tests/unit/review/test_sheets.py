"""The sheets of readers: blind when they go out, checked when they come back."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from tests.support.stored import digest, score

from callgrade.errors import InputError, UsageError
from callgrade.model.finding import Verdict
from callgrade.review.marked_sheet import read_sheet
from callgrade.review.sample import sample
from callgrade.review.sheet import SHEET, sheet_rows, write_sheet
from callgrade.store import CallQuery, Store, open_store

NAMES = [column.name for column in SHEET.columns]
WISH = "closing.good_wish"
FORMS = pytest.mark.parametrize("form", ["csv", "xlsx"])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "callgrade.db") as opened:
        for number in range(3):
            score(opened, number)
        yield opened


def written(store: Store, path: Path, norms: tuple[str, ...] = ()) -> Path:
    write_sheet(path, sheet_rows(store.cards.read(), norms))
    return path


def filled(path: Path, verdicts: dict[str, str], reader: str = "Ann Reed") -> Path:
    """The sheet with ``verdicts`` (norm → verdict) in every call, as a person fills it in."""
    if path.suffix == ".xlsx":
        workbook = openpyxl.load_workbook(path)
        for row in workbook.worksheets[0].iter_rows(min_row=2):
            cells = dict(zip(NAMES, row, strict=True))
            cells["reader"].value, cells["verdict"].value = reader, verdicts.get(str(cells["norm"].value))
        workbook.save(path)
        return path
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, NAMES, delimiter=";")
        writer.writeheader()
        writer.writerows(row | {"reader": reader, "verdict": verdicts.get(row["norm"], "")} for row in rows)
    return path


class TestExport:
    @FORMS
    def test_nothing_in_the_sheet_shows_the_machines_verdict(self, store: Store, tmp_path: Path, form: str) -> None:
        path = written(store, tmp_path / f"sheet.{form}")
        if form == "csv":
            rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
            assert all(row["verdict"] == row["reader"] == row["remark"] == "" for row in rows)
            found = {row["norm"]: row for row in rows}
        else:
            sheet = openpyxl.load_workbook(path).worksheets[0]
            _, *cells = sheet.iter_rows(values_only=True)
            found = {str(row[NAMES.index("norm")]): dict(zip(NAMES, row, strict=True)) for row in cells}
            (choice,) = sheet.data_validations.dataValidation
            assert choice.formula1 == '"pass,partial,fail,not_applicable,cannot_tell"'
        assert found["greeting.company"]["where"] == "Good afternoon, Meridian Motors, how can I help you?"
        assert (found[WISH]["at"], found[WISH]["where"]) == ("1:51", "listen until 2:11")
        assert "Have a good day" not in str(found)  # the advice follows a fault

    def test_only_the_chosen_norms_are_in_it(self, store: Store, tmp_path: Path) -> None:
        assert write_sheet(tmp_path / "sheet.csv", sheet_rows(store.cards.read(), (WISH,))) == 3

    def test_another_ending_is_refused(self, store: Store, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="neither"):
            written(store, tmp_path / "sheet.pdf")


class TestImport:
    @FORMS
    def test_what_people_fill_in_comes_back(self, store: Store, tmp_path: Path, form: str) -> None:
        path = filled(written(store, tmp_path / f"sheet.{form}"), {WISH: "Pass", "closing.farewell": "cannot tell"})
        sheet = read_sheet(store, path)
        assert {(mark.norm, mark.verdict) for mark in sheet.marks} == {
            (WISH, Verdict.PASS), ("closing.farewell", Verdict.CANNOT_TELL),
        }  # fmt: skip
        assert {mark.reader for mark in sheet.marks} == {"Ann Reed"}
        assert len(sheet.marks) == 6
        assert sheet.blank == 3 * 12

    def test_a_reader_can_be_given_for_all_rows(self, store: Store, tmp_path: Path) -> None:
        path = filled(written(store, tmp_path / "sheet.csv", (WISH,)), {WISH: "fail"}, reader="")
        assert {mark.reader for mark in read_sheet(store, path, "Ben Hill").marks} == {"Ben Hill"}
        with pytest.raises(InputError, match="no reader"):
            read_sheet(store, path)

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            (f"{digest(1)},{WISH},Ann,good,", "'good' is no verdict"),
            (f"{digest(9)},{WISH},Ann,pass,", "no call in the store"),
            (f"x,{WISH},Ann,pass,", "not the digest"),
            (f"{digest(1)},,Ann,pass,", "no norm"),
            (f"{digest(1)},{WISH},Ann,pass,\n{digest(1)},{WISH},Ann,fail,", "row 3: Ann marks the same in row 2"),
        ],
    )
    def test_a_mistake_is_named_with_its_row(self, store: Store, tmp_path: Path, row: str, message: str) -> None:
        path = tmp_path / "sheet.csv"
        path.write_text(f"sha256,norm,reader,verdict,remark\n{row}\n", encoding="utf-8")
        with pytest.raises(InputError, match=message):
            read_sheet(store, path)

    @pytest.mark.parametrize("name", ["sheet.csv", "sheet.xlsx"])
    def test_another_file_is_refused(self, store: Store, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_text("a,b\n1,2\n", encoding="utf-8")
        with pytest.raises(InputError):
            read_sheet(store, tmp_path / name)


class TestSample:
    def test_the_same_seed_draws_the_same_calls(self, store: Store) -> None:
        calls = store.calls.listed(CallQuery())
        assert sample(calls, 2, seed=1) == sample(reversed(calls), 2, seed=1)
        assert len({sample(calls, 1, seed)[0].id for seed in range(20)}) > 1

    def test_each_stratum_gives_a_call_in_turn(self, store: Store) -> None:
        (call, *_) = store.calls.listed(CallQuery())
        many = [replace(call, id=number, sha256=digest(number), band="good") for number in range(50)]
        few = [replace(call, id=number, sha256=digest(number), band="poor") for number in range(50, 53)]
        drawn = sample([*many, *few], 10, 1, ("band",))
        assert [one.band for one in drawn].count("poor") == 3
        assert len(drawn) == 10
