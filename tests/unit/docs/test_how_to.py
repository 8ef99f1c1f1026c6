"""The examples of the pages that say how to add something do what the pages say."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests import scorecards

from callgrade.config.folder import configs_folder
from callgrade.export.json import to_document
from callgrade.model.finding import Verdict
from callgrade.norms.kinds.kind import NormKind
from callgrade.norms.pack.check import check_pack

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to"


def blocks(page: str, language: str) -> list[str]:
    text = (HOW_TO / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def executed(code: str) -> dict[str, Any]:
    """The names of a module of the page."""
    names: dict[str, Any] = {}
    exec(code, names)
    return names


@pytest.fixture
def english(tmp_path: Path) -> Path:
    """The shipped pack with the English words only."""
    for name in ("norms", "profiles"):
        shutil.copytree(configs_folder() / name, tmp_path / name)
    shutil.copytree(configs_folder() / "words" / "en", tmp_path / "words" / "en")
    return tmp_path


def add(norm: str, words: str, section: str, pack: Path) -> None:
    """Write a norm and its English words to the files that the page names."""
    with (pack / "norms" / f"{section}.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\n{norm}")
    path = pack / "words" / "en" / f"{section}.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("\nlists:\n", f"\n{words}\nlists:\n", 1), encoding="utf-8")


def test_the_exporter_of_the_page_writes_what_failed() -> None:
    (code,) = blocks("integrate.md", "python")
    exporter = executed(code)["FAULTS"]
    failed = [finding.title for finding in scorecards.CARD.findings if finding.verdict is Verdict.FAIL]
    lines = exporter.write(to_document(scorecards.CARD)).splitlines()
    assert failed
    assert [line.partition(": ")[2] for line in lines] == failed


def test_the_norm_of_the_page_can_be_added(english: Path) -> None:
    before = check_pack(english, "service").examples["en"]
    norm, words = blocks("add-a-norm.md", "yaml")
    add(norm, words, "closing", english)
    check = check_pack(english, "service")
    assert (check.examples["en"], check.problems) == (before + 2, ())


def test_the_language_of_the_page_can_be_added(english: Path) -> None:
    swedish = english / "words" / "sv"
    swedish.mkdir()
    for name, text in zip(("language", "closing"), blocks("add-a-language.md", "yaml"), strict=True):
        (swedish / f"{name}.yaml").write_text(text, encoding="utf-8")
    check = check_pack(english, "service")
    assert (check.examples["sv"], check.problems) == (2, ())


def test_the_norm_kind_of_the_page_works() -> None:
    assert isinstance(executed(blocks("add-a-norm-kind.md", "python")[0])["KIND"], NormKind)


def test_the_measure_of_the_page_is_a_function() -> None:
    assert callable(executed(blocks("add-a-measure.md", "python")[1])["measure_turns"])


def test_the_reader_of_the_page_reads_its_example() -> None:
    reader = executed(blocks("add-a-transcript-reader.md", "python")[0])["READER"]
    document = json.loads(blocks("add-a-transcript-reader.md", "json")[0])
    assert reader.fits(document)
    assert [part.speaker for part in reader.read(document).parts] == ["agent", "customer"]
    others: list[object] = [None, [], "text", {"lines": 1}, {"lines": [{}]}]
    assert not any(map(reader.fits, others))
