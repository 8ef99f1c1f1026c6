"""A greeting that is spelt in play or in dialect is known by its letters; a name that only begins alike is none."""

import pytest

from callgrade.norms.signs.greetings.respelt import is_respelt

GREETINGS = ("hallo", "hey", "moin", "servus", "goedemorgen")


@pytest.mark.parametrize("said", ["heyy", "hallooo", "hallöchen", "halløien", "servas", "goeiemoarn"])
def test_a_greeting_is_known_however_it_is_spelt(said: str) -> None:
    assert is_respelt(said, GREETINGS)


@pytest.mark.parametrize("said", ["halle", "heyne", "moinzadeh", "hellmann", "morgenstern", "goeree"])
def test_a_name_that_begins_alike_is_no_greeting(said: str) -> None:
    assert not is_respelt(said, GREETINGS)
