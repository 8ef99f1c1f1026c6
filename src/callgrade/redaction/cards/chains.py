"""Chains: numbers that belong together, over fillers, turns and speakers, and what is spoken of meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import takewhile

from callgrade.config.redaction import CardSettings
from callgrade.redaction.numbers import Dress, Number
from callgrade.redaction.talk import Talk
from callgrade.redaction.words.labels import Label

_CARDS = (Label.CARD, Label.CODE, Label.EXPIRY)
_NEXT = (Label.CODE, Label.SECRET, Label.EXPIRY)


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
class Chain:
    """Numbers that belong together. ``claimed``: another number was asked for just before."""

    level: Level
    claimed: bool
    numbers: list[Number] = field(default_factory=list)
    digits: int = 0

    def add(self, number: Number) -> None:
        """Go on with ``number``."""
        self.numbers.append(number)
        self.digits += len(number.digits)


def chains_of(talk: Talk, settings: CardSettings) -> Iterator[Chain]:
    """All chains of a call, in order."""
    level_of = _Levels(talk, settings)
    chain: Chain | None = None
    for number in talk.numbers:
        level, claimed = level_of(number)
        asked = level is Level.CARD_NUMBER or (chain is not None and chain.level is Level.CARD_NUMBER)
        if number.dress is Dress.HARD or (number.dress is Dress.SOFT and not asked):
            continue
        if chain is None or not _belongs(number, chain, max(level, chain.level), talk, settings):
            if chain is not None:
                yield level_of.looking_on(chain)
            chain = Chain(level, claimed)
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

    def looking_on(self, chain: Chain) -> Chain:
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


def _belongs(number: Number, chain: Chain, level: Level, talk: Talk, settings: CardSettings) -> bool:
    """Whether ``number`` goes on with ``chain``."""
    behind = chain.numbers[-1].last + 1
    ends = _NEXT if level is Level.CARD_NUMBER else (*_NEXT, Label.OTHER, Label.RANGE)
    if talk.says(behind, number.first, *ends) or (level is Level.NONE and _names_a_thing(behind, number.first, talk)):
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


def _names_a_thing(first: int, second: int, talk: Talk) -> bool:
    """Whether a thing with a number of its own is named: "model", but not "the last four"."""
    names = takewhile(lambda mark: mark.first < second, talk.marks_from(first, Label.NO_CODE))
    return any(not talk.is_said(mark.first, Label.FILLER) for mark in names)


def _is_dictated(before: Number, number: Number, talk: Talk) -> bool:
    """Whether one speaker says nothing but digits, turn by turn, whatever the other says in between."""
    same = talk.speeches[before.turn].role is talk.speeches[number.turn].role
    return 0 < number.turn - before.turn <= 2 and same and talk.is_only_numbers(before) and talk.is_only_numbers(number)
