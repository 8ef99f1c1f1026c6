"""What the rules found, corrected by what the numbers' surroundings mean."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby, pairwise, takewhile

from callgrade.model.redaction import RedactionKind
from callgrade.redaction.cards.issuers import begins_as_card
from callgrade.redaction.codes.shapes import is_card_year, is_slashed_date, is_spelled
from callgrade.redaction.digit_runs import DigitRun, runs_of
from callgrade.redaction.learned.number_reader import Reading
from callgrade.redaction.learned.number_windows import items_in_turn
from callgrade.redaction.learned.ordinary_cards import ordinary_cards
from callgrade.redaction.learned.shared_scores import shared_scores
from callgrade.redaction.numbers import Dress
from callgrade.redaction.talk import Talk
from callgrade.redaction.words.labels import Label

Found = dict[int, RedactionKind]
_LONGEST_CODE = 8
"""Digits; PUKs and one-time codes have no more."""
_NAMES = (Label.SECRET, Label.CODE, Label.CARD_NUMBER, Label.EXPIRY)
_ANSWERED = 3
"""Turns after the words for a secret in which it is said."""
_AFTER_A_CARD = 6
"""Turns after a card's number in which its code is asked for."""


def judged(found: Found, talk: Talk, language: str | None, reading: Reading) -> Found:
    """``found`` with further secrets, and without codes that are rather ordinary numbers."""
    settings = reading.settings
    scores = shared_scores(reading.scores(talk, language))
    ordinary = ordinary_cards(found, scores, settings.card_ordinary_below)
    kept = {item: kind for item, kind in found.items() if item not in ordinary}
    of_dates = _ends_of_dates(scores)
    certain = _dates_of_cards(found, talk) | _codes_after_cards(found, talk)
    for run, score in scores:
        if not certain.isdisjoint(run.items):
            continue
        if score < (settings.named_ordinary_below if _is_named(run, talk) else settings.ordinary_below):
            for item in run.items:
                if kept.get(item) is RedactionKind.CARD_CODE:
                    del kept[item]
        elif score > settings.secret_above and run not in of_dates and _may_be_secret(run, talk):
            for item in (*items_in_turn(run, talk), *_months(run, talk)):
                kept.setdefault(item, RedactionKind.CARD_CODE)
    return kept


def _may_be_secret(run: DigitRun, talk: Talk) -> bool:
    """Whether it is no amount, no time, and no telephone number: longer than a code, and of no card."""
    if len(run.numbers) == 1 and run.numbers[0].dress is Dress.SOFT and not run.letters:
        return False  # "5,99", "14:20"
    if not _is_said(run):
        return False
    long = len(run.digits) > _LONGEST_CODE and not begins_as_card(run.digits)
    return bool(_months(run, talk)) if run.measured else not long


def _is_named(run: DigitRun, talk: Talk) -> bool:
    """Whether a secret is called by its name shortly before: "PIN", "security code"."""
    end = talk.last_end(run.first, *_NAMES)
    return end > 0 and run.turn - talk.turn(end - 1) <= _ANSWERED


def _is_said(run: DigitRun) -> bool:
    """Whether most of its digits are of words that are surely numbers; a 1 among single digits is too: "one oh six"."""
    sure = sum(len(number.digits) for number in run.numbers if number.sure)
    ones = sum(number.digits == "1" and not number.sure for number in run.numbers) if is_spelled(run) else 0
    return sure > 0 and (sure + ones) * 3 >= len(run.digits) * 2


def _dates_of_cards(found: Found, talk: Talk) -> set[int]:
    """The items of dates that the rules are sure of: a month's name beside them, or "expires" and a card."""
    sure: set[int] = set()
    codes = sorted(item for item, kind in found.items() if kind is RedactionKind.CARD_CODE)
    for _, entries in groupby(enumerate(codes), lambda entry: entry[1] - entry[0]):
        items = [item for _, item in entries]
        first, end = _sentence(items[0], talk)
        named = talk.says(first, end, Label.CARD) and _names_expiry(first, end, talk)
        if named or any(talk.is_said(item, Label.MONTH) for item in items):
            sure.update(items)
    return sure | _slashed_dates(found, talk)


def _slashed_dates(found: Found, talk: Talk) -> set[int]:
    """The items of months and years with a slash, soon after the words for an expiry date: "08/30"."""
    asked = {talk.turn(mark.first) for mark in talk.marks_of(Label.EXPIRY)}
    return {
        item
        for run in runs_of(talk)
        if is_slashed_date(run, talk) and not asked.isdisjoint(range(run.turn - _ANSWERED, run.turn + 1))
        for item in run.items
        if found.get(item) is RedactionKind.CARD_CODE
    }


def _codes_after_cards(found: Found, talk: Talk) -> set[int]:
    """The items of codes that the rules found soon after a card's number, which has a checksum."""
    cards = {talk.turn(item) for item, kind in found.items() if kind is RedactionKind.CARD_NUMBER}
    codes = (item for item, kind in found.items() if kind is RedactionKind.CARD_CODE)
    return {item for item in codes if any(0 <= talk.turn(item) - card <= _AFTER_A_CARD for card in cards)}


def _names_expiry(first: int, end: int, talk: Talk) -> bool:
    """Whether one word says "expires", and not a payment and a month together."""
    marks = takewhile(lambda mark: mark.first < end, talk.marks_from(first, Label.EXPIRY))
    return any(not talk.says(mark.first, mark.end, Label.CARD) for mark in marks)


def _sentence(item: int, talk: Talk) -> tuple[int, int]:
    """The items of the sentence of ``item``: the first, and behind the last."""
    sentence = talk.sentences[item]
    return bisect_left(talk.sentences, sentence), bisect_left(talk.sentences, sentence + 1)


def _ends_of_dates(scores: Sequence[tuple[DigitRun, float]]) -> set[DigitRun]:
    """Runs right behind something measured: "twelfth of August nineteen" is, "eighty-one" goes on with it."""
    runs = [run for run, _ in scores]
    return {run for before, run in pairwise(runs) if before.measured and before.end == run.first}


def _months(run: DigitRun, talk: Talk) -> range:
    """The name of the month right before a card's year: of what is measured, only a card's date is a secret."""
    before = run.first - 1
    month = before >= 0 and talk.turn(before) == run.turn and talk.is_said(before, Label.MONTH)
    return range(before, run.first) if month and is_card_year(run.digits) else range(0)
