"""Names that stay in their folder and never collide."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callgrade.export.safe_names import DistinctNames, safe_name
from callgrade.files import write_whole

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


def test_equal_names_are_numbered() -> None:
    names = DistinctNames(".json")
    given = [names.name_for(name) for name in ("a/x.wav", "b/x.wav", "X.WAV", "x.wav-2")]
    assert given == ["x.wav.json", "x.wav-2.json", "X.WAV-3.json", "x.wav-2-2.json"]
