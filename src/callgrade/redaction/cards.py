"""Card numbers: digits that belong together, over fillers, restarts, turns and speakers, enough of them for a card.

How many are enough depends on what is spoken of: after a question for a card's number a handful, where cards are
spoken of a dozen, and without a word of cards as many as no telephone number has. What is said twice counts once
there, so that a telephone number that is read back stays. Recognition drops and adds digits, so nothing is proved by
a check digit.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from callgrade.config.redaction import CardSettings
from callgrade.model.record import Role
from callgrade.redaction.lexicon import Label
from callgrade.redaction.loose import is_issued
from callgrade.redaction.numbers import Dress, Number
from callgrade.redaction.talk import Talk

_ALIKE = 0.8
"""Share of the digits that a group said again has in common with what was said before."""
_CARDS = (Label.CARD, Label.CODE, Label.EXPIRY)
_NEXT = (Label.CODE, Label.SECRET, Label.EXPIRY)
_TELEPHONE = range(7, 13)
"""Digits of a whole telephone number, said in one go."""
_STRAY = 3
_COUNTING = re.compile("1234567?8?9?|23456789?|3456789|456789|56789")
_REMEMBERED = 64
"""Digits said before with which a repetition is compared."""
_INSIDE = 2.0
"""Words between two groups of one turn that go with them: a digit may hide in a word that recognition got wrong."""


class Level(IntEnum):
    """What is spoken of: nothing known, cards, a card whose code or date comes next, a card's number."""

    NONE = 0
    CARDS = 1
    CODE_NEXT = 2
    CARD_NUMBER = 3


_BEHIND = {
    Level.CARDS: (Label.CARD,),
    Level.CODE_NEXT: (Label.CODE, Label.EXPIRY),
    Level.CARD_NUMBER: (Label.CARD_NUMBER,),
}


@dataclass
class _Chain:
    """Numbers that belong together. ``claimed``: another number was asked for just before."""

    level: Level
    claimed: bool
    numbers: list[Number] = field(default_factory=list)
    digits: int = 0

    def add(self, number: Number) -> None:
        self.numbers.append(number)
        self.digits += len(number.digits)


def card_items(talk: Talk, settings: CardSettings) -> set[int]:
    """The items that tell card numbers."""
    found = [chain.numbers for chain in _chains(talk, settings) if _is_card(chain, talk, settings)]
    items = {item for numbers in found for item in _items(numbers, talk)}
    repeated = _repeated(found, talk, items, settings.digits_repeated)
    return items | {item for numbers in repeated for item in _items(numbers, talk)}


def _chains(talk: Talk, settings: CardSettings) -> Iterator[_Chain]:
    level_of = _Levels(talk, settings)
    chain: _Chain | None = None
    for number in talk.numbers:
        level, claimed = level_of(number)
        asked = level is Level.CARD_NUMBER or (chain is not None and chain.level is Level.CARD_NUMBER)
        if number.dress is Dress.HARD or (number.dress is Dress.SOFT and not asked):
            continue
        if chain is None or not _belongs(number, chain, max(level, chain.level), talk, settings):
            if chain is not None:
                yield level_of.looking_on(chain)
            chain = _Chain(level, claimed)
        chain.level = max(chain.level, level)
        chain.add(number)
    if chain is not None:
        yield level_of.looking_on(chain)


class _Levels:
    """What is spoken of at each number, from the phrases before it and right behind it."""

    def __init__(self, talk: Talk, settings: CardSettings) -> None:
        self.talk, self.settings = talk, settings

    def __call__(self, number: Number) -> tuple[Level, bool]:
        asked, cards, other = (
            self.talk.last_end(number.first, *labels) for labels in ((Label.CARD_NUMBER,), _CARDS, (Label.OTHER,))
        )
        claimed = other > max(asked, cards) and self._words(other, number) <= self.settings.other_reach_words
        if claimed:
            return Level.NONE, True
        if asked and self._words(asked, number) <= self.settings.asked_reach_words:
            return Level.CARD_NUMBER, False
        if cards and self._words(cards, number) <= self.settings.cards_reach_words:
            return Level.CARDS, False
        return Level.NONE, False

    def looking_on(self, chain: _Chain) -> _Chain:
        """``chain`` with what is said right behind it: "… and that is my Visa"."""
        end = chain.numbers[-1].last + 1
        if not chain.claimed:
            for level, labels in _BEHIND.items():
                mark = self.talk.next_mark(end, *labels)
                if mark and self.talk.words_between(end, mark.first) <= self.settings.behind_words:
                    chain.level = max(chain.level, level)
        return chain

    def _words(self, end: int, number: Number) -> float:
        return self.talk.words_between(end, number.first)


def _belongs(number: Number, chain: _Chain, level: Level, talk: Talk, settings: CardSettings) -> bool:
    """Whether ``number`` goes on with ``chain``."""
    behind = chain.numbers[-1].last + 1
    ends = _NEXT if level is Level.CARD_NUMBER else (*_NEXT, Label.OTHER)
    if talk.says(behind, number.first, *ends):
        return False
    words = talk.words_between(behind, number.first)
    if _is_dictated(chain.numbers[-1], number, talk):
        return words <= settings.gap_words_asked
    if level is Level.CARD_NUMBER:
        complete = chain.digits >= settings.digits
        return words <= (settings.gap_words_complete if complete else settings.gap_words_asked)
    if level is Level.CARDS:
        return words <= settings.gap_words_cards
    return words <= settings.gap_words


def _is_dictated(before: Number, number: Number, talk: Talk) -> bool:
    """Whether one speaker says nothing but digits, turn by turn, whatever the other says in between."""
    same = talk.speeches[before.turn].role is talk.speeches[number.turn].role
    return 0 < number.turn - before.turn <= 2 and same and talk.is_only_numbers(before) and talk.is_only_numbers(number)


def _is_card(chain: _Chain, talk: Talk, settings: CardSettings) -> bool:
    if chain.level is Level.CARD_NUMBER:
        return chain.digits >= settings.digits_asked
    new = _new_digits(chain.numbers, talk)
    if chain.claimed and (_are_telephones(chain, talk) or _is_of_no_issuer(chain)):
        return False
    if chain.level is Level.NONE:
        new -= _counted_up("".join(number.digits for number in chain.numbers if len(number.digits) == 1))
    if chain.claimed and chain.numbers[0].digits.startswith("0"):
        return new > settings.digits_telephone
    least = {Level.CARDS: settings.digits_cards, Level.CODE_NEXT: settings.digits_code_next}
    return new >= least.get(chain.level, settings.digits)


def _are_telephones(chain: _Chain, talk: Talk) -> bool:
    """Whether all that was said in one go has the digits of a telephone number, but for a stray digit."""
    said = ["".join(number.digits for number in numbers) for numbers in _in_one_go(chain.numbers, talk)]
    return any(len(digits) in _TELEPHONE for digits in said) and all(
        len(digits) in _TELEPHONE or len(digits) < _STRAY for digits in said
    )


def _is_of_no_issuer(chain: _Chain) -> bool:
    """Whether another number was named, and one written whole is no card's."""
    return len(chain.numbers) == 1 and not is_issued(chain.numbers[0].digits)


def _counted_up(digits: str) -> int:
    """How many of ``digits`` count up, five or more in a row: a test of the line."""
    found = re.finditer(_COUNTING, digits)
    return sum(len(count.group()) for count in found)


def _new_digits(numbers: Sequence[Number], talk: Talk) -> int:
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
        own = said.get(role, "") if again or len(digits) >= _TELEPHONE.start else ""
        total += len(digits) - max(_common(digits, others), _common(digits, own))
        said[role] = (said.get(role, "") + digits)[-_REMEMBERED:]
    return total


def _common(digits: str, said: str) -> int:
    """How many of ``digits`` repeat what was ``said``; 0 where the two are not alike."""
    common = LCSseq.similarity(digits, said)
    return common if common >= _ALIKE * min(len(digits), len(said)) else 0


def _repeated(cards: Sequence[list[Number]], talk: Talk, taken: set[int], least: int) -> Iterator[list[Number]]:
    """Groups elsewhere in the call that repeat a part of a card's number."""
    known = {piece for numbers in cards for piece in _pieces("".join(number.digits for number in numbers), least)}
    free = [number for number in talk.numbers if number.first not in taken]
    for numbers in _in_one_go(free, talk):
        digits = "".join(number.digits for number in numbers)
        if len(digits) >= least and known.issuperset(_pieces(digits, least)):
            yield numbers


def _pieces(digits: str, size: int) -> Iterator[str]:
    return (digits[at : at + size] for at in range(len(digits) - size + 1))


def _in_one_go(numbers: Iterable[Number], talk: Talk) -> Iterator[list[Number]]:
    group: list[Number] = []
    for number in numbers:
        apart = group and (number.turn != group[-1].turn or talk.words_between(group[-1].last + 1, number.first) > 0)
        if apart:
            yield group
            group = []
        group.append(number)
    if group:
        yield group


def _items(numbers: Sequence[Number], talk: Talk) -> Iterator[int]:
    """The items of ``numbers``, with what stands close between two of one turn."""
    for number in numbers:
        yield from range(number.reach[0], number.reach[1] + 1)
    for before, number in pairwise(numbers):
        close = talk.words_between(before.last + 1, number.first) <= _INSIDE
        if close and before.turn == number.turn:
            yield from range(before.last + 1, number.first)
    taken = {number.first for number in numbers}
    for number in numbers:  # what looks like a time or an amount among the digits of a card is digits too
        for beside in _beside(number, talk, taken):
            yield from range(beside.reach[0], beside.reach[1] + 1)


def _beside(number: Number, talk: Talk, taken: set[int]) -> Iterator[Number]:
    """What goes on with ``number``: an amount in the same breath, a time or decimal nearby, before it or behind."""
    for after in talk.numbers_from(number.last + 1):
        far = talk.words_between(number.last + 1, after.first) > _INSIDE
        if far or after.dress is Dress.PLAIN or after.first in taken:
            break
        if after.dress is Dress.SOFT or (after.first == number.last + 1 and after.turn == number.turn):
            yield after
    for before in talk.numbers_before(number.first):
        far = talk.words_between(before.last + 1, number.first) > _INSIDE
        if far or before.dress is not Dress.SOFT or before.first in taken:
            break
        yield before
