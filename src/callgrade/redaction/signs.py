"""Parts of numbers in the order in which they were said, and the numbers that they make.

"elfhundert" is 1100, "forty one" 41, "einundvierzig" 41, "double four" 44, "两个四" 44.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from callgrade.redaction.words.labels import Part

_ASIDE = 3
"""From a multiplier to its digit: "double, er, four"; behind more words it repeats what was said before it."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One part of a stretch of numbers and fillers. ``part`` is ``None`` for a filler."""

    item: int
    part: Part | None
    value: int = 0
    sure: bool = True
    typed: str = ""
    repeats: int = 0

    @property
    def is_digit(self) -> bool:
        """Whether it is one digit, said or typed."""
        return self.part is Part.NUMBER and (len(self.typed) == 1 or (not self.typed and self.value < 10))

    @property
    def is_word(self) -> bool:
        """Whether it is a number that was said as a word."""
        return self.part is Part.NUMBER and not self.typed

    @property
    def digits(self) -> str:
        """Its digits, as typed or as they are written for the word."""
        return self.typed or str(self.value)


def read_signs(signs: list[Sign]) -> Iterator[tuple[str, int, int]]:
    """The numbers of a stretch: digits, first and last item."""
    at = 0
    while at < len(signs):
        sign = signs[at]
        if sign.repeats:
            digit = next((i for i in range(at + 1, len(signs)) if signs[i].part is not None), None)
            if digit is not None and signs[digit].part is Part.NUMBER and digit - at <= _ASIDE:
                yield signs[digit].digits * sign.repeats, sign.item, signs[digit].item
                at = digit
        elif sign.is_digit and _times(signs, at):
            yield signs[at + 2].digits * int(sign.digits), sign.item, signs[at + 2].item
            at += 2
        elif sign.typed:
            yield sign.typed, sign.item, sign.item
        elif sign.part in (Part.NUMBER, Part.PLACE):
            value, end = _cardinal(signs, at)
            yield str(value), sign.item, signs[end - 1].item
            at = end - 1
        at += 1


def _times(signs: list[Sign], at: int) -> bool:
    """Whether "two times four" or "一个四" stands here, but not "two times forty"."""
    after = signs[at + 1 : at + 4]
    times = len(after) > 1 and after[0].part is Part.TIMES and not after[0].repeats and after[1].is_digit
    return times and signs[at].digits != "0" and (len(after) == 2 or after[2].part is not Part.PLACE)


def _cardinal(signs: list[Sign], at: int) -> tuple[int, int]:
    """The number that begins at ``at`` and the place behind it: "eleven hundred and four"."""
    total, value = 0, 1
    if signs[at].part is Part.NUMBER:
        value, at = _below_hundred(signs, at)
    while value and at < len(signs) and signs[at].part is Part.PLACE:
        place = signs[at].value
        total, value, at = total + value * place, 0, at + 1
        rest = at + 1 if at < len(signs) and signs[at].part is Part.JOIN else at
        if rest < len(signs) and signs[rest].is_word:
            low, end = _below_hundred(signs, rest)
            if _is_place_from(signs, end, place) and is_tens(signs[rest]):
                low, end = signs[rest].value, rest + 1  # "hundred and ninety, seven hundred"
            if low < place and not _is_place_from(signs, end, place):
                value, at = low, end
    return total + value, at


def _is_place_from(signs: list[Sign], at: int, place: int) -> bool:
    """Whether "hundred" or "thousand" stands at ``at``, of ``place`` or more."""
    return at < len(signs) and signs[at].part is Part.PLACE and signs[at].value >= place


def _below_hundred(signs: list[Sign], at: int) -> tuple[int, int]:
    """ "einundvierzig" and "forty one" are 41."""
    value = signs[at].value
    after = signs[at + 1 : at + 3]
    if 0 < value < 10 and len(after) == 2 and after[0].part is Part.JOIN and is_tens(after[1]):
        return value + after[1].value, at + 3
    if is_tens(signs[at]) and after and after[0].is_word and 0 < after[0].value < 10:
        inverted = len(after) == 2 and after[1].part is Part.JOIN and at + 3 < len(signs) and is_tens(signs[at + 3])
        if not inverted:
            return value + after[0].value, at + 2
    return value, at + 1


def is_tens(sign: Sign) -> bool:
    """Whether ``sign`` is a word for 20, 30 … 90."""
    return sign.is_word and sign.value >= 20 and sign.value % 10 == 0
