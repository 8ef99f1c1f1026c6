"""The shipped configuration loads; a user's file changes what it names and nothing else."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from callgrade.config.folder import configs_folder
from callgrade.config.load import load_settings, overlay, settings_hash
from callgrade.config.mistakes import mistakes
from callgrade.config.settings import Settings
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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("intake: {max_channels: two}", "intake.max_channels: it must be a whole number."),
        ("intake: {max_channels: 0}", "intake.max_channels: it must be 1 or more."),
        ("intake: {truncated_share: 2}", "intake.truncated_share: it must be less than 1."),
        ("intake: {file_names: x}", "intake.file_names: it must be a list."),
        ("intake: 5", "intake: it must be keys with values."),
        ("interface: {language: fr}", "interface.language: it must be 'en', 'nl', 'nb', 'zh' or 'de'."),
        ("defaults: {recordings: 5}", "defaults.recordings: it must be text."),
        ("store: {retention: {days: yes}}", "store.retention.days: it must be a whole number."),
        ("store: {retention: {sites: [{name: a}]}}", "store.retention.sites.0.folders: it is missing."),
        (
            "store: {retention: {sites: [{name: a, folders: [], days: 1}]}}",
            "store.retention.sites.0.folders: it must have 1 or more entries.",
        ),
    ],
)
def test_a_mistake_is_said_in_plain_words(tmp_path: Path, text: str, words: str) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_settings(mine)
    assert caught.value.what.endswith(f": {words}")


@pytest.mark.parametrize("value", [None, True, "x", -1e9, 1e9, [], {}, [[]], {"x": []}])
def test_no_mistake_of_any_section_is_said_in_the_words_of_the_library(value: object) -> None:
    document = load_settings().model_dump()
    wrong = {section: dict.fromkeys(keys, value) for section, keys in document.items()}
    with pytest.raises(ValidationError) as caught:
        Settings.model_validate(wrong)
    for mistake in mistakes(caught.value, Settings):
        assert not re.match("input |field |value |tuple ", mistake.what), mistake


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
