"""Short numbers that nobody named: digits that are dictated, and that no word near them explains as something else.

Nobody dictates an amount. What is said digit by digit, or written as one without a unit, is the name of something: of
an order, a meter, a flight, and then it is said of what; or it is a secret. Where a card's back or a code that came is
spoken of, three digits suffice, and a year may be a PIN.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set

from callgrade.config.redaction import CodeSettings
from callgrade.redaction.codes.doubts import doubtful_runs
from callgrade.redaction.codes.shapes import is_dictated, is_pair, is_spelled
from callgrade.redaction.digit_runs import DigitRun
from callgrade.redaction.talk import Talk
from callgrade.redaction.words.labels import Label

_EXPLAIN = (Label.OTHER, Label.NO_CODE, Label.ACCOUNT)
_SECRETS = (Label.SECRET, Label.CODE, Label.HINT, Label.EXPIRY)
_AWAITED = (*_SECRETS, Label.BACK, Label.SIGN, Label.AROUND, Label.CHOSEN)
"""What makes a short number awaited."""
_COME = (Label.ARRIVE, Label.READ, Label.MESSAGE)
_WEAK = (Label.VALUE, Label.COUNT, Label.PRIVATE, Label.CODE_WORD, Label.MESSAGE)
"""What makes a number awaited that is an answer by itself."""
_ASKED_TURNS = 4
_BEHIND = 2.5
"""Words to what explains a number after it was said."""
_LETTERED = 5
_LETTERS = re.compile("[A-Z]{1,3}|[b-hj-np-z]")
_ASIDE = 2.0
_NAMED = 3.0
"""Words from "number" to one that is hardly secret: "the number is 300481"."""


def unnamed_runs(runs: Sequence[DigitRun], talk: Talk, cards: Set[int], settings: CodeSettings) -> Iterator[DigitRun]:
    """The runs that are secrets though nobody said so."""
    finder = _Unnamed(runs, talk, cards, settings)
    return (run for at, run in enumerate(runs) if run.first not in cards and finder.is_secret(at))


class _Unnamed:
    def __init__(self, runs: Sequence[DigitRun], talk: Talk, cards: Set[int], settings: CodeSettings) -> None:
        self.runs, self.talk, self.settings = runs, talk, settings
        self.cards = sorted(cards)
        self.doubtful = frozenset(doubtful_runs(runs, talk))
        self.explained = sorted({mark.end - 1 for label in _EXPLAIN for mark in talk.marks_of(label)} - _reached(talk))

    def is_secret(self, at: int) -> bool:
        run = self.runs[at]
        if run.measured or run.other or not run.sure or len(run.digits) > self.settings.digits_whole:
            return False
        shape = self._has_shape(run) or at in self.doubtful
        return shape and not self._is_piece(at) and not self._is_explained(run)

    def _has_shape(self, run: DigitRun) -> bool:
        dictated = is_dictated(run, self.talk)
        alone = self.talk.words_between(*self.talk.turn_of(run.first)) <= _ASIDE
        answers = (dictated and is_spelled(run)) or (alone and (dictated or run.digits[-1] != "0"))
        answers = answers and (self._is_after_a_card(run) or self._is_asked(run))
        told = (dictated or alone) and self._is_awaited(run)
        if answers or told or self._is_on_the_back(run):
            return len(run.digits) >= self.settings.digits_hinted
        named = self._is_near(self.talk.last_end(run.first, Label.VALUE), run, 0, _NAMED)
        plain = dictated and not (named or is_pair(run, self.talk) or self._is_lettered(run))
        return plain and self.settings.digits_unnamed <= len(run.digits) <= self.settings.digits_unnamed_most

    def _is_lettered(self, run: DigitRun) -> bool:
        """ "SK 1704", "e 119": of a flight, an error, a plate."""
        before = run.numbers[0].first - 1
        same = before >= 0 and self.talk.turn(before) == run.turn
        return same and len(run.digits) <= _LETTERED and bool(_LETTERS.fullmatch(self.talk.written(before)))

    def _is_awaited(self, run: DigitRun) -> bool:
        """Whether a secret is spoken of shortly before."""
        end = self.talk.last_end(run.first, *_AWAITED)
        return self._is_near(end, run, self.settings.awaited_turns, self.settings.awaited_words)

    def _is_on_the_back(self, run: DigitRun) -> bool:
        """Whether its sentence says where it is on a card: "209, on the signature line"."""
        behind = self.talk.next_mark(run.end, Label.SIGN)
        if behind and self.talk.sentences[behind.first] == self.talk.sentences[run.first]:
            return self.talk.words_between(run.end, behind.first) <= _NAMED
        return self._is_near(self.talk.last_end(run.first, Label.SIGN), run, 0, self.settings.reach_words)

    def _is_asked(self, run: DigitRun) -> bool:
        """Whether the turn before speaks of a number, or of what may be secret."""
        first, _ = self.talk.turn_of(run.first)
        return self._is_near(self.talk.last_end(first, *_WEAK), run, _ASKED_TURNS, self.settings.reach_words)

    def _is_after_a_card(self, run: DigitRun) -> bool:
        """Whether a card's number was told shortly before."""
        at = bisect_left(self.cards, run.first)
        end = self.cards[at - 1] + 1 if at else 0
        return self._is_near(end, run, self.settings.awaited_turns, self.settings.awaited_words)

    def _is_explained(self, run: DigitRun) -> bool:
        """Whether a word tells what else it is: the last one that tells anything before it, or one right behind."""
        at = bisect_left(self.explained, run.first)
        other = self.explained[at - 1] + 1 if at else 0
        if self._is_explained_behind(run):
            return True
        if other <= self.talk.last_end(run.first, *_SECRETS, Label.CHOSEN):
            return False
        return self._is_near(other, run, self.settings.turns, self.settings.reach_words)

    def _is_explained_behind(self, run: DigitRun) -> bool:
        """ "850 2217, account something"."""
        behind = self.talk.next_mark(run.end, *_EXPLAIN)
        if not behind or self.talk.sentences[behind.first] != self.talk.sentences[run.first]:
            return False
        near = self.talk.words_between(run.end, behind.first) <= _BEHIND
        return near and not self.talk.is_chosen_as(behind)

    def _is_near(self, end: int, run: DigitRun, turns: int, words: float) -> bool:
        """Whether a phrase that ends at item ``end`` is so near before ``run``; 0: there is none."""
        return end > 0 and (
            run.turn - self.talk.turn(end - 1) <= turns and self.talk.words_between(end, run.first) <= words
        )

    def _is_piece(self, at: int) -> bool:
        """Whether it is a piece of a longer number, such as a telephone number in groups."""
        digits = len(self.runs[at].digits)
        for step in (-1, 1):
            beside = at + step
            while 0 <= beside < len(self.runs) and self._goes_on(beside - step, beside):
                digits += len(self.runs[beside].digits)
                if digits > self.settings.digits_most:
                    return True
                beside += step
        return False

    def _goes_on(self, at: int, beside: int) -> bool:
        first, second = sorted((self.runs[at], self.runs[beside]), key=lambda run: run.first)
        return self.talk.words_between(first.end, max(first.end, second.first)) <= self.settings.gap_words_unnamed


def _reached(talk: Talk) -> set[int]:
    """Where a telephone is named that something came to, and so no telephone's number: "what did your phone get?".

    The answer may name it again: "my phone's in the kitchen".
    """
    said = {label: {talk.sentences[mark.first] for mark in talk.marks_of(label)} for label in _COME}
    comes, sent = set().union(*said.values()), said[Label.ARRIVE] & said[Label.MESSAGE]
    devices = talk.marks_of(Label.DEVICE)
    turns = {talk.turn(mark.first) for mark in devices if talk.sentences[mark.first] in comes}
    values = {talk.sentences[mark.first] for mark in talk.marks_of(Label.VALUE)}
    reached = {
        mark.end - 1
        for mark in devices
        if talk.sentences[mark.first] in comes
        or (talk.turn(mark.first) - 1 in turns and talk.sentences[mark.first] not in values)
    }
    return reached | {mark.end - 1 for mark in talk.marks_of(Label.OTHER) if talk.sentences[mark.first] in sent}
