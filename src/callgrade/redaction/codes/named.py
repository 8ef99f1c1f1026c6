"""Security codes and expiry dates of cards, PINs, one-time codes: found by what they were asked by or called."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import takewhile

from callgrade.config.redaction import CodeSettings
from callgrade.redaction.codes.cues import ANSWERED_LATER, SAID_AT_ONCE
from callgrade.redaction.codes.dates import date_items
from callgrade.redaction.codes.repairs import false_starts, spelled_before
from callgrade.redaction.codes.unnamed import unnamed_runs
from callgrade.redaction.digit_runs import DigitRun, runs_of
from callgrade.redaction.talk import Talk
from callgrade.redaction.words.labels import Label, Mark

_ASKED = (Label.CODE, Label.SECRET, Label.HINT)
_OF_CARDS = (Label.CARD_NUMBER, Label.CARD, Label.CODE)
_ENDS = (Label.OTHER, Label.NO_CODE, Label.CARD_NUMBER)
_DATE = range(3, 7)
"""Digits of a month and a year."""
_ASIDE = 2.0
"""Words beside an answer."""
_TOLD_AGAIN = 4
"""Digits of a code that is known again wherever it is said."""


def code_items(talk: Talk, cards: set[int], settings: CodeSettings) -> set[int]:
    """The items that tell codes and expiry dates; ``cards``: those that tell card numbers."""
    finder = _Finder(talk, cards, settings)
    told = [run for label in _ASKED for mark in talk.marks_of(label) for run in finder.told_by(mark)]
    told += unnamed_runs(finder.runs, talk, cards, settings)
    dates = [run for mark in finder.dates() for run in finder.told_by(mark)]
    told += [*false_starts(told, finder.runs, talk), *spelled_before(told, finder.runs, talk)]
    again = finder.said_again(told)
    found = {item for run in (*told, *again) for item in run.items}
    found |= {item for run in dates for item in finder.date_items(run)}
    return (found | date_items(finder.runs, talk, cards)) - cards


class _Finder:
    def __init__(self, talk: Talk, cards: set[int], settings: CodeSettings) -> None:
        self.talk, self.cards, self.settings = talk, cards, settings
        self.runs = runs_of(talk)

    def told_by(self, mark: Mark) -> list[DigitRun]:
        """The runs that answer ``mark``, or are named by it."""
        return [*self._before(mark), *self._after(mark)]

    def dates(self) -> Iterator[Mark]:
        """The words for an expiry date where cards are spoken of."""
        near = sorted({*self.cards, *(mark.first for label in _OF_CARDS for mark in self.talk.marks_of(label))})
        return (mark for mark in self.talk.marks_of(Label.EXPIRY) if self._is_near(mark, near))

    def said_again(self, told: Sequence[DigitRun]) -> Iterator[DigitRun]:
        """Runs elsewhere that say one of ``told`` again."""
        known = {run.digits for run in told if len(run.digits) >= _TOLD_AGAIN}
        return (run for run in self.runs if run.digits in known and not run.measured)

    def date_items(self, run: DigitRun) -> set[int]:
        """The items of a date, with the name of its month."""
        return {*run.items, *(item for mark in self._months(run) for item in range(mark.first, mark.end))}

    def _is_near(self, mark: Mark, near: Sequence[int]) -> bool:
        place = bisect_left(near, mark.first)
        return any(
            self.talk.words_between(min(item, mark.first), max(item, mark.first)) <= self.settings.expiry_reach_words
            for item in near[max(0, place - 1) : place + 1]
        )

    def _after(self, mark: Mark) -> list[DigitRun]:
        """The runs behind ``mark``, near, before anything else is asked, as many digits as codes have."""
        group: list[DigitRun] = []
        digits = 0
        for run in takewhile(lambda run: self._is_near_behind(run, mark), self._from(mark.end)):
            if self._is_cut(mark, run):
                if self.talk.sentences[run.first] == self.talk.sentences[mark.first]:
                    continue  # "a code to the number ending 20"
                break
            if group and self._words(group[-1].end, run.first) > self.settings.gap_words:
                if digits >= self._least(mark):
                    break
                group, digits = [], 0
            if len(run.digits) > self.settings.digits_whole or digits + len(run.digits) > self.settings.digits_most:
                break
            if self._fits(run, mark):
                group.append(run)
                digits += len(run.digits)
        return group if self._is_whole(group, digits, mark) else []

    def _is_near_behind(self, run: DigitRun, mark: Mark) -> bool:
        """Whether ``run`` is near enough to answer ``mark``."""
        turns = run.turn - self.talk.turn(mark.first)
        reach = self.settings.hint_words if mark.label is Label.HINT and turns == 0 else self.settings.reach_words
        if turns > self.settings.turns or self._words(mark.end, run.first) > reach or run.first in self.cards:
            return False
        return not (mark.label is Label.HINT and mark.value == SAID_AT_ONCE and turns)

    def _is_cut(self, mark: Mark, run: DigitRun) -> bool:
        """Whether something else is asked for in between; not by a word that only tells what the code is for."""
        next_kind = _ASKED[:2] if mark.label is Label.EXPIRY else (Label.EXPIRY,)
        first = mark.end
        for end in self.talk.marks_from(mark.end, *_ENDS, *next_kind):
            if end.first >= run.first:
                return False
            aside = self.talk.sentences[end.first] == self.talk.sentences[mark.first] != self.talk.sentences[run.first]
            device = self.talk.is_said(end.first, Label.DEVICE)
            beside = aside or device or self.talk.is_chosen_as(end)
            if not (end.label in _ENDS[:2] and mark.label is not Label.HINT and beside):
                return True
            first = end.end
        return first > run.first

    def _fits(self, run: DigitRun, mark: Mark) -> bool:
        if mark.label is Label.EXPIRY:
            return True
        if run.measured or run.other:
            return False
        if mark.label is Label.HINT:
            if mark.value == ANSWERED_LATER and run.turn == self.talk.turn(mark.first):
                return False
            return run.sure and len(run.digits) >= self.settings.digits_hinted
        return run.sure or (len(run.digits) >= self.settings.digits_named and self._is_answer_alone(run))

    def _is_answer_alone(self, run: DigitRun) -> bool:
        """Whether hardly anything else is said in its turn."""
        first, end = self.talk.turn_of(run.first)
        return self.talk.words_between(first, end) <= _ASIDE

    def _least(self, mark: Mark) -> int:
        return self.settings.digits_hinted if mark.label is Label.HINT else self.settings.digits_least

    def _is_whole(self, group: Sequence[DigitRun], digits: int, mark: Mark) -> bool:
        if mark.label is Label.EXPIRY:
            return digits in _DATE or (digits >= 2 and any(True for run in group for _ in self._months(run)))
        return digits >= self._least(mark)

    def _before(self, mark: Mark) -> list[DigitRun]:
        """ "737 is the security code"."""
        place = bisect_left(self.runs, mark.first, key=lambda run: run.first) - 1
        if place > 0 and self.runs[place].measured and self.runs[place - 1].turn == self.runs[place].turn:
            place -= 1  # "4419, typed three times, is my PIN"
        if place < 0 or mark.label is Label.HINT:
            return []
        run = self.runs[place]
        near = self._words(run.end, mark.first) <= self.settings.before_words if run.end <= mark.first else False
        plain = not (run.measured or run.other or run.first in self.cards)
        least = self.settings.digits_named
        fits = plain and least <= len(run.digits) <= self.settings.digits_whole
        if mark.label is Label.EXPIRY and not _is_month_and_year(run.digits):
            return []
        return [run] if near and fits and run.turn == self.talk.turn(mark.first) else []

    def _months(self, run: DigitRun) -> Iterator[Mark]:
        """The names of months beside ``run``."""
        month = self.talk.next_mark(max(run.first - 2, 0), Label.MONTH)
        if month and month.first <= run.end and self.talk.turn(month.first) == run.turn:
            yield month

    def _from(self, item: int) -> Iterator[DigitRun]:
        start = bisect_left(self.runs, item, key=lambda run: run.first)
        return (self.runs[place] for place in range(start, len(self.runs)))

    def _words(self, first: int, second: int) -> float:
        return self.talk.words_between(first, max(first, second))


def _is_month_and_year(digits: str) -> bool:
    return len(digits) in _DATE and 1 <= int(digits[: len(digits) - 2 if len(digits) < 5 else 2]) <= 12
