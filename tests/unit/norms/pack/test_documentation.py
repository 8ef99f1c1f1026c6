"""The pack and the site pack of docs/reference/norm-packs.md do what the page says."""

import re
from pathlib import Path

import pytest

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


def test_the_site_pack_of_the_page_extends_it(folder: Path) -> None:
    assert check_pack(folder, "service", folder / "site.yaml").problems == ()
    shipped, own = (load_pack(folder, "en", "service", site) for site in (None, folder / "site.yaml"))
    assert shipped.language is not None
    assert own.language is not None
    before, after = (language.norms["closing.farewell"] for language in (shipped.language, own.language))
    assert (len(before.phrases), len(after.phrases), after.advice) == (3, 4, "Close with our greeting.")
    pace = own.norm("closing.pace")
    assert pace is not None
    assert pace.parameters.model_dump()["checks"]["rate.words_per_minute"]["upper"] == 160


def test_the_page_names_every_kind_with_its_words() -> None:
    rows = re.findall(r"^\| ((?:`\w+` ?)+) \| [^|]* \| [^|]* \| ([^|]*) \|$", PAGE, re.MULTILINE)
    listed = {name: words for names, words in rows for name in re.findall(r"`(\w+)`", names) if name in KINDS}
    assert listed.keys() == KINDS.keys()
    for name, kind in KINDS.items():
        words = [] if listed[name] == "none" else listed[name].split(", ")
        assert sorted(words) == sorted((*kind.words, *kind.other_words)), name
