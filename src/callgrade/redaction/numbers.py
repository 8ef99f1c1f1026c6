"""Numbers as they were said: digits, pairs, hundreds, doubled digits; typed or spoken, each with its digits.

A word that is a number only among numbers ("to", "for") counts where it is between others.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from callgrade.redaction.items import Form, Item
from callgrade.redaction.signs import Sign, is_tens, read_signs
from callgrade.redaction.words.labels import CUES, Atom, Label, Mark, Part
from callgrade.redaction.words.lexicon import Lexicon

LEAST_GLUED_PARTS = 4
"""Number words in one word that are no accident."""
LEAST_UNSURE = 3
"""So many unsure words in a row are a number without a sure one beside them ("en en en en")."""
_RANGE = 3
"""Parts of a range: "8 to 10"."""


class Dress(Enum):
    """What a number shows to be. ``SOFT``: perhaps a time or a decimal; ``HARD``: a date, an amount, a count."""

    PLAIN = auto()
    SOFT = auto()
    HARD = auto()


@dataclass(frozen=True, slots=True)
class Number:
    """Digits said at a stretch: items ``first`` to ``last``; ``reach``: with unsure words that may belong to it.

    ``sure``: not only of words that are numbers among numbers only.
    """

    digits: str
    turn: int
    first: int
    last: int
    reach: tuple[int, int]
    dress: Dress = Dress.PLAIN
    sure: bool = True


class Labels:
    """What each item is as a part of phrases."""

    def __init__(self, items: Sequence[Item], marks: Sequence[Mark]) -> None:
        """Lay ``marks`` over ``items``."""
        self.of: list[set[Label]] = [set() for _ in items]
        self.fixed = [False] * len(items)
        """Whether an item belongs to a phrase of several, and so is no number of its own."""
        self.multipliers: dict[int, Mark] = {}
        for mark in marks:
            if mark.label is Label.MULTIPLIER:
                self.multipliers[mark.first] = mark
            for item in range(mark.first, mark.end):
                self.of[item].add(mark.label)
                if mark.end - mark.first > 1 and mark.label in (Label.FILLER, Label.LEAD, *CUES):
                    self.fixed[item] = True


def numbers_of(items: Sequence[Item], labels: Labels, lexicon: Lexicon) -> list[Number]:
    """All numbers of a call, in order."""
    found: list[Number] = []
    for stretch in _stretches(items, labels, lexicon):
        found += _read_stretch(stretch, items, labels)
    return sorted(found, key=lambda number: number.first)


def _stretches(items: Sequence[Item], labels: Labels, lexicon: Lexicon) -> Iterator[list[Sign]]:
    """Signs of one turn with no other word between them."""
    stretch: list[Sign] = []
    skip_to = 0
    for index, item in enumerate(items):
        if stretch and items[stretch[-1].item].turn != item.turn:
            yield stretch
            stretch = []
        if index < skip_to:
            continue
        signs, skip_to = _signs(index, item, labels, lexicon)
        if signs:
            stretch += signs
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _signs(index: int, item: Item, labels: Labels, lexicon: Lexicon) -> tuple[list[Sign], int]:
    """The signs of one item, and the index of the next; no signs for a word that has nothing to do with numbers."""
    if item.digits and not labels.fixed[index]:
        return [Sign(index, Part.NUMBER, typed=item.digits)], index + 1
    if index in labels.multipliers:
        mark = labels.multipliers[index]
        return [Sign(index, Part.TIMES, repeats=mark.value)], mark.end
    atoms = () if labels.fixed[index] else lexicon.atoms(item.text)
    if 1 < len(atoms) < LEAST_GLUED_PARTS and not any(atom.sure for atom in atoms):
        atoms = ()  # "tonight" is no "to night"
    if atoms:
        return [_sign(index, atom) for atom in atoms], index + 1
    return ([Sign(index, None)] if Label.FILLER in labels.of[index] else []), index + 1


def _sign(item: int, atom: Atom) -> Sign:
    repeats = atom.value if atom.part is Part.TIMES else 0
    return Sign(item, atom.part, 0 if repeats else atom.value, atom.sure, repeats=repeats)


def _read_stretch(stretch: list[Sign], items: Sequence[Item], labels: Labels) -> Iterator[Number]:
    counted = _counted(stretch, labels, whole_turn=_is_whole_turn(stretch, items))
    sure = _sure(stretch)
    unsure = _unsure(stretch, labels)
    for digits, first, last in read_signs([sign for sign in stretch if sign.sure or sign.item in counted]):
        dress = _dress(first, last, items, labels, counted)
        reach = _reach(first, last, unsure)
        is_sure = not sure.isdisjoint(range(first, last + 1))
        yield Number(digits, items[first].turn, first, last, reach, dress, is_sure)


def _counted(stretch: list[Sign], labels: Labels, *, whole_turn: bool) -> set[int]:
    """Items of the numbers that count: sure ones, unsure ones between them, unsure ones of a long stretch or turn."""
    typed = any(sign.typed for sign in stretch)
    numbers = [
        sign
        for sign in stretch
        if sign.part in (Part.NUMBER, Part.PLACE)
        and not (typed and not sign.sure and Label.RESTART in labels.of[sign.item])  # "330 4 nein 330 5"
    ]
    sure = [place for place, sign in enumerate(numbers) if sign.sure]
    counted = {sign.item for sign in numbers[sure[0] : sure[-1] + 1]} if sure else set()
    if whole_turn or len(numbers) >= LEAST_UNSURE:
        counted |= {sign.item for sign in numbers if Label.FILLER not in labels.of[sign.item]}
    spoken = [sign for sign in stretch if sign.part is not None]
    if len(spoken) == 2 and spoken[0].repeats and spoken[1] is stretch[-1] and not whole_turn:
        return counted  # "dreimal eine …"
    counted |= {sign.item for before, sign in pairwise(spoken) if sign.is_word and _needs_more(before)}
    return counted - set(_ranges(spoken, labels, whole_turn=whole_turn))


def _ranges(spoken: list[Sign], labels: Labels, *, whole_turn: bool) -> Iterator[int]:
    """Items of words that stand for "up to" between two numbers, and for no digit: "8 to 10", "2 for 10".

    Between single digits they are a digit where more digits stand beside them, or nothing else is said. Among more
    numbers only what rises is a range: "5, 10 to 15", but not "55 08 to 84".
    """
    for before, sign, after in zip(spoken, spoken[1:], spoken[2:], strict=False):
        if sign.sure or Label.RANGE not in labels.of[sign.item] or not (before.sure and after.sure):
            continue
        digits = before.is_digit and after.is_digit
        alone = len(spoken) == _RANGE
        if (alone and not (digits and whole_turn)) or (not digits and _rises(before.typed, after.typed)):
            yield sign.item


def _rises(first: str, last: str) -> bool:
    """Whether both are typed as amounts, the second one larger."""
    return bool(first and last) and "0" not in (first[0], last[0]) and (len(first), first) < (len(last), last)


def _needs_more(sign: Sign) -> bool:
    """Whether a digit is to be expected behind it: "double …", "twenty …", "a hundred …"."""
    return sign.repeats > 0 or sign.part is Part.PLACE or is_tens(sign)


def _is_whole_turn(stretch: list[Sign], items: Sequence[Item]) -> bool:
    """Whether nothing else was said in the turn: "to", "ein" between two "mm-hm"."""
    first, last = stretch[0].item, stretch[-1].item
    opens = first == 0 or items[first - 1].turn != items[first].turn
    return opens and (last + 1 == len(items) or items[last + 1].turn != items[last].turn)


def _sure(stretch: list[Sign]) -> set[int]:
    """Items that are surely a number: no word that may only happen to be made of short number words.

    "hundertvierundfünfzig" and "zwoundneunzig" happen to be nothing else.
    """
    parts = Counter(sign.item for sign in stretch)
    hundreds = {sign.item for sign in stretch if sign.part is Part.PLACE}
    inverted = {
        sign.item
        for join, sign in pairwise(stretch)
        if join.part is Part.JOIN and join.item == sign.item and is_tens(sign)
    }
    return {
        sign.item
        for sign in stretch
        if sign.sure
        and sign.part is Part.NUMBER
        and (parts[sign.item] == 1 or parts[sign.item] >= LEAST_GLUED_PARTS or sign.item in hundreds | inverted)
    }


def _unsure(stretch: list[Sign], labels: Labels) -> set[int]:
    signs = (sign for sign in stretch if sign.part is not None and not sign.sure)
    return {sign.item for sign in signs if Label.FILLER not in labels.of[sign.item]}


def _reach(first: int, last: int, unsure: set[int]) -> tuple[int, int]:
    """``first`` and ``last``, moved over the ``unsure`` words right beside them."""
    while first - 1 in unsure:
        first -= 1
    while last + 1 in unsure:
        last += 1
    return first, last


def _dress(first: int, last: int, items: Sequence[Item], labels: Labels, counted: set[int]) -> Dress:
    if items[first].form is Form.HARD:
        return Dress.HARD
    turn = items[first].turn
    before, after = (
        labels.of[item] if 0 <= item < len(items) and items[item].turn == turn and item not in counted else set()
        for item in (first - 1, last + 1)
    )
    measures = after & {Label.QUANTITY, Label.MONTH} and Label.FILLER not in after
    if measures or Label.MONTH in before:
        return Dress.HARD
    return Dress.SOFT if items[first].form is Form.SOFT else Dress.PLAIN
