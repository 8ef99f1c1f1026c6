"""Names that stay in their folder, and files that are whole or not there."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callgrade.errors import ExitCode, OutputError
from callgrade.export.files import DistinctNames, make_folder, safe_name, write_whole

HOSTILE = [
    "../../etc/passwd", "..", ".", "", "/", "-rf", ".hidden", "a\nb", "\x1b[2J", "\u202egpj.exe", "caf\udce9",
    "x" * 255, "é" * 200, "NUL.wav", "con", "a:b", "C:\\x", "name.", "name ", "\x00", "*?",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_becomes_a_file_in_its_folder(name: str, tmp_path: Path) -> None:
    path = tmp_path / (safe_name(name) + ".scorecard.json")
    write_whole(path, "x")
    assert path.resolve().parent == tmp_path.resolve()
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@given(st.text())
def test_a_safe_name_is_one_part_of_a_path_and_stays_the_same(name: str) -> None:
    safe = safe_name(name)
    assert Path(safe).name == safe
    assert not safe.startswith((".", "-"))
    assert len(safe.encode()) <= 201
    assert safe.isprintable()
    assert safe_name(safe) == safe


def test_an_ordinary_name_stays_as_it_is() -> None:
    assert safe_name("garage_40 stereo.wav") == "garage_40 stereo.wav"
    assert safe_name("你好.wav") == "你好.wav"


def test_names_that_would_collide_are_numbered() -> None:
    names = DistinctNames(".json")
    given = [names.name_for(name) for name in ("a/x.wav", "b/x.wav", "X.WAV", "x.wav-2")]
    assert given == ["x.wav.json", "x.wav-2.json", "X.WAV-3.json", "x.wav-2-2.json"]


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
