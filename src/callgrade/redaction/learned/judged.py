"""What the rules found, corrected by what the numbers' surroundings mean."""

from callgrade.model.redaction import RedactionKind
from callgrade.redaction.digit_runs import DigitRun
from callgrade.redaction.learned.number_reader import Reading
from callgrade.redaction.learned.number_windows import items_in_turn
from callgrade.redaction.talk import Talk
from callgrade.redaction.words.labels import Label

Found = dict[int, RedactionKind]
_TOLD_AGAIN = 4
"""Digits of a code that is known again wherever it is said."""


def judged(found: Found, talk: Talk, language: str | None, reading: Reading) -> Found:
    """``found`` with further secrets, and without codes that are surely ordinary numbers."""
    kept, settings = dict(found), reading.settings
    scores = reading.scores(talk, language)
    secret = [run for run, score in scores if _is_secret(run, score, talk, reading)]
    known = {run.digits for run in secret if len(run.digits) >= _TOLD_AGAIN}
    for run, score in scores:
        if score < settings.ordinary_below and run.digits not in known:
            for item in run.items:
                if kept.get(item) is RedactionKind.CARD_CODE:
                    del kept[item]
        elif run in secret or (run.digits in known and not run.measured):
            kept = dict.fromkeys(_with_month(run, talk), RedactionKind.CARD_CODE) | kept
    return kept


def _is_secret(run: DigitRun, score: float, talk: Talk, reading: Reading) -> bool:
    """Whether it is surely enough one; what is measured may only be a card's date."""
    may_be = not run.measured or bool(_months(run, talk))
    return may_be and score > reading.settings.secret_above


def _with_month(run: DigitRun, talk: Talk) -> list[int]:
    return [*items_in_turn(run, talk), *_months(run, talk)]


def _months(run: DigitRun, talk: Talk) -> range:
    """The name of the month right before ``run``."""
    before = run.first - 1
    month = before >= 0 and talk.turn(before) == run.turn and talk.is_said(before, Label.MONTH)
    return range(before, run.first) if month else range(0)
