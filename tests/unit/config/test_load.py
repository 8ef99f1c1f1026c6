"""The shipped configuration loads; a user's file changes what it names and nothing else."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from callgrade.config.folder import configs_folder
from callgrade.config.load import load_settings, overlay, settings_hash
from callgrade.errors import ConfigError

trees = st.recursive(st.integers(), lambda inner: st.dictionaries(st.sampled_from("abc"), inner), max_leaves=8)


def test_the_shipped_file_is_complete() -> None:
    assert settings_hash(load_settings()) == settings_hash(load_settings())


def test_an_empty_user_file_changes_nothing(tmp_path: Path) -> None:
    empty = tmp_path / "mine.yaml"
    empty.write_text("")
    assert load_settings(empty) == load_settings()


@pytest.mark.parametrize(
    ("text", "place", "complaint"),
    [
        ("surprise: 1\n", ":1:11", "surprise"),
        ("intake:\n  surprise: 1\n", ":2:13", "intake.surprise"),
        ("intake: 3\n", ":1:9", "intake"),
        ("- a list\n", ":1:1", "the file"),
        ("scoring: 1e999\n", ":1:10", "scoring"),
    ],
)
def test_a_mistake_is_shown_with_its_place(tmp_path: Path, text: str, place: str, complaint: str) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_settings(mine)
    assert caught.value.what.startswith(f"{mine}{place}: ")
    assert complaint in caught.value.what


def test_every_number_of_the_shipped_file_says_its_source() -> None:
    """The comment is on its line or above its group: [lit], [meas] or [conv]."""
    lines = (configs_folder() / "callgrade.yaml").read_text(encoding="utf-8").splitlines()
    numbers = [number for number, line in enumerate(lines) if re.match(r" +[a-z_0-9]+: -?[0-9]", line)]
    assert len(numbers) > 50
    for number in numbers:
        near = " ".join(lines[max(0, number - 12) : number + 1])
        assert any(tag in near for tag in ("[lit", "[meas", "[conv")), f"no source for line {number + 1}"


@given(trees, trees)
def test_a_users_file_replaces_what_it_names_and_keeps_the_rest(below: object, above: object) -> None:
    merged = overlay(below, above)
    assert overlay(merged, above) == merged
    if isinstance(below, dict) and isinstance(above, dict):
        assert merged.keys() == below.keys() | above.keys()
        assert all(merged[key] == below[key] for key in below.keys() - above.keys())
    else:
        assert merged == above


def test_the_shipped_file_is_plain_yaml() -> None:
    assert isinstance(yaml.safe_load((configs_folder() / "callgrade.yaml").read_text(encoding="utf-8")), dict)
