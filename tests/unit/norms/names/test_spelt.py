"""Names that are spelt."""

import pytest

from callgrade.model.conversation import Word
from callgrade.norms.names.places.spelt import spelt
from callgrade.norms.phrases.tokens import Spelling, tokenise


def said(text: str) -> str:
    return spelt(tokenise(tuple(Word(word, 0.0, 0.0, None) for word in text.split()), Spelling()))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It is K-L-A-U-S.", "klaus"),
        ("S, M, Y, T, H, E", "smythe"),
        ("s m y t h e please", "smythe"),
        ("T wie Theodor, S wie Samuel, A wie Anton", "tsa"),
        ("V for Victor, E as in Echo, R", "ver"),
    ],
)
def test_letters_in_a_row_are_a_name(text: str, name: str) -> None:
    assert said(text) == name


@pytest.mark.parametrize("text", ["I have a flat, number 12 B.", "plan A or B", "no letters here"])
def test_single_letters_are_none(text: str) -> None:
    assert said(text) == ""
