"""The pack and the site pack of docs/reference/norm-packs.md do what the page says."""

import re
from pathlib import Path

import pytest

from callgrade.config.folder import configs_folder
from callgrade.norms.kinds import KINDS
from callgrade.norms.pack.check import check_pack
from callgrade.norms.pack.load import load_pack

PAGE = (Path(__file__).parents[4] / "docs" / "reference" / "norm-packs.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files of the page."""
    for name, text in re.findall(r"```yaml\n# (\S+)\n(.*?)```", PAGE, re.DOTALL):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_the_pack_of_the_page_can_be_read_and_does_what_its_examples_say(folder: Path) -> None:
    check = check_pack(folder, "service")
    assert (check.examples, check.problems) == ({"en": 5}, ())


def test_the_site_pack_of_the_page_extends_the_shipped_norms(folder: Path) -> None:
    shipped, own = (load_pack(configs_folder(), "en", "service", site) for site in (None, folder / "site.yaml"))
    assert shipped.language is not None
    assert own.language is not None
    before, after = (language.norms["closing.farewell"] for language in (shipped.language, own.language))
    assert (len(after.phrases) - len(before.phrases), after.advice) == (1, "Close with our greeting.")
    ring_time = own.norm("answering.ring_time")
    assert ring_time is not None
    assert ring_time.parameters.model_dump()["checks"]["ringing.ring_to_answer"]["upper"] == 15
    assert own.norm("own.allergens") is not None


def test_the_page_names_every_kind_with_its_words() -> None:
    rows = re.findall(r"^\| ((?:`\w+` ?)+) \| [^|]* \| [^|]* \| ([^|]*) \|$", PAGE, re.MULTILINE)
    listed = {name: words for names, words in rows for name in re.findall(r"`(\w+)`", names) if name in KINDS}
    assert listed.keys() == KINDS.keys()
    for name, kind in KINDS.items():
        words = [] if listed[name] == "none" else listed[name].split(", ")
        assert sorted(words) == sorted((*kind.words, *kind.other_words)), name
