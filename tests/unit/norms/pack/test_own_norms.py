"""A site adds norms of its own: by phrases, or by sentences only."""

from pathlib import Path

import pytest

from callgrade.config.folder import configs_folder
from callgrade.errors import ConfigError
from callgrade.meaning.classifier import Power
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Direction
from callgrade.norms.evaluate import finding_of
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.load import load_pack
from callgrade.norms.pack.norm import Pack
from callgrade.norms.pack.sentences import read_powers, site_sentences
from callgrade.norms.pack.word_files import Example
from callgrade.norms.preparation import prepare_call

NORM = """
site: Harbour Bakery
norms:
  own.allergens: {{title: Mentions the allergens, section: {section}{more}}}
words:
  en: {{norms: {{own.allergens: {words}}}}}
"""
PHRASES = '{phrases: ["(contains|with) (nuts|milk)"], advice: Name them.}'
SENTENCES = "{like: [It has nuts., Mind the milk., It has gluten.], unlike: [No nuts today., Got milk?, Bread.]}"


def site_file(folder: Path, words: str, section: str = "help", more: str = "") -> Path:
    path = folder / "site.yaml"
    path.write_text(NORM.format(words=words, section=section, more=more), encoding="utf-8")
    return path


def pack_with(site: Path, language: str = "en") -> Pack:
    return load_pack(configs_folder(), language, "service", site)


def verdict(pack: Pack, said: str) -> tuple[Verdict, Reason | None]:
    heard = read_dialogue(Example(dialogue=f"customer: A cake.\nagent: {said}"), "en", Direction.INBOUND)
    norm = pack.norm("own.allergens")
    assert norm is not None
    found = finding_of(norm, pack, prepare_call(pack, heard.conversation, heard.record))
    return found.verdict, found.reason


def test_a_norm_with_phrases_is_judged_like_any_other(tmp_path: Path) -> None:
    pack = pack_with(site_file(tmp_path, PHRASES))
    assert verdict(pack, "It is made with nuts.") == (Verdict.PASS, None)
    assert verdict(pack, "Certainly.") == (Verdict.FAIL, None)


def test_it_stands_in_its_section(tmp_path: Path) -> None:
    sections = [norm.section for norm in pack_with(site_file(tmp_path, PHRASES)).norms]
    assert sections == sorted(sections, key=list(dict.fromkeys(sections)).index)


def test_in_a_language_without_its_words_it_is_not_judged(tmp_path: Path) -> None:
    pack = pack_with(site_file(tmp_path, PHRASES), "nl")
    assert verdict(pack, "Met noten.") == (Verdict.CANNOT_TELL, Reason.NO_WORDS)


def test_a_norm_of_sentences_only_is_not_judged_without_the_encoder(tmp_path: Path) -> None:
    for language in ("en", "nl"):
        pack = pack_with(site_file(tmp_path, SENTENCES), language)
        assert verdict(pack, "It has nuts.") == (Verdict.CANNOT_TELL, Reason.NO_ENCODER)


def test_its_sentences_and_its_power_are_read(tmp_path: Path) -> None:
    site = site_file(tmp_path, SENTENCES, more=", with: {expect: absent}")
    assert [one.like for one in site_sentences(site)] == [True] * 3 + [False] * 3
    assert read_powers(configs_folder() / "norms", site)["own.allergens"] is Power.LOOK


@pytest.mark.parametrize(
    ("words", "section", "message"),
    [
        ("{advice: Name them.}", "help", "no words say when it is kept"),
        ("{like: [It has nuts.], unlike: [Bread.]}", "help", "no words say when it is kept"),
        (PHRASES, "cakes", "no section is called 'cakes'"),
    ],
)
def test_a_norm_that_cannot_be_judged_is_refused(words: str, section: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=message):
        pack_with(site_file(tmp_path, words, section))


def test_a_norm_of_the_pack_cannot_be_defined_again(tmp_path: Path) -> None:
    path = tmp_path / "site.yaml"
    path.write_text("site: A\nnorms:\n  closing.thanks: {title: Mine, section: closing}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="is a norm of the pack"):
        pack_with(path)
