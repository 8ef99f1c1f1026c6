"""A disk that is really full, at every page: what is written is the old or the new, never half.

The disk is a small tmpfs with a ballast that leaves some number of pages free. Every write that needs one page more
fails with the system's own error, wherever in the program it happens.
"""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests import scorecards
from tests.support.stored import digest, heard, judgement, score

from callgrade.cli import main
from callgrade.cli.outputs import output_for
from callgrade.config.load import load_settings
from callgrade.errors import ExitCode, OutputError
from callgrade.export import write
from callgrade.export.options import ExportFormat, ExportOptions
from callgrade.export.write import table_paths, write_export
from callgrade.model.scorecard import Scorecard
from callgrade.store import open_store

ROOT = Path(__file__).parents[2]
PAGE = os.sysconf("SC_PAGE_SIZE")
SIZE = 8 * 1024 * 1024
OPTIONS = ExportOptions(settings=load_settings().export, sections=("greeting", "closing"))


class Disk:
    """A small disk at ``root`` that can be filled up to some pages."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._ballast = root / "ballast"

    def leave(self, pages: int) -> None:
        """Fill all but ``pages`` pages."""
        self.empty()
        free = os.statvfs(self.root)
        ballast = free.f_bavail * free.f_frsize - pages * PAGE
        with self._ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, ballast)

    def empty(self) -> None:
        """Make room."""
        self._ballast.unlink(missing_ok=True)

    def files(self) -> dict[str, bytes]:
        """Everything on the disk."""
        return {
            str(path.relative_to(self.root)): path.read_bytes()
            for path in self.root.rglob("*")
            if path.is_file() and path != self._ballast
        }


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of ``SIZE`` bytes; the test is skipped with a reason if mounting is not permitted."""
    root = tmp_path / "disk"
    root.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "tmpfs", str(root)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk is not permitted here; as root it is")
    yield Disk(root)
    subprocess.run(["umount", "--lazy", str(root)], check=True)


def calls(number: int) -> Iterator[Scorecard]:
    for i in range(number):
        file = replace(scorecards.CARD.file, name=f"{i}.wav", sha256=f"{i:064x}")
        started = datetime(2026, 3, 1) + timedelta(hours=i)
        yield replace(scorecards.CARD, file=file, record=replace(scorecards.RECORD, started=started))


def until_it_fits(disk: Disk, attempt: Callable[[], object]) -> int:
    """Attempt with 0, 1, 2 … pages free: the old files stay each time, until there is room; how often it failed."""
    before = disk.files()
    for pages in count():
        disk.leave(pages)
        error = error_of(attempt)
        if error is None:
            disk.empty()
            return pages
        assert error.exit_code is ExitCode.OUTPUT
        assert "No space left on device" in str(error)
        assert disk.files() == before, f"with {pages} pages free"
    raise AssertionError


def error_of(attempt: Callable[[], object]) -> OutputError | None:
    try:
        attempt()
    except OutputError as error:
        return error
    return None


@pytest.mark.parametrize("form", list(ExportFormat))
def test_a_disk_that_fills_at_any_page_leaves_the_old_or_the_new_tables(
    form: ExportFormat, disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = OPTIONS.model_copy(update={"form": form})
    monkeypatch.setattr(write, "CHUNK_ROWS", 20)  # many writes
    write_export(calls(12), tmp_path / "expected", options)
    write_export(calls(1), disk.root, options)
    failed = until_it_fits(disk, lambda: write_export(calls(12), disk.root, options))
    assert failed > 5
    expected = {path.name: path.read_bytes() for path in table_paths(tmp_path / "expected", form)}
    assert disk.files() == expected


@pytest.mark.parametrize("form", ["json", "vcon", "terminal"])
def test_a_disk_that_fills_at_any_page_leaves_the_old_or_the_new_card(form: str, disk: Disk) -> None:
    recording = Path("call.wav")
    old = Scorecard.of(heard(1), judgement(agent="Old"))
    new = Scorecard.of(heard(1), judgement(agent="New Name"))
    output_for(form, disk.root, lambda: OPTIONS).add(old, recording)
    (name,) = disk.files()
    failed = until_it_fits(disk, lambda: output_for(form, disk.root, lambda: OPTIONS).add(new, recording))
    assert failed >= 1
    assert list(disk.files()) == [name]
    assert "New Name" in disk.files()[name].decode()


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The program itself, in a process of its own."""
    command = [sys.executable, "-P", "-m", "callgrade", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"OMP_NUM_THREADS": "1"}
    )


def in_process(*arguments: object) -> Result:
    """The program in this process, which is quicker."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def transcripts(folder: Path, number: int) -> Path:
    """Calls that were written down, long ago."""
    folder.mkdir()
    for i in range(number):
        turns = [{"role": role, "start_s": a, "end_s": b, "text": said} for role, a, b, said in scorecards.SAID]
        path = folder / f"{i}.json"
        path.write_text(json.dumps({"language": "en", "company": f"Company {i}", "turns": turns}), encoding="utf-8")
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return folder


def test_analyze_on_a_full_disk_ends_with_code_6_and_leaves_whole_files(disk: Disk, tmp_path: Path) -> None:
    recordings = sorted(transcripts(tmp_path / "in", 3).iterdir())
    disk.leave(30)
    done = in_process("analyze", *recordings, "--format", "json", "--out", disk.root)
    assert done.exit_code == 6, done.stderr
    assert "No space left on device" in done.stderr
    assert 0 < len(disk.files()) < 3
    for text in disk.files().values():
        assert json.loads(text)["schema"] == "callgrade.scorecard/1"


def test_export_on_a_full_disk_ends_with_code_6_and_succeeds_once_there_is_room(disk: Disk, tmp_path: Path) -> None:
    with open_store(tmp_path / "callgrade.db") as store:
        for number in range(12):
            score(store, number)
    disk.leave(2)
    command = ("export", "--store", tmp_path / "callgrade.db", "--out", disk.root / "tables")
    assert in_process(*command).exit_code == 6
    assert disk.files() == {}
    disk.empty()
    assert in_process(*command).exit_code == 0
    assert len(disk.files()) == 5


def is_whole(store: Path) -> bool:
    with closing(sqlite3.connect(store)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def fill(path: Path, first: int) -> None:
    """Score more calls than a full disk takes."""
    with open_store(path) as store:
        for number in range(first, first + 99):
            score(store, number)


def test_the_store_is_intact_if_the_disk_fills_at_any_page_and_works_once_there_is_room(disk: Disk) -> None:
    path = disk.root / "callgrade.db"
    with open_store(path) as store:
        kept = score(store, 0)
    for pages in range(40):
        disk.leave(pages)
        error = error_of(partial(fill, path, first=100 * (pages + 1)))
        assert error
        assert error.exit_code is ExitCode.OUTPUT
        disk.empty()
        assert is_whole(path), f"with {pages} pages free"
        with open_store(path) as store:
            assert store.calls.find(digest(0)).id == kept
            assert all(stored.card.file.sha256 == stored.call.sha256 for stored in store.cards.read())
            score(store, 100 * (pages + 1) + 99)


def test_a_night_on_a_full_disk_ends_with_code_6_and_the_next_continues(disk: Disk, tmp_path: Path) -> None:
    recordings = transcripts(tmp_path / "in", 8)
    path = disk.root / "callgrade.db"
    command = ("batch", recordings, "--store", path, "--workers", "1", "--log", tmp_path / "log")
    disk.leave(0)
    done = run(*command)
    assert done.returncode == 6, done.stderr
    disk.empty()
    with open_store(path):
        pass
    disk.leave(24)
    done = run(*command)
    assert done.returncode == 6, done.stderr
    assert "Make room" in done.stderr
    disk.empty()
    assert is_whole(path)
    done = run(*command)
    assert done.returncode == 0, done.stderr
    with open_store(path) as store:
        assert len({stored.call.sha256 for stored in store.cards.read()}) == 8
        assert {state.value: number for state, number in store.ledger.counts().items() if number} == {"scored": 8}
    assert is_whole(path)
