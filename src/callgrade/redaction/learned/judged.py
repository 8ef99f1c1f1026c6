"""What the rules found, corrected by what the numbers' surroundings mean."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import mean

from callgrade.model.redaction import RedactionKind
from callgrade.redaction.codes.shapes import is_card_year
from callgrade.redaction.digit_runs import DigitRun
from callgrade.redaction.learned.number_reader import Reading
from callgrade.redaction.learned.number_windows import items_in_turn
from callgrade.redaction.talk import Talk
from callgrade.redaction.words.labels import Label

Found = dict[int, RedactionKind]
_TOLD_AGAIN = 4
"""Digits of a number that is one and the same wherever it is said."""


def judged(found: Found, talk: Talk, language: str | None, reading: Reading) -> Found:
    """``found`` with further secrets, and without codes that are rather ordinary numbers."""
    kept, settings = dict(found), reading.settings
    scores = reading.scores(talk, language)
    shared, of_dates = _shared(scores), _ends_of_dates(scores)
    for run, score in ((run, shared.get(run.digits, score)) for run, score in scores):
        if score < settings.ordinary_below:
            for item in run.items:
                if kept.get(item) is RedactionKind.CARD_CODE:
                    del kept[item]
        elif score > settings.secret_above and run not in of_dates and (not run.measured or _months(run, talk)):
            for item in (*items_in_turn(run, talk), *_months(run, talk)):
                kept.setdefault(item, RedactionKind.CARD_CODE)
    return kept


def _shared(scores: Sequence[tuple[DigitRun, float]]) -> dict[str, float]:
    """The mean score of each number that is long enough to be known again: what is said twice has one verdict."""
    of_digits: dict[str, list[float]] = {}
    for run, score in scores:
        if len(run.digits) >= _TOLD_AGAIN:
            of_digits.setdefault(run.digits, []).append(score)
    return {digits: mean(found) for digits, found in of_digits.items()}


def _ends_of_dates(scores: Sequence[tuple[DigitRun, float]]) -> set[DigitRun]:
    """Runs right behind something measured: "twelfth of August nineteen" is, "eighty-one" goes on with it."""
    runs = [run for run, _ in scores]
    return {run for before, run in pairwise(runs) if before.measured and before.end == run.first}


def _months(run: DigitRun, talk: Talk) -> range:
    """The name of the month right before a card's year: of what is measured, only a card's date is a secret."""
    before = run.first - 1
    month = before >= 0 and talk.turn(before) == run.turn and talk.is_said(before, Label.MONTH)
    return range(before, run.first) if month and is_card_year(run.digits) else range(0)
