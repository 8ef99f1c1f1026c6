"""Letters of codes: "K", "TR 4471", "k r four", "B7XQ2", "Zwetschge!77"."""

import re

from callgrade.redaction.items import Form
from callgrade.redaction.talk import Talk

_LETTERS = re.compile(r"(?![IAU]$)[A-Z]{1,3}|[b-df-hj-np-tv-z]")
"""Capitals, or a letter that was spelled; not what is a word of its own in one of the languages."""
_PREFIX = 3
"""Letters before a hyphen at most: "RK-4471", but not "order-4471"."""
_JOINTS = frozenset("_!#@$%&*+=")
"""Signs that stand in a password without blanks around them."""


def is_letters(item: int, talk: Talk) -> bool:
    """Whether ``item`` is a letter or a few capitals, as codes have them between their digits and beside them."""
    found = talk.items[item]
    return (
        found.form is Form.WORD
        and bool(_LETTERS.fullmatch(talk.written(item)))
        and not (len(found.text) > 1 and found.turn in talk.shouted)
    )


def is_glued(item: int, beside: int, talk: Talk) -> bool:
    """Whether ``item`` belongs to the code of the digits or letters ``beside`` it."""
    if is_letters(item, talk):
        return True
    one, two = sorted((talk.items[item], talk.items[beside]), key=lambda each: each.start)
    if talk.items[item].form is not Form.WORD or one.unit != two.unit or not talk.items[item].text.isascii():
        return False
    between = talk.text_between(one, two)
    return (between in ("", "-") and len(talk.items[item].text) <= _PREFIX) or bool(
        between and _JOINTS.issuperset(between)
    )
