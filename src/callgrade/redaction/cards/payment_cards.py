"""Card numbers: digits that belong together, over fillers, restarts, turns and speakers, enough of them for a card.

How many are enough depends on what is spoken of: after a question for a card's number a handful, where cards are
spoken of a dozen, and without a word of cards as many as no telephone number has. What is said twice counts once
there, so that a telephone number that is read back stays. Recognition drops and adds digits, so nothing is proved by
a check digit.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile, pairwise

from callgrade.config.redaction import CardSettings
from callgrade.redaction.cards.chains import Chain, Level, chains_of
from callgrade.redaction.cards.issuers import LONGEST, SHORTEST, begins_as_card, checks, is_issued
from callgrade.redaction.cards.proved import proved_cards
from callgrade.redaction.cards.repeats import in_one_go, new_digits, repeated, unbroken
from callgrade.redaction.codes.shapes import TELEPHONE
from callgrade.redaction.numbers import Dress, Number
from callgrade.redaction.talk import Talk

_STRAY = 3
_COUNTING = re.compile("1234567?8?9?|23456789?|3456789|456789|56789")
_INSIDE = 2.0
"""Words between two groups of one turn that go with them: a digit may hide in a word that recognition got wrong."""


def card_items(talk: Talk, settings: CardSettings) -> set[int]:
    """The items that tell card numbers."""
    found = [chain.numbers for chain in chains_of(talk, settings) if _is_card(chain, talk, settings)]
    taken = {number.first for numbers in found for number in numbers}
    found += proved_cards([number for number in talk.numbers if number.first not in taken], talk)
    items = {item for numbers in found for item in _items(numbers, talk)}
    again = repeated(found, talk, items, settings.digits_repeated)
    return items | {item for numbers in again for item in _items(numbers, talk)}


def _is_card(chain: Chain, talk: Talk, settings: CardSettings) -> bool:
    if chain.level is Level.CARD_NUMBER:
        return chain.digits >= settings.digits_asked
    new = new_digits(chain.numbers, talk)
    if chain.claimed and _is_other(chain, talk, settings):
        return False
    if chain.level is Level.NONE:
        new -= _counted_up("".join(number.digits for number in chain.numbers if len(number.digits) == 1))
    if chain.claimed and chain.numbers[0].digits.startswith("0"):
        return new > settings.digits_telephone
    least = {Level.CARDS: settings.digits_cards, Level.CODE_NEXT: settings.digits_code_next}
    return new >= least.get(chain.level, settings.digits)


def _is_other(chain: Chain, talk: Talk, settings: CardSettings) -> bool:
    """Whether it can be the other number that was named, and no card."""
    return _are_telephones(chain, talk) or _is_no_card_whole(chain) or _is_of_no_issuer(chain, settings)


def _are_telephones(chain: Chain, talk: Talk) -> bool:
    """Whether all that was said in one go has the digits of a telephone number, but for a stray digit."""
    said = [_digits(_sure(numbers)) for numbers in in_one_go(chain.numbers, talk)]
    return any(len(digits) in TELEPHONE for digits in said) and all(
        len(digits) in TELEPHONE or len(digits) < _STRAY for digits in said
    )


def _sure(numbers: Sequence[Number]) -> Sequence[Number]:
    """``numbers`` without unsure words at the ends: the "吧" before a number is hardly an 8."""
    sure = [at for at, number in enumerate(numbers) if number.sure]
    return numbers[sure[0] : sure[-1] + 1] if sure else numbers


def _is_no_card_whole(chain: Chain) -> bool:
    """Whether it is one number that no card has, written whole."""
    return len(chain.numbers) == 1 and not is_issued(chain.numbers[0].digits)


def _is_of_no_issuer(chain: Chain, settings: CardSettings) -> bool:
    """Whether each long number said without a break has a beginning or a length that no card has.

    It tells something only where another number was named: the first digit may be misheard. "The blue one, 4929 …"
    begins with a word that is no digit.
    """
    goes = [list(dropwhile(lambda number: not number.sure, go)) for go in unbroken(chain.numbers)]
    whole = [digits for go in goes if len(digits := _digits(go)) >= settings.digits]
    left = chain.digits - sum(map(len, whole))
    return bool(whole) and all(map(_is_strange, whole)) and left < settings.digits


def _is_strange(digits: str) -> bool:
    """Whether no issuer gives out such a number, nor is it a card's with its date behind."""
    if not begins_as_card(digits):
        return True
    return len(digits) > LONGEST and not any(
        is_issued(digits[:size]) and checks(digits[:size]) for size in range(SHORTEST, LONGEST + 1)
    )


def _digits(numbers: Sequence[Number]) -> str:
    return "".join(number.digits for number in numbers)


def _counted_up(digits: str) -> int:
    """How many of ``digits`` count up, five or more in a row: a test of the line."""
    found = re.finditer(_COUNTING, digits)
    return sum(len(count.group()) for count in found)


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
