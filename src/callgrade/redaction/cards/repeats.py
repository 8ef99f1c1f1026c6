"""What is said twice: digits of a card's number that are read back, corrected, or told again elsewhere."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from callgrade.model.record import Role
from callgrade.redaction.codes.shapes import TELEPHONE
from callgrade.redaction.numbers import Number
from callgrade.redaction.talk import Talk
from callgrade.redaction.words.labels import Label

_ALIKE = 0.8
"""Share of the digits that a group said again has in common with what was said before."""
_REMEMBERED = 64
"""Digits said before with which a repetition is compared."""


def new_digits(numbers: Sequence[Number], talk: Talk) -> int:
    """Digits that are no repetition: by the speaker who said most, or by both together, whichever is more."""
    groups = list(_groups(numbers, talk))
    roles = {role for role, _, _ in groups}
    return max(_new(groups), *(_new([group for group in groups if group[0] is role]) for role in roles))


def _groups(numbers: Sequence[Number], talk: Talk) -> Iterator[tuple[Role, str, bool]]:
    """Speaker, digits, and whether a word announced a repetition, of each group said in one go."""
    role, digits, again = talk.speeches[numbers[0].turn].role, numbers[0].digits, False
    for before, number in pairwise(numbers):
        restart = talk.says(before.last + 1, number.first, Label.RESTART)
        if restart or number.turn != before.turn:
            yield role, digits, again
            role, digits, again = talk.speeches[number.turn].role, "", restart
        digits += number.digits
    yield role, digits, again


def _new(groups: Sequence[tuple[Role, str, bool]]) -> int:
    said: dict[Role, str] = {}
    total = 0
    for role, digits, again in groups:
        others = "".join(told for speaker, told in said.items() if speaker is not role)
        own = said.get(role, "") if again or len(digits) >= TELEPHONE.start else ""
        total += len(digits) - max(_common(digits, others), _common(digits, own))
        said[role] = (said.get(role, "") + digits)[-_REMEMBERED:]
    return total


def _common(digits: str, said: str) -> int:
    """How many of ``digits`` repeat what was ``said``; 0 where the two are not alike."""
    common = LCSseq.similarity(digits, said)
    return common if common >= _ALIKE * min(len(digits), len(said)) else 0


def repeated(cards: Sequence[list[Number]], talk: Talk, taken: set[int], least: int) -> Iterator[list[Number]]:
    """Groups elsewhere in the call that repeat a part of a card's number."""
    known = {piece for numbers in cards for piece in _pieces("".join(number.digits for number in numbers), least)}
    free = [number for number in talk.numbers if number.first not in taken]
    for numbers in in_one_go(free, talk):
        digits = "".join(number.digits for number in numbers)
        if len(digits) >= least and known.issuperset(_pieces(digits, least)):
            yield numbers


def _pieces(digits: str, size: int) -> Iterator[str]:
    return (digits[at : at + size] for at in range(len(digits) - size + 1))


def in_one_go(numbers: Iterable[Number], talk: Talk) -> Iterator[list[Number]]:
    """Numbers that were said without a word between them."""
    group: list[Number] = []
    for number in numbers:
        apart = group and (number.turn != group[-1].turn or talk.words_between(group[-1].last + 1, number.first) > 0)
        if apart:
            yield group
            group = []
        group.append(number)
    if group:
        yield group


def unbroken(numbers: Sequence[Number]) -> Iterator[list[Number]]:
    """Numbers of one turn with nothing between them."""
    go: list[Number] = []
    for number in numbers:
        if go and (number.turn != go[-1].turn or number.first != go[-1].last + 1):
            yield go
            go = []
        go.append(number)
    if go:
        yield go
