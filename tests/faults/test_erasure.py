"""A forgotten or purged call is gone (case 23) from the store's files, the log, the summary and every export."""

import json
import os
import random
import signal
import sqlite3
import stat
import sys
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text
from tests.support.forked import forked
from tests.support.kept import SETTINGS, english, keep
from tests.support.nights import Nights
from tests.support.postgres import Server

from callgrade.batch.run_log import run_log
from callgrade.cli import main
from callgrade.errors import ExitCode
from callgrade.export.options import ExportFormat, ExportOptions
from callgrade.files import make_folder, write_whole
from callgrade.model.heard import HeardCall
from callgrade.retention import erase as erasing
from callgrade.retention.remembered_exports import export_store
from callgrade.store import CallState, open_store

CUSTOMER = "Zebulon Quixworth"
FILE = "0612345678 quixworth.json"
SECRETS = ("zebulon", "quixworth", "0612345678")
"""Names, words and a file name of the call that goes; nothing else has them."""
ZLIB = tuple(bytes((0x78, level)) for level in (0x01, 0x5E, 0x9C, 0xDA))
MOST_BYTES = 200_000


def callgrade(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def found_in(folder: Path) -> set[str]:
    """The files below ``folder`` that hold a secret, in any encoding or compression."""
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(secret in form for form in forms_of(path) for secret in SECRETS)
    }


def forms_of(path: Path) -> Iterator[str]:
    """A file's name and content as text: its bytes in several encodings, what is compressed in it, and its cells."""
    yield str(path).casefold()
    data = path.read_bytes()
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
        for skipped in (0, 1):
            yield data[skipped:].decode(encoding, "ignore").casefold()
    yield from (stream.decode("utf-8", "ignore").casefold() for stream in inflated(data))
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name).decode("utf-8", "ignore").casefold() for name in archive.namelist())
    if path.suffix == ".parquet":
        yield pd.read_parquet(path).to_csv().casefold()


def inflated(data: bytes) -> Iterator[bytes]:
    """What can be read of every zlib stream that begins anywhere in ``data``, whole or cut off."""
    for header in ZLIB:
        at = data.find(header)
        while at >= 0:
            yield inflated_at(data[at : at + MOST_BYTES])
            at = data.find(header, at + 1)


def inflated_at(data: bytes) -> bytes:
    stream, read = zlib.decompressobj(), b""
    try:
        for at in range(0, len(data), 64):
            read += stream.decompress(data[at : at + 64])
    except zlib.error:
        pass
    return read


def export(store: Path | str, folder: Path) -> None:
    """Every kind of export of ``store``, each in its folder below ``folder``."""
    with open_store(store) as opened:
        for form in ExportFormat:
            make_folder(folder / form.value)
            options = ExportOptions(settings=SETTINGS.export, sections=("greeting",), form=form)
            export_store(opened, folder / form.value, options)


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """The results of a night over three calls: store, log, summary and exports."""
    results = tmp_path / "results"
    make_folder(results)
    with run_log(results / "callgrade.db.log", SETTINGS.batch.log) as log:
        nights = Nights(tmp_path / "recordings", results / "callgrade.db", log=log)
        nights.call(FILE, customer=CUSTOMER)
        nights.call("b.json", customer="Jack Turner")
        nights.call("c.json", customer="Joan Miller")
        summary = nights.run()
    write_whole(results / "summary.json", json.dumps(summary.document()))
    export(nights.store, results)
    return results


def scored(store: Path | str) -> int:
    with open_store(store) as opened:
        return opened.ledger.counts()[CallState.SCORED]


class TestForget:
    def test_forget_leaves_no_byte_of_the_call_in_any_file(self, results: Path) -> None:
        assert {Path(name).suffix for name in found_in(results)} == {".db", ".csv", ".parquet", ".xlsx"}
        done = callgrade("forget", FILE, "--store", results / "callgrade.db")
        assert done.exit_code == ExitCode.OK, done.output
        assert found_in(results) == set()
        assert scored(results / "callgrade.db") == 2

    def test_forget_keeps_the_other_calls_in_exports(self, results: Path) -> None:
        callgrade("forget", FILE, "--store", results / "callgrade.db")
        calls = [
            pd.read_csv(results / "csv" / "scorecards.csv"),
            pd.read_parquet(results / "parquet" / "scorecards.parquet"),
        ]
        assert [sorted(table["file"]) for table in calls] == [["b.json", "c.json"]] * 2

    def test_forget_reports_what_it_did_and_names_nobody(self, results: Path) -> None:
        done = callgrade("forget", FILE, "--store", results / "callgrade.db")
        assert "Calls erased: 1." in done.output
        for form in ExportFormat:
            assert str(results / form.value) in done.output
        assert not any(secret in done.output.casefold() for secret in SECRETS)

    def test_forget_does_not_write_deleted_exports_again(self, results: Path) -> None:
        for path in (results / "csv").iterdir():
            path.unlink()
        done = callgrade("forget", FILE, "--store", results / "callgrade.db")
        assert list((results / "csv").iterdir()) == []
        assert str(results / "csv") not in done.output

    def test_forget_keeps_the_recording_and_no_later_batch_scores_it(self, results: Path, tmp_path: Path) -> None:
        recording = tmp_path / "recordings" / FILE
        before = recording.read_bytes()
        callgrade("forget", FILE, "--store", results / "callgrade.db")
        assert recording.read_bytes() == before
        for _ in range(2):
            again = Nights(tmp_path / "recordings", results / "callgrade.db").run()
            assert (again.due, again.scored, again.unchanged, again.erased) == (0, 0, 2, 1)
            with open_store(results / "callgrade.db") as store:
                assert store.ledger.known([recording]) == {}
        assert found_in(results) == set()

    def test_forget_writes_files_that_only_their_owner_may_read(self, results: Path) -> None:
        callgrade("forget", FILE, "--store", results / "callgrade.db")
        for path in results.rglob("*"):
            mode = stat.S_IMODE(path.stat().st_mode)
            assert mode == (0o700 if path.is_dir() else 0o600), path


def aged(days: int, secret: bool, number: int) -> HeardCall:
    """A call of so many days ago; a secret one is of the secret customer."""
    heard = english(4)[number]
    record = replace(heard.record, started=datetime.now() - timedelta(days), customer=CUSTOMER if secret else "Joan")
    file = replace(heard.file, name=FILE if secret else f"{number}.wav")
    return replace(heard, record=record, file=file)


class TestPurge:
    @pytest.fixture
    def store(self, tmp_path: Path) -> Path:
        """Of the site oslo calls of 100 (secret) and 10 days ago; one of 100 of bergen, one of 10 of none."""
        path = tmp_path / "results" / "callgrade.db"
        make_folder(path.parent)
        with open_store(path) as store:
            keep(store, [aged(100, True, 0), aged(10, False, 1)], site="oslo")
            keep(store, [aged(100, False, 2)], site="bergen")
            keep(store, [aged(10, False, 3)])
        export(path, path.parent)
        return path

    def test_purge_removes_old_calls_from_every_file(self, store: Path) -> None:
        assert len(found_in(store.parent)) > 4
        done = callgrade("purge", "--store", store, "--older-than", "90d")
        assert "Calls erased: 2." in done.output
        assert found_in(store.parent) == set()
        assert scored(store) == 2

    def test_purge_does_nothing_if_no_call_is_old_enough(self, store: Path) -> None:
        assert "Calls erased: 0." in callgrade("purge", "--store", store, "--older-than", "1y").output
        assert scored(store) == 4

    def test_a_dry_run_of_purge_erases_nothing(self, store: Path) -> None:
        before = found_in(store.parent)
        done = callgrade("purge", "--store", store, "--older-than", "12w", "--dry-run")
        assert ": 2.\n" in done.output
        assert found_in(store.parent) == before

    def test_purge_keeps_each_sites_own_retention_time(self, store: Path, tmp_path: Path) -> None:
        config = tmp_path / "config.yaml"
        sites = "[{name: oslo, folders: [oslo], days: 30}, {name: bergen, folders: [bergen], days: null}]"
        config.write_text(f"store: {{retention: {{days: 5, sites: {sites}}}}}", encoding="utf-8")
        done = callgrade("purge", "--store", store, "--config", config)
        assert "of site oslo" in done.output
        assert "Calls erased: 2." in done.output  # the old one of oslo, and the one of no site
        assert found_in(store.parent) == set()
        with open_store(store) as opened:
            assert sorted(stored.call.site or "" for stored in opened.cards.read()) == ["bergen", "oslo"]


DOCUMENTS = {
    "no zlib": b"no zlib",
    "cut off": zlib.compress(b"{}" * 99)[:-3],
    "no JSON": zlib.compress(b"no JSON"),
    "another shape": zlib.compress(b'{"version": 1, "heard": {}, "judgement": {}}'),
    "an unknown version": zlib.compress(b'{"version": 99}'),
    "text": "text",
}


def damage(store: Path, name: str, table: str, document: bytes | str) -> str:
    """Put ``document`` in place of that of the call of ``name``; its digest."""
    with open_store(store) as opened:
        call = opened.calls.find(name)
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute(f"UPDATE {table} SET document = ? WHERE call_id = ?", (document, call.id))
    return call.sha256


class TestWhatIsDamagedOrInTheWay:
    """A damaged call, format or folder stops no other, and the next run completes what was left."""

    @pytest.mark.parametrize("table", ["heard", "judgements"])
    @pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
    def test_a_damaged_call_is_named_and_the_others_are_erased(
        self, results: Path, table: str, document: bytes | str
    ) -> None:
        digest = damage(results / "callgrade.db", "b.json", table, document)
        done = callgrade("forget", FILE, "--store", results / "callgrade.db")
        assert done.exit_code == ExitCode.SOME_NOT_SCORED, done.output
        assert digest[:12] in done.stderr
        assert found_in(results) == set()
        assert list(pd.read_csv(results / "csv" / "scorecards.csv")["file"]) == ["c.json"]

    def test_a_damaged_call_can_be_forgotten_itself(self, results: Path) -> None:
        damage(results / "callgrade.db", FILE, "heard", b"no zlib")
        assert callgrade("forget", FILE, "--store", results / "callgrade.db").exit_code == ExitCode.OK
        assert found_in(results) == set()

    def test_a_damaged_call_is_left_out_of_exports_and_reported(self, results: Path) -> None:
        digest = damage(results / "callgrade.db", "b.json", "judgements", b"no zlib")
        done = callgrade("export", "--store", results / "callgrade.db", "--out", results / "new")
        assert done.exit_code == ExitCode.SOME_NOT_SCORED
        assert digest[:12] in done.stderr
        assert len(pd.read_csv(results / "new" / "scorecards.csv")) == 2

    @pytest.mark.parametrize(
        ("form", "library"), [(ExportFormat.PARQUET, "pyarrow"), (ExportFormat.XLSX, "xlsxwriter")]
    )
    def test_tables_whose_library_is_missing_are_named_and_written_once_it_is_installed(
        self, results: Path, form: ExportFormat, library: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = results / "callgrade.db"
        with monkeypatch.context() as without:
            without.setitem(sys.modules, library, None)
            done, again = [callgrade("forget", FILE, "--store", store) for _ in range(2)]
        assert done.exit_code == again.exit_code == ExitCode.INCOMPLETE, done.output
        assert str(results / form.value) in done.stderr
        assert "pip install" in done.stderr
        assert {Path(name).suffix for name in found_in(results)} == {f".{form.value}"}
        assert callgrade("purge", "--older-than", "100y", "--store", store).exit_code == ExitCode.OK
        assert found_in(results) == set()

    def test_an_export_folder_that_refuses_files_is_named_and_written_later(self, results: Path) -> None:
        (results / "csv" / "agents.csv").unlink()
        (results / "csv" / "agents.csv").mkdir()  # refuses even root, as a folder without rights does others
        (results / "csv" / "agents.csv" / "in the way").touch()
        done = callgrade("forget", FILE, "--store", results / "callgrade.db")
        assert done.exit_code == ExitCode.INCOMPLETE
        assert str(results / "csv") in done.stderr
        assert {Path(name).parent for name in found_in(results)} <= {Path("csv")}
        (results / "csv" / "agents.csv" / "in the way").unlink()
        (results / "csv" / "agents.csv").rmdir()
        assert callgrade("purge", "--older-than", "100y", "--store", results / "callgrade.db").exit_code == ExitCode.OK
        assert found_in(results) == set()

    def test_an_export_share_that_is_offline_is_named_and_written_later(self, results: Path, tmp_path: Path) -> None:
        (results / "csv").rename(tmp_path / "away")
        done = callgrade("forget", FILE, "--store", results / "callgrade.db")
        assert done.exit_code == ExitCode.OK
        assert f"{results / 'csv'} does not exist" in done.stderr
        assert found_in(results) == set()
        (tmp_path / "away").rename(results / "csv")
        callgrade("purge", "--older-than", "100y", "--store", results / "callgrade.db")
        assert found_in(results) == set()

    def test_unreadable_options_of_an_export_are_reported(self, results: Path) -> None:
        store = results / "callgrade.db"
        with closing(sqlite3.connect(store)) as connection, connection:
            connection.execute("UPDATE exports SET options = '{' WHERE folder LIKE '%csv'")
        done = callgrade("forget", FILE, "--store", store)
        assert done.exit_code == ExitCode.INCOMPLETE
        assert str(results / "csv") in done.stderr
        for table in (results / "csv").iterdir():
            table.unlink()
        assert callgrade("purge", "--older-than", "100y", "--store", store).exit_code == ExitCode.OK
        assert found_in(results) == set()

    def test_files_left_by_a_killed_export_are_removed(self, results: Path) -> None:
        for path in (results / "csv").iterdir():
            path.unlink()
        (results / "csv" / ".callgrade-x.tmp").write_text(CUSTOMER, encoding="utf-8")
        assert callgrade("forget", FILE, "--store", results / "callgrade.db").exit_code == ExitCode.OK
        assert found_in(results) == set()

    def test_a_program_that_still_reads_the_store_is_reported(
        self, results: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("callgrade.store.connection.database._BUSY_S", 0.2)
        store = results / "callgrade.db"
        with closing(sqlite3.connect(store, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM calls").fetchall()
            done = callgrade("forget", FILE, "--store", store)
        assert done.exit_code == ExitCode.INCOMPLETE
        assert str(store) in done.stderr
        assert callgrade("purge", "--older-than", "100y", "--store", store).exit_code == ExitCode.OK
        assert found_in(results) == set()


class TestKills:
    """After kill -9 at any step, running the command again completes it."""

    @pytest.mark.parametrize("step", ["before the exports", "before compacting", "after compacting"])
    def test_forget_killed_between_two_steps_can_be_completed(self, results: Path, step: str) -> None:
        store = results / "callgrade.db"
        with open_store(store) as opened:
            digest = opened.calls.find(FILE).sha256

        def die(*_: object) -> None:
            os.kill(os.getpid(), signal.SIGKILL)

        def forget() -> None:
            with open_store(store) as opened, pytest.MonkeyPatch.context() as patch:
                if step == "before the exports":
                    patch.setattr(erasing, "rewrite_exports", die)
                elif step == "before compacting":
                    patch.setattr(opened.erasure, "compact", die)
                erasing.erase(opened, [opened.calls.find(FILE).id])
                die()

        assert os.waitpid(forked(forget), 0)[1] == signal.SIGKILL
        assert bool(found_in(results)) == (step != "after compacting")
        done = callgrade("forget", digest, "--store", store)
        assert done.exit_code == ExitCode.OK, done.output
        assert found_in(results) == set()
        assert scored(store) == 2

    def test_forget_by_a_name_that_is_already_erased_completes_it(self, results: Path) -> None:
        store = results / "callgrade.db"
        with open_store(store) as opened:
            opened.erasure.erase([opened.calls.find(FILE).id])  # and then it died
        done = callgrade("forget", FILE, "--store", store)
        assert done.exit_code == ExitCode.USAGE
        assert found_in(results) == set()

    def test_forget_killed_at_any_moment_can_be_completed(self, results: Path) -> None:
        store, chance = results / "callgrade.db", random.Random(23)
        with open_store(store) as opened:
            digest = opened.calls.find(FILE).sha256
        died = 0
        for _ in range(12):
            child = forked(lambda: callgrade("forget", digest, "--store", store))
            time.sleep(chance.uniform(0.0, 0.4))
            os.kill(child, signal.SIGKILL)
            died += os.waitpid(child, 0)[1] == signal.SIGKILL
        assert died
        assert callgrade("forget", digest, "--store", store).exit_code == ExitCode.OK
        assert found_in(results) == set()
        assert scored(store) == 2


def test_forget_on_a_server_leaves_no_row_and_no_export_of_the_call(postgres: Server, tmp_path: Path) -> None:
    """The server's own log of writes (WAL) keeps what was erased until it is recycled: docs/how-to/erasure.md."""
    url = postgres.database()
    with open_store(url) as store:
        keep(store, [aged(100, True, 0), aged(10, False, 1)])
    export(url, tmp_path)
    assert found_in(tmp_path)
    assert callgrade("forget", FILE, "--store", url).exit_code == ExitCode.OK
    assert found_in(tmp_path) == set()
    assert not [row for row in rows(url) if any(secret in row for secret in SECRETS)]
    assert not found_in(postgres.files(url))


def rows(url: str) -> list[str]:
    """Every row of every table, what is compressed in it unpacked."""
    tables = ("runs", "calls", "files", "heard", "judgements", "exports")
    with open_store(url) as store, store._database.reading() as connection:
        found = [row for table in tables for row in connection.execute(text(f"SELECT * FROM {table}"))]
    return [" ".join(map(cell, row)).casefold() for row in found]


def cell(value: object) -> str:
    return zlib.decompress(value).decode() if isinstance(value, bytes) else str(value)
