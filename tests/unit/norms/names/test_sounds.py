"""Names that sound alike in each language, with the shipped spellings."""

import pytest
from tests.support.packs import shipped_pack

from callgrade.norms.names.forms import NameForm, letters, similarity
from callgrade.norms.names.sounds import NO_SOUNDS, Sounds
from callgrade.norms.pack.pack_file import NameSettings
from callgrade.norms.phrases.tokens import simplified

ALIKE = [
    ("de", "Mayer", "Meier"),
    ("de", "Philipp", "Filip"),
    ("de", "Schmidt", "Schmitt"),
    ("nl", "Dijkstra", "Dykstra"),
    ("nl", "Schouten", "Schouwten"),
    ("nl", "Claassen", "Klaassen"),
    ("nb", "Cathrine", "Katrine"),
    ("nb", "Kristoffer", "Christopher"),
    ("nb", "Haakon", "Håkon"),
    ("en", "Maddox", "Maddocks"),
    ("en", "Stephen", "Steven"),
]
OTHER = [("de", "Müller", "Mahler"), ("nl", "Visser", "Vos"), ("nb", "Lie", "Lund"), ("en", "Baker", "Butcher")]


def _sounds(language: str) -> tuple[Sounds, NameSettings]:
    pack = shipped_pack(language)
    assert pack.language
    return pack.language.names.sounds, pack.settings.names


@pytest.mark.slow
@pytest.mark.parametrize(("language", "one", "other"), ALIKE)
def test_spellings_with_one_sound_are_one_name(language: str, one: str, other: str) -> None:
    sounds, settings = _sounds(language)
    said, known = (letters(simplified(name)) for name in (one, other))
    assert similarity(said, NameForm(known, 1, sounds), settings) > 0


@pytest.mark.slow
@pytest.mark.parametrize(("language", "one", "other"), OTHER)
def test_vowels_count(language: str, one: str, other: str) -> None:
    sounds, _ = _sounds(language)
    assert not sounds.equal(*(letters(simplified(name)) for name in (one, other)))


def test_rules_apply_in_order_and_doubled_letters_count_once() -> None:
    sounds = Sounds((("sch", "s"), ("ck", "k"), ("d$", "t")))
    assert sounds.key("schmid") == "smit"
    assert sounds.key("beckker") == "beker"


def test_without_rules_nothing_sounds_alike() -> None:
    assert not NO_SOUNDS.equal("meyer", "meyer")
