"""The words of redaction are data, and mistakes in them are shown with their place."""

import shutil
from pathlib import Path

import pytest

from callgrade.config.folder import configs_folder
from callgrade.errors import ConfigError
from callgrade.redaction import load_redaction

SHIPPED = configs_folder() / "redaction"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "redaction"))


def spoil(folder: Path, old: str, new: str) -> Path:
    path = folder / "en.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_shipped_words_are_of_the_five_languages() -> None:
    assert sorted(load_redaction(SHIPPED).languages) == ["de", "en", "nb", "nl", "zh"]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("language: en", "language: nl", r"en\.yaml:2:11: 'nl' in the file of 'en'"),
        ("joins: [and, n]", "joins: [and so, n]", r"en\.yaml:\d+:9: 'and so' is not one word"),
        ("oh: 0", "oh: 100", r"en\.yaml:\d+:\d+: numbers\.oh: "),
        ("double: 2", "double: 1", r"en\.yaml:\d+:\d+: multipliers\.double: "),
        ("joins:", "join:", r"en\.yaml:\d+:\d+: join"),
        ("joins: [and, n]", "joins: [and, 5]", r"en\.yaml:\d+:\d+: joins\.1: "),
    ],
)
def test_a_mistake_is_shown_with_its_place(folder: Path, old: str, new: str, what: str) -> None:
    spoil(folder, old, new)
    with pytest.raises(ConfigError, match=what):
        load_redaction(folder)


def test_a_folder_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no words for redaction"):
        load_redaction(tmp_path)
