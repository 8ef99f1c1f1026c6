"""Files are whole or not there."""

import fcntl
import os
import stat
from pathlib import Path

import pytest

from callgrade.errors import ExitCode, OutputError
from callgrade.files import digest_of, make_folder, spare_folder, sweep, whole_files, write_whole


def test_a_file_is_its_owners_only(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", "text")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


def test_a_folder_made_here_is_its_owners_only(tmp_path: Path) -> None:
    make_folder(tmp_path / "new" / "folder")
    assert stat.S_IMODE((tmp_path / "new" / "folder").stat().st_mode) == 0o700


@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_when_writing_fails_the_old_file_stays_and_nothing_else(
    fails: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "card.json"
    path.write_text("old", encoding="utf-8")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path if fails == "replace" else os, fails, full)
    with pytest.raises(OutputError, match=r"card.json cannot be written: No space left on device\.") as caught:
        write_whole(path, "new")
    monkeypatch.undo()
    assert caught.value.exit_code is ExitCode.OUTPUT
    assert path.read_text(encoding="utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["card.json"]


def test_a_folder_that_is_a_file_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        make_folder(tmp_path / "out")


def test_files_are_replaced_together_when_all_are_complete(tmp_path: Path) -> None:
    paths = [tmp_path / "a", tmp_path / "b"]
    with whole_files(*paths) as files:
        for path, file in zip(paths, files, strict=True):
            file.write(path.name.encode())
        assert [path.exists() for path in paths] == [False, False]
    assert [path.read_text(encoding="utf-8") for path in paths] == ["a", "b"]
    assert sorted(tmp_path.iterdir()) == paths


def test_if_one_file_cannot_be_finished_none_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []

    def full_at_the_second(descriptor: int) -> None:
        flushed.append(descriptor)
        if len(flushed) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_at_the_second)
    with pytest.raises(OutputError, match="No space left"), whole_files(tmp_path / "a", tmp_path / "b"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_only_files_left_by_a_killed_writer_are_removed(tmp_path: Path) -> None:
    kept = {"scorecards.csv", ".hidden", ".callgrade-notes", "x.tmp"}
    for name in kept:
        (tmp_path / name).touch()
    (tmp_path / ".callgrade-a.tmp").touch()
    (tmp_path / ".callgrade-b.tmp").mkdir()
    (tmp_path / ".callgrade-b.tmp" / "piece").touch()
    (tmp_path / ".callgrade-c.tmp").symlink_to("/etc/passwd")
    assert sweep(tmp_path) == 2
    assert {path.name for path in tmp_path.iterdir()} == kept | {".callgrade-c.tmp"}


def test_files_of_a_running_writer_are_not_removed(tmp_path: Path) -> None:
    with whole_files(tmp_path / "a") as (file,), spare_folder(tmp_path):
        assert sweep(tmp_path) == 0
        file.write(b"whole")
    assert (tmp_path / "a").read_bytes() == b"whole"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_file_removed_before_its_writer_locks_it_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = fcntl.flock

    def swept_first(descriptor: int, operation: int) -> None:
        monkeypatch.undo()
        assert sweep(tmp_path) == 1
        lock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", swept_first)
    write_whole(tmp_path / "a", "text")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a", "text")]


def test_the_digest_of_a_file_that_is_gone_is_none(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    assert (digest_of(tmp_path / "a", "md5") or b"").hex() == "d41d8cd98f00b204e9800998ecf8427e"
    assert digest_of(tmp_path / "gone", "md5") is None
