"""Exports of a store: the requested calls, and written again after an erasure."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from tests.support.stored import digest, heard, judgement, score

from callgrade.config.load import load_settings
from callgrade.errors import OutputError, UsageError
from callgrade.export.options import ExportFormat, ExportOptions
from callgrade.export.write import Exported, table_paths
from callgrade.retention.remembered_exports import export_store, rewrite_exports
from callgrade.store import Store, open_store

OPTIONS = ExportOptions(settings=load_settings().export, sections=("greeting",))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Three calls: two in the north in March, one in the south in April."""
    with open_store(tmp_path / "callgrade.db") as opened:
        score(opened, 1, judgement(started=datetime(2026, 3, 1, 0, 0)))
        score(opened, 2, judgement(started=datetime(2026, 3, 31, 23, 59)))
        score(opened, 3, judgement(started=datetime(2026, 4, 1, 0, 0), team="south", agent="Ben", extension="205"))
        yield opened


def asking(**changes: object) -> ExportOptions:
    return OPTIONS.model_copy(update=changes)


def read(path: Path) -> dict[str, pd.DataFrame]:
    """The tables of a file by name."""
    if path.suffix == ".xlsx":
        return pd.read_excel(path, sheet_name=None)
    return {path.stem: pd.read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path)}


def files(folder: Path, table: str = "scorecards") -> list[str]:
    return list(pd.read_csv(folder / f"{table}.csv")["file"])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["1.wav", "2.wav", "3.wav"]),
        ({"since": date(2026, 3, 31)}, ["2.wav", "3.wav"]),
        ({"until": date(2026, 3, 31)}, ["1.wav", "2.wav"]),
        ({"since": date(2026, 4, 1), "until": date(2026, 4, 1)}, ["3.wav"]),
        ({"team": "south"}, ["3.wav"]),
        ({"agent": "Carol Jensen"}, ["1.wav", "2.wav"]),
        ({"agent": "205"}, ["3.wav"]),
        ({"team": "west"}, []),
    ],
)
def test_only_the_requested_calls_are_exported(
    changes: dict[str, object], expected: list[str], store: Store, tmp_path: Path
) -> None:
    assert export_store(store, tmp_path / "out", asking(**changes)).calls == len(expected)
    assert files(tmp_path / "out") == expected


def test_an_erased_call_is_removed_from_every_table_of_every_export(store: Store, tmp_path: Path) -> None:
    for name, form in (("out", ExportFormat.CSV), ("out", ExportFormat.XLSX), ("other", ExportFormat.PARQUET)):
        assert export_store(store, tmp_path / name, asking(form=form)) == Exported(3, 0)
    store.erasure.erase([store.calls.find(digest(2)).id])
    assert rewrite_exports(store).folders == [tmp_path / "other", tmp_path / "out"]
    paths = [*table_paths(tmp_path / "out", ExportFormat.CSV), *table_paths(tmp_path / "out", ExportFormat.XLSX)]
    paths += table_paths(tmp_path / "other", ExportFormat.PARQUET)
    digests = [set(table["sha256"]) for path in paths for table in read(path).values() if "sha256" in table]
    assert digests == [{digest(1), digest(3)}] * 9
    assert digest(2).encode() not in b"".join(path.read_bytes() for path in paths)


def test_workbooks_of_an_earlier_version_do_not_keep_an_erased_call(store: Store, tmp_path: Path) -> None:
    export_store(store, tmp_path, asking(form=ExportFormat.XLSX))
    (path,) = table_paths(tmp_path, ExportFormat.XLSX)
    former, own = tmp_path / "findings.xlsx", tmp_path / "own.xlsx"
    path.rename(former)
    own.write_bytes(b"of somebody else")
    store.erasure.erase([store.calls.find(digest(2)).id])
    assert rewrite_exports(store).folders == [tmp_path]
    assert not former.exists()
    assert set(read(path)["calls"]["sha256"]) == {digest(1), digest(3)}
    assert own.exists()


def test_an_export_is_written_again_with_its_own_options(store: Store, tmp_path: Path) -> None:
    export_store(store, tmp_path, asking(team="north"))
    store.erasure.erase([store.calls.find(digest(1)).id])
    rewrite_exports(store)
    assert files(tmp_path) == ["2.wav"]


def test_the_last_export_per_folder_and_format_is_remembered(store: Store, tmp_path: Path) -> None:
    export_store(store, tmp_path, OPTIONS)
    export_store(store, tmp_path, asking(team="south"))
    rewrite_exports(store)
    assert files(tmp_path) == ["3.wav"]


def test_deleted_tables_are_not_written_again(store: Store, tmp_path: Path) -> None:
    export_store(store, tmp_path / "out", OPTIONS)
    for path in table_paths(tmp_path / "out", ExportFormat.CSV):
        path.unlink()
    assert rewrite_exports(store).folders == []
    assert store.erasure.exports() == []
    assert list((tmp_path / "out").iterdir()) == []


def test_an_export_that_cannot_be_written_is_not_remembered(store: Store, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError):
        export_store(store, tmp_path / "out", OPTIONS)
    assert store.erasure.exports() == []


def test_a_folder_is_remembered_by_its_whole_path(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    export_store(store, Path("out"), OPTIONS)
    monkeypatch.chdir("/")
    assert rewrite_exports(store).folders == [tmp_path / "out"]


def test_a_folder_that_could_not_be_found_again_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not UTF-8"):
        export_store(store, tmp_path / "caf\udce9", OPTIONS)
    assert store.erasure.exports() == []


def test_an_agent_known_only_by_what_was_heard_is_in_no_row_of_the_agents(store: Store, tmp_path: Path) -> None:
    assert heard(1).record.agent == "Carol Jensen"
    score(store, 4, judgement(agent=None))
    assert export_store(store, tmp_path, OPTIONS).nameless == 1


def test_an_export_that_fails_leaves_what_was_remembered_before(store: Store, tmp_path: Path) -> None:
    export_store(store, tmp_path / "out", asking(team="south"))
    remembered = [(one.folder, one.options) for one in store.erasure.exports()]
    blocked = tmp_path / "out" / "scorecards.csv"
    blocked.unlink()
    blocked.mkdir()
    with pytest.raises(OutputError):
        export_store(store, tmp_path / "out", OPTIONS)
    assert [(one.folder, one.options) for one in store.erasure.exports()] == remembered
