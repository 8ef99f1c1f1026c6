"""What is said around a number, as text: the turns before it, its own, and the next one.

Digits are replaced by others, so that only how many there are is seen. No window is longer than ``REACH`` pieces on a
side, so the time is proportional to the length of a call.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from callgrade.model.record import Role
from callgrade.redaction.code_letters import is_letters
from callgrade.redaction.digit_runs import DigitRun
from callgrade.redaction.items import Form
from callgrade.redaction.talk import Talk

REACH = 80
"""Pieces of text on each side; more than the encoder reads."""
CHARACTERS = 1000
"""Characters of each part; more than the encoder reads, so that a word without end takes no time."""
TURNS_BEFORE, TURNS_BEHIND = 2, 1
_DIGITS = "4827195362748195"
"""Stand for the digits of any number."""
_LETTER = "K"
"""Stands for a letter of a code, or for a few."""
_SPEAKERS: Mapping[Role, str] = {Role.AGENT: " A: ", Role.CUSTOMER: " C: "}


@dataclass(frozen=True)
class NumberWindow:
    """What is said before a number, the number with other digits, and what is said behind it."""

    before: str
    number: str
    behind: str


def number_windows(talk: Talk, runs: Sequence[DigitRun]) -> list[NumberWindow]:
    """The window of each of ``runs``, which are all runs of ``talk``."""
    around = _Around(talk, runs)
    return [
        NumberWindow(around.before(run)[-CHARACTERS:], around.number(run)[:CHARACTERS], around.behind(run)[:CHARACTERS])
        for run in runs
    ]


def items_in_turn(run: DigitRun, talk: Talk) -> range:
    """The items of ``run``, without words of other turns."""
    first, end = talk.turn_of(run.first)
    return range(max(run.items.start, first), min(run.items.stop, end))


class _Around:
    def __init__(self, talk: Talk, runs: Sequence[DigitRun]) -> None:
        self.talk = talk
        self.owner = {item: run for run in runs if not run.measured for item in items_in_turn(run, talk)}

    def before(self, run: DigitRun) -> str:
        item = items_in_turn(run, self.talk).start
        return "".join(reversed([*self._backwards(item, run.turn)]))

    def behind(self, run: DigitRun) -> str:
        return "".join(self._forwards(items_in_turn(run, self.talk).stop, run.turn))

    def number(self, run: DigitRun) -> str:
        if not run.measured:
            return self._other(run)
        items = items_in_turn(run, self.talk)
        pieces = (self._signs(item - 1, item) * (item > items.start) + self.talk.written(item) for item in items)
        return "".join(pieces)

    def _backwards(self, item: int, turn: int) -> Iterator[str]:
        last = turn
        for _ in range(REACH):
            before = item - 1
            if before < 0 or self.talk.turn(before) < turn - TURNS_BEFORE:
                yield self._speaker(last)
                return
            if self.talk.turn(before) != last:
                yield self._speaker(last)
                last = self.talk.turn(before)
                yield self._rest(before)
            else:
                yield self._signs(before, item)
            item, text = self._piece(before, -1)
            yield text

    def _forwards(self, item: int, turn: int) -> Iterator[str]:
        last = turn
        for _ in range(REACH):
            if item >= len(self.talk.items) or self.talk.turn(item) > turn + TURNS_BEHIND:
                break
            if self.talk.turn(item) != last:
                last = self.talk.turn(item)
                yield self._rest(item - 1) + self._speaker(last)
            else:
                yield self._signs(item - 1, item)
            end, text = self._piece(item, 1)
            yield text
            item = end
        else:
            return
        yield self._rest(item - 1)

    def _piece(self, item: int, step: int) -> tuple[int, str]:
        """The text of an item or of the number that it belongs to, and the last item read (backwards) or the next."""
        run = self.owner.get(item)
        items = items_in_turn(run, self.talk) if run else range(item, item + 1)
        text = f" {self._other(run)} " if run else self.talk.written(item)
        return (items.start if step < 0 else items.stop), text

    def _signs(self, first: int, second: int) -> str:
        """What is written between two items, without blanks between Chinese characters."""
        signs = self.talk.signs_between(first, second)
        han = all(self.talk.items[item].form is Form.HAN for item in (first, second))
        return signs.strip() if han else signs

    def _rest(self, item: int) -> str:
        """What is written behind the last item of a turn."""
        found = self.talk.items[item]
        return self.talk.speeches[found.turn].units[found.unit][found.end :]

    def _speaker(self, turn: int) -> str:
        return _SPEAKERS.get(self.talk.speeches[turn].role, " - ")

    def _other(self, run: DigitRun) -> str:
        """Other digits; in the place of its letters, other letters."""
        text, item, used = "", run.first, 0
        for number in run.numbers:
            size = len(number.digits)
            text += self._letters(item, number.first) + _DIGITS[used : used + size]
            item, used = number.last + 1, used + size
        return text + self._letters(item, run.end)

    def _letters(self, first: int, end: int) -> str:
        return "".join(_LETTER for item in range(first, end) if is_letters(item, self.talk))
