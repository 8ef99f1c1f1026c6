"""Where a password ends that is said as words, and what proves that it is one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from callgrade.redaction.items import Form
from callgrade.redaction.numbers import Dress
from callgrade.redaction.talk import Talk
from callgrade.redaction.words.labels import Label

_LEADS = 5
"""Items before a password in its clause: "it's, uh, …"."""
_MOST = 8
"""Items of a password."""
_PLAIN = 3
"""Words of a password without a sign or a number."""
_PLAIN_HAN = 5
_SHORT_WORD = 3
"""Letters of a word that a sign beside it does not make part of a password: "an underscore"."""
_ENDS = frozenset(",;:，；：、()…")
_GLUE = frozenset(("", "-", "_", ".", "@", "#", "!", "+"))
_LED = (Label.OTHER, Label.NO_CODE, Label.LEAD)


class Proof(IntEnum):
    """What shows that words are a password. ``NUMBER``: a number behind a word; ``SIGN``: a sign or glued digits."""

    NONE = 0
    NUMBER = 1
    SIGN = 2


@dataclass(frozen=True)
class PasswordValue:
    """A password as said."""

    items: range


class PasswordValues:
    """Reads passwords out of ``talk``."""

    def __init__(self, talk: Talk) -> None:
        """Note which items are numbers."""
        self.talk = talk
        self.numbers = {item: one for one in talk.numbers for item in range(one.first, one.last + 1)}

    def read(self, item: int, proof: Proof, *, end: int | None = None, answer: bool = False) -> PasswordValue | None:
        """The password that begins at ``item`` with so much proof, before ``end``; ``answer``: of a turn of its own."""
        if item >= len(self.talk.items) or (item and not answer and self.talk.turn(item - 1) != self.talk.turn(item)):
            return None
        _, last = self.talk.turn_of(item)
        end = last if end is None else end
        first = self._lead(item, end, answer=answer)
        items = [*self._clause(first, end, han=answer)]
        if not answer and first > item and self.talk.sentences[min(first, last - 1)] != self.talk.sentences[item]:
            return None
        if (
            not items
            or all(each in self.numbers or self.talk.is_said(each, Label.SYMBOL) for each in items)
            or self._is_measured(items)
        ):
            return None
        found = self._proof(items)
        if found is Proof.NONE and not self._is_plain(items, end):
            return None
        return PasswordValue(range(first, items[-1] + 1)) if found >= proof and len(items) <= _MOST else None

    def is_stop(self, item: int) -> bool:
        """Whether a password ends before ``item``."""
        return self.talk.is_said(item, Label.STOP) and not self._is_bound(item)

    def is_copula(self, item: int) -> bool:
        """Whether nothing but "is" may be meant."""
        return self.talk.is_said(item, Label.SAYS) and not self.talk.is_said(item, Label.STOP)

    def is_part(self, item: int, turn: int) -> bool:
        """Whether ``item`` may be a part of a password in ``turn``."""
        within = 0 <= item < len(self.talk.items) and self.talk.turn(item) == turn
        return within and (item in self.numbers or self.is_plain_word(item))

    def is_plain_word(self, item: int) -> bool:
        """Whether ``item`` is a word with a meaning of its own, and none that speaks about passwords."""
        word = self.talk.items[item].form is Form.WORD and item not in self.numbers
        of = (Label.ABOUT, Label.STOP, Label.SYMBOL, Label.FILLER, Label.SAYS, Label.SETS, Label.PASSWORD)
        return word and not any(self.talk.is_said(item, label) for label in of)

    def _lead(self, item: int, end: int, *, answer: bool) -> int:
        """The first item behind fillers, pronouns and "it's", in an answer also behind a short sentence."""
        for at in range(item, min(item + _LEADS, end)):
            other = at > item and not answer and self.talk.sentences[at] != self.talk.sentences[item]
            if other or at in self.numbers or self._is_bound(at) or not self._is_lead(at, answer=answer):
                return at
        return min(item + _LEADS, end)

    def _is_lead(self, item: int, *, answer: bool) -> bool:
        about = self.talk.is_said(item, Label.ABOUT)
        if self.talk.is_said(item, Label.SETS):
            return not (about and answer)  # "the one to the portal"
        said = any(self.talk.is_said(item, label) for label in (Label.STOP, Label.SAYS))
        return said or (self.talk.is_said(item, Label.FILLER) and not about)

    def _clause(self, first: int, end: int, *, han: bool) -> Iterator[int]:
        """Items up to the end of the clause or a word that no password holds."""
        for item in range(first, min(end, first + _MOST + 1)):
            if item > first and self._is_parted(item):
                return
            strange = self.talk.items[item].form is Form.HAN and not han
            if (
                item not in self.numbers
                and not self.talk.is_said(item, Label.SYMBOL)
                and (strange or self._is_end(item))
            ):
                return
            yield item

    def _is_parted(self, item: int) -> bool:
        signs = self.talk.signs_between(item - 1, item)
        return self.talk.sentences[item] != self.talk.sentences[item - 1] or not _ENDS.isdisjoint(signs)

    def _is_end(self, item: int) -> bool:
        ends = (Label.STOP, Label.ABOUT, Label.SAYS, Label.SETS, Label.PASSWORD, Label.AS_NAME)
        return any(self.talk.is_said(item, one) for one in ends) and not self._is_bound(item)

    def _is_bound(self, item: int) -> bool:
        """Whether a sign or digits right beside a longer word make it part of a password."""
        turn, behind = self.talk.turn_of(item), item + 1
        short = len(self.talk.items[item].text) <= _SHORT_WORD or self.talk.is_said(item, Label.STOP)
        if short or behind >= turn[1]:
            return False
        return self.talk.is_said(behind, Label.SYMBOL) or self._is_glued(item)

    def _is_glued(self, item: int) -> bool:
        """Whether ``item`` and the next are written together, one of letters and one of digits: "Kiwi73"."""
        if item + 1 >= len(self.talk.items):
            return False
        one, two = self.talk.items[item], self.talk.items[item + 1]
        together = (one.turn, one.unit) == (two.turn, two.unit) and self.talk.text_between(one, two) in _GLUE
        return together and bool(one.digits) is not bool(two.digits) and Form.HAN not in (one.form, two.form)

    def _is_measured(self, items: Sequence[int]) -> bool:
        """Whether a number counts or measures something: "eight characters", "three months"."""
        numbers = [self.numbers[item] for item in items if item in self.numbers]
        behind = {one.last + 1: one for one in numbers if one.last + 1 < len(self.talk.items)}
        of_value = any(self.talk.is_said(item, Label.VALUE) for item in behind)
        signed = [one for item, one in behind.items() if self.talk.is_said(item, Label.SYMBOL)]
        return of_value or any(one.dress is Dress.HARD and one not in signed for one in numbers)

    def _proof(self, items: Sequence[int]) -> Proof:
        signs = len(items) > 1 and any(self.talk.is_said(item, Label.SYMBOL) for item in items)
        if signs or any(self._is_glued(item) for item in items[:-1]):
            return Proof.SIGN
        led = any(self.talk.is_said(item, label) for item in items for label in _LED)
        behind = any(one not in self.numbers and two in self.numbers for one, two in pairwise(items))
        return Proof.NUMBER if behind and not led else Proof.NONE

    def _is_plain(self, items: Sequence[int], end: int) -> bool:
        """Whether a few words are a whole clause."""
        behind = items[-1] + 1
        whole = behind >= end or self._is_parted(behind) or not self.talk.is_said(behind, Label.ABOUT)
        han = self.talk.items[items[0]].form is Form.HAN
        return whole and len(items) <= (_PLAIN_HAN if han else _PLAIN)
