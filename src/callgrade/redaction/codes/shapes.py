"""What a short number looks like: dictated, a year, a time of day, a price, a month with a year."""

import re
from collections.abc import Sequence
from itertools import pairwise

from callgrade.redaction.digit_runs import DigitRun
from callgrade.redaction.items import Form
from callgrade.redaction.numbers import Number
from callgrade.redaction.talk import Talk
from callgrade.redaction.words.labels import Label

TELEPHONE = range(7, 13)
"""Digits of a whole telephone number, said in one go."""
_WHOLE = 4
"""Digits written as one that are hardly an amount: recognisers write "1,500", and "1500" only of what is round."""
_LISTED = 4
"""Digits in a row with commas that may be a list."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_TIME = re.compile(r"(?:1?\d|2[0-3]) [0-5]\d")
_MONTH = re.compile(r"0?[1-9]|1[0-2]")
_CARD_YEAR = re.compile(r"(?:20)?[2-4]\d")
"""Years that a card is good until."""


def is_dictated(run: DigitRun, talk: Talk) -> bool:
    """Whether nobody would say an amount so: digit by digit, in groups, or written as one long number."""
    numbers = _trimmed(run)
    typed = any(_is_typed(number, talk) for number in numbers)
    if _is_list(numbers, talk) or (typed and (_is_round(numbers) or _is_thousands(numbers))):
        return False
    if len(numbers) == 1:
        return len(numbers[0].digits) >= _WHOLE if typed else _is_repeated(numbers[0])
    return True


def is_spelled(run: DigitRun) -> bool:
    """Whether it is said digit by digit."""
    return len(run.numbers) > 1 and all(len(number.digits) == 1 for number in run.numbers)


def is_pair(run: DigitRun, talk: Talk) -> bool:
    """Whether it may be a year, a time of day or a price: "1973", "nineteen seventy three", "eleven forty"."""
    numbers = _trimmed(run)
    if is_spelled(run):
        return False
    if _YEAR.fullmatch(run.digits) or all(_YEAR.fullmatch(number.digits) for number in numbers):
        return True
    if len(numbers) != 2 or len(numbers[1].digits) != 2:
        return False
    typed = any(_is_typed(number, talk) for number in numbers)
    return not typed or bool(_TIME.fullmatch(" ".join(number.digits for number in numbers)))


def is_month_and_year(run: DigitRun) -> bool:
    """Whether it is a month and the year that a card is good until: "04 29", "0 4 2 9", "429", "10 2027"."""
    return any(_MONTH.fullmatch(run.digits[:at]) and is_card_year(run.digits[at:]) for at in (1, 2))


def is_month(digits: str) -> bool:
    """Whether ``digits`` are a month."""
    return bool(_MONTH.fullmatch(digits))


def is_card_year(digits: str) -> bool:
    """Whether a card may be good until this year: "29", "2029"."""
    return bool(_CARD_YEAR.fullmatch(digits))


def is_slashed_date(run: DigitRun, talk: Talk) -> bool:
    """Whether a slash stands between a month and a year: "5/31", "five slash thirty one"."""
    if len(run.numbers) != 2 or not (is_month(run.numbers[0].digits) and is_card_year(run.numbers[1].digits)):
        return False
    first, second = run.numbers[0].last, run.numbers[1].first
    return talk.signs_between(first, second).strip() == "/" or talk.says(first + 1, second, Label.SLASH)


def _trimmed(run: DigitRun) -> Sequence[Number]:
    """Its numbers but for an unsure word beside others than digits: "for seven thirty", "2 000 more"."""
    sure = [at for at, number in enumerate(run.numbers) if number.sure]
    numbers = run.numbers[sure[0] : sure[-1] + 1] if sure else run.numbers
    return numbers if any(len(number.digits) > 1 for number in numbers) else run.numbers


def _is_typed(number: Number, talk: Talk) -> bool:
    return talk.items[number.first].form is Form.DIGITS


def _is_repeated(number: Number) -> bool:
    """ "triple eight"."""
    return number.last > number.first and len(set(number.digits)) == 1


def _is_round(numbers: Sequence[Number]) -> bool:
    """ "1500", "2 000"."""
    ends = numbers[-1].digits
    return numbers[0].digits[0] != "0" and len(ends) > 2 and ends.endswith("00") and len(numbers) <= 2


def _is_thousands(numbers: Sequence[Number]) -> bool:
    """ "3 420": nobody dictates four digits so."""
    return [len(number.digits) for number in numbers] == [1, 3] and numbers[0].digits != "0"


def _is_list(numbers: Sequence[Number], talk: Talk) -> bool:
    """ "8, 10, 12", and amounts: "1380.50", "one oh two point four"."""
    for before, number in pairwise(numbers):
        signs = talk.signs_between(before.last, number.first)
        if talk.says(before.last + 1, number.first, Label.DOT):
            return True
        long = len(number.digits) > 1 or len(numbers) <= _LISTED
        if _is_typed(number, talk) and (("," in signs and long) or signs == "."):
            return True
    return False
