"""A month with the year that a card is good until, by the words for it, though no card is spoken of nearby."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise, takewhile

from callgrade.redaction.codes.shapes import is_card_year, is_month, is_month_and_year, is_slashed_date
from callgrade.redaction.digit_runs import DigitRun
from callgrade.redaction.items import Form
from callgrade.redaction.talk import Talk
from callgrade.redaction.words.labels import Label, Mark

_REACH = 12.0
"""Words between the words for it and the date."""
_TURNS = 2
_BETWEEN = 6.0
"""Words between a month and its year: "December, I want to say twenty six"."""
_BESIDE = 1.2
_ASIDE = 2.0
"""Words beside an answer that is a date."""
_THING_WORDS = 25.0
_THING_TURNS = 3
_THINGS = (Label.DATED, Label.OTHER, Label.NO_CODE)


def date_items(runs: Sequence[DigitRun], talk: Talk, cards: Set[int]) -> set[int]:
    """The items of all such dates; ``cards``: those that tell card numbers, which a date may follow."""
    finder = _Dates(runs, talk)
    marks = [mark for label in (Label.EXPIRY, Label.LASTS) for mark in talk.marks_of(label)]
    marks += [Mark(Label.CARD, item, item + 1) for item in cards if item + 1 not in cards]
    found = {item for mark in marks for item in finder.told_by(mark)}
    of_cards = {talk.turn(mark.first): mark for mark in talk.marks_of(Label.CARD)}
    found |= {item for mark in of_cards.values() for item in finder.answering(mark)}
    found |= {item for at in finder.slashed() for item in finder.with_first(at)}
    return found | {item for at in finder.spelled() for item in finder.date(at)}


class _Dates:
    def __init__(self, runs: Sequence[DigitRun], talk: Talk) -> None:
        self.runs, self.talk = runs, talk
        self.distances = [talk.distance[run.first] for run in runs]

    def told_by(self, mark: Mark) -> Iterator[int]:
        """The items of the dates near ``mark``, unless something else is good until then."""
        if self._is_of_a_thing(mark):
            return
        turn = self.talk.turn(mark.first)
        for at in range(bisect_left(self.distances, self.talk.distance[mark.end] - _REACH), len(self.runs)):
            run = self.runs[at]
            if self._words(mark.end, run.first) > _REACH or run.turn > turn + _TURNS:
                break
            if run.turn >= turn:
                yield from self.date(at)

    def answering(self, card: Mark) -> Iterator[int]:
        """The items of a month and year with hardly a word beside them, in the turn behind one about a card."""
        turn = self.talk.turn(card.first) + 1
        start = bisect_left(self.runs, turn, key=lambda run: run.turn)
        if start == len(self.runs) or self.runs[start].turn != turn or self._is_of_a_thing(card):
            return
        first, end = self.talk.turn_of(self.runs[start].first)
        months = self.talk.next_mark(first, Label.MONTH, Label.ORDINAL)
        if months and self._words(first, end) <= _ASIDE + self._words(months.first, months.end):
            for at in takewhile(lambda at: self.runs[at].turn == turn, range(start, len(self.runs))):
                if self._month(at):
                    yield from self.date(at)

    def slashed(self) -> Iterator[int]:
        """Dates that are known by their slash: "10/27"."""
        for at, run in enumerate(self.runs):
            if is_slashed_date(run, self.talk) and not (run.measured or run.other or self._is_day(run)):
                yield at

    def spelled(self) -> Iterator[int]:
        """Years behind their month that no day is said like: "January two nine", "六月二九"."""
        for at, run in enumerate(self.runs):
            year = [number.digits for part in self._year(at) for number in part.numbers]
            if [*map(len, year)] == [1, 1] and self.talk.is_said(run.first - 1, Label.MONTH):
                yield at

    def _is_day(self, run: DigitRun) -> bool:
        """Whether it may be a day of this year: "on 10/27"."""
        return run.first > 0 and self.talk.is_said(run.first - 1, Label.YEAR_LEAD)

    def with_first(self, at: int) -> Iterator[int]:
        """The items of a date, and of the same month and year said right before in words."""
        run = self.runs[at]
        yield from run.items
        before = self.runs[at - 1] if at else run
        if run.digits.endswith(before.digits) and run.turn - before.turn <= _TURNS and at:
            yield from self.date(at - 1)

    def date(self, at: int) -> Iterator[int]:
        """The items of the date that a run tells the year of, or all of; none if it tells no date."""
        run = self.runs[at]
        month, year = self._month(at), self._year(at)
        if month and year:
            yield from (*range(month.first, month.end), *(item for part in year for item in part.items))
        elif is_month_and_year(run) and not run.measured:
            yield from run.items
        elif pair := self._pair(at):
            yield from (item for part in pair for item in part.items)

    def _month(self, at: int) -> Mark | None:
        """The name of the month before a year, but not of a day: "31 May 2027"."""
        run = self.runs[at]
        before = self.runs[at - 1].end if at and self.runs[at - 1].turn == run.turn else self.talk.turn_of(run.first)[0]
        mark = self.talk.next_mark(before, Label.MONTH, Label.ORDINAL)
        if not mark or mark.first >= run.first or self.talk.words_between(mark.end, run.first) > _BETWEEN:
            return None
        beside = at and self.runs[at - 1].turn == run.turn and self._words(self.runs[at - 1].end, mark.first) <= 1
        if beside and self.talk.items[mark.first].form is Form.HAN:
            if self.talk.is_said(run.end, Label.QUANTITY):
                return None  # "六月28号"
            return Mark(Label.MONTH, self.runs[at - 1].first, mark.end)  # "六月": the number before it is no day
        return None if beside else mark

    def _year(self, at: int) -> Sequence[DigitRun]:
        """The year that begins at a run: "29", "twenty twenty nine", "two nine"; empty if there is none."""
        for size in (2, 1):
            runs = self.runs[at : at + size]
            adjoin = all(second.first == first.end for first, second in pairwise(runs))
            if adjoin and is_card_year("".join(run.digits for run in runs)):
                return runs
        return ()

    def _pair(self, at: int) -> tuple[DigitRun, DigitRun] | None:
        """A year and a month that are named as such, without a day: "二零二八年九月"."""
        if at + 1 == len(self.runs) or not (self.runs[at].measured and self.runs[at + 1].measured):
            return None
        year, month = self.runs[at], self.runs[at + 1]
        if not (is_card_year(year.digits) and is_month(month.digits) and self._words(year.end, month.first) <= _BESIDE):
            return None
        day = at + 2 < len(self.runs) and self._words(month.end, self.runs[at + 2].first) <= _BESIDE
        return None if day and self.runs[at + 2].measured else (year, month)

    def _is_of_a_thing(self, mark: Mark) -> bool:
        """Whether something but a card is spoken of: before it, or in its sentence."""
        thing, card = self.talk.last_end(mark.first, *_THINGS), self.talk.last_end(mark.first, Label.CARD)
        if thing > card and self.talk.turn(mark.first) - self.talk.turn(thing - 1) <= _THING_TURNS:
            return self._words(thing, mark.first) <= _THING_WORDS
        behind = self.talk.next_mark(mark.end, *_THINGS)
        return bool(behind and self.talk.sentences[behind.first] == self.talk.sentences[mark.first])

    def _words(self, first: int, second: int) -> float:
        return self.talk.words_between(first, max(first, second))
