"""Telephone numbers, by the plans of the configured regions (``phonenumbers``, Google's numbering data)."""

from collections.abc import Iterator, Sequence

from callgrade.redaction.numbers import Dress, Number
from callgrade.redaction.talk import Talk

_DIGITS = range(7, 16)
"""Digits of a telephone number, with its country (ITU-T E.164)."""


def telephone_items(talk: Talk, regions: Sequence[str]) -> set[int]:
    """The items that tell telephone numbers that exist in one of ``regions`` (ISO 3166)."""
    found: set[int] = set()
    for numbers in number_groups(talk):
        digits = "".join(number.digits for number in numbers)
        if len(digits) in _DIGITS and _exists(digits, _plus(talk, numbers[0]), regions):
            found |= {item for number in numbers for item in range(number.first, number.last + 1)}
    return found


def number_groups(talk: Talk) -> Iterator[list[Number]]:
    """Numbers with nothing but fillers between them, over turns."""
    group: list[Number] = []
    for number in talk.numbers:
        if number.dress is Dress.HARD:
            continue
        if group and talk.words_between(group[-1].last + 1, number.first) > 0:
            yield group
            group = []
        group.append(number)
    if group:
        yield group


def _plus(talk: Talk, number: Number) -> bool:
    item = talk.items[number.first]
    return talk.speeches[item.turn].units[item.unit][: item.start].endswith("+")


def _exists(digits: str, plus: bool, regions: Sequence[str]) -> bool:
    if plus or digits.startswith("00"):
        return _valid(f"+{digits.removeprefix('00')}", None)
    return any(_valid(digits, region) for region in regions)


def _valid(number: str, region: str | None) -> bool:
    import phonenumbers  # few calls have a number of a telephone's length

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False
