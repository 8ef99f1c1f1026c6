"""Short forms of a first name: who is Nicholas in the list calls himself Nick."""

from collections.abc import Iterator
from itertools import pairwise

from callgrade.norms.names.forms import NameWords, letters, untitled
from callgrade.norms.names.known import Name
from callgrade.norms.phrases.matcher import SpokenText
from callgrade.text import is_han

BEGIN = 3
"""First letters in which a name and its short form are alike [conv]."""

MORE = 1
"""Letters of a short form beyond those that it shares with the name: "Nick" of "Nicholas" [conv]."""


def is_short_form(said: str, known: str) -> bool:
    """Whether ``said`` may be a short form of the first name ``known``: it begins alike, and little else follows."""
    one, other = letters(said), letters(known)
    if is_han(said) or len(one) >= len(other):
        return False
    alike = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return alike >= BEGIN and len(one) <= alike + MORE


def short_forms(customer: SpokenText, recorded: Name, words: NameWords) -> Iterator[Name]:
    """The short forms of the ``recorded`` first name that the customer says before the surname."""
    name = untitled(recorded, words.titles)
    if len(name) < 2 or is_han(name[0]):
        return
    for one, two in pairwise(customer.tokens):
        if one and two and two.text == name[-1] and is_short_form(one.text, name[0]):
            yield (one.text, *name[1:])
