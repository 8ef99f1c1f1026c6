"""Cards in fours, told turn by turn with talk in between: proved by the issuer's beginning and the check digit."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from callgrade.redaction.cards.issuers import checks, is_issued
from callgrade.redaction.cards.repeats import unbroken
from callgrade.redaction.numbers import Dress, Number
from callgrade.redaction.talk import Talk
from callgrade.redaction.words.labels import Label

_GROUPS = 5
"""Groups of the longest card."""
_TURNS = 4
"""Turns from one group to the next of the same speaker."""
_WORDS = 25.0
_PRINTED = (4, 6, 5)
"""Digits of the groups of fifteen."""
_FOUR = 4
_Go = list[Number]


def proved_cards(numbers: Sequence[Number], talk: Talk) -> Iterator[list[Number]]:
    """The numbers of each such card, with what the other speaker repeats of it meanwhile."""
    plain = [number for number in numbers if number.dress is Dress.PLAIN]
    goes = [go for go in unbroken(plain) if any(number.sure for number in go)]
    for role in {talk.speeches[go[0].turn].role for go in goes}:
        own = [go for go in goes if talk.speeches[go[0].turn].role is role]
        for at in range(len(own)):
            if card := _card(own[at : at + _GROUPS], talk):
                yield [number for go in card for number in go]
                yield from _said_meanwhile(card, goes)


def _card(goes: Sequence[_Go], talk: Talk) -> list[_Go]:
    """The card that begins with the first of ``goes`` and takes several turns to say; empty if there is none."""
    for end in range(2, len(goes) + 1):
        if not _goes_on(goes[end - 2], goes[end - 1], talk):
            break
        lengths = tuple(len(_digits(go)) for go in goes[:end])
        if lengths != _PRINTED and any(length % _FOUR for length in lengths[:-1]):
            continue
        whole = "".join(_digits(go) for go in goes[:end])
        if is_issued(whole) and checks(whole) and goes[0][0].turn != goes[end - 1][0].turn:
            return list(goes[:end])
    return []


def _goes_on(before: _Go, go: _Go, talk: Talk) -> bool:
    first, last = before[-1].last + 1, go[0].first
    near = go[0].turn - before[0].turn <= _TURNS and talk.words_between(first, last) <= _WORDS
    return near and not talk.says(first, last, Label.OTHER, Label.NO_CODE)


def _said_meanwhile(card: Sequence[_Go], goes: Sequence[_Go]) -> Iterator[list[Number]]:
    """Groups between its first turn and the one behind its last that repeat a part of it."""
    whole = "".join(_digits(go) for go in card)
    start = bisect_left(goes, card[0][0].turn, key=_turn)
    end = bisect_left(goes, card[-1][0].turn + 2, key=_turn)
    return (go for go in goes[start:end] if go not in card and _digits(go) in whole)


def _turn(go: _Go) -> int:
    return go[0].turn


def _digits(go: _Go) -> str:
    return "".join(number.digits for number in go)
