"""What is known of a number without its words' meaning: its shape, and which phrases stand around it."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from callgrade.model.record import Role
from callgrade.redaction.codes.shapes import is_dictated, is_month_and_year, is_pair, is_slashed_date, is_spelled
from callgrade.redaction.digit_runs import DigitRun
from callgrade.redaction.numbers import Dress
from callgrade.redaction.talk import Talk
from callgrade.redaction.words.labels import OF_PASSWORDS, Label, Mark

_MOST_DIGITS = 13
_GROUPS = 4
_YEAR = re.compile(r"19[3-9]\d|20[0-4]\d")
"""Years that people speak of."""
_BEFORE, _BEHIND = 80, 40
"""Items before and behind a number in which phrases are looked for."""
_NEAR, _NEARBY = 3.0, 8.0
_NEXT, _SOON = 2.0, 6.0
_LEFT_OUT = frozenset({Label.FILLER, Label.RESTART, Label.AT, Label.DOT, Label.LINK, Label.MULTIPLIER}) | OF_PASSWORDS


def number_features(run: DigitRun, talk: Talk, language: str | None) -> set[str]:
    """The names of all that holds for ``run``."""
    size = f"n={min(len(run.digits) + run.letters, _MOST_DIGITS)}"
    shape = {*_shape(run, talk)}
    return {size, f"lang={language}", *shape, *(f"{name}|{size}" for name in shape), *_phrases(run, talk)}


def _shape(run: DigitRun, talk: Talk) -> Iterator[str]:
    alone = talk.words_between(*talk.turn_of(run.first))
    holds = {
        "measured": run.measured,
        "other": run.other,
        "sure": run.sure,
        "dict": is_dictated(run, talk),
        "spelled": is_spelled(run),
        "pair": is_pair(run, talk),
        "alone0": alone <= 0,
        "alone2": alone <= 2,
        "alone5": alone <= 5,
        "soft": run.numbers[0].dress is Dress.SOFT,
        "my": is_month_and_year(run),
        "zero": run.digits.startswith("0"),
        "round": run.digits.endswith("0"),
        "parts1": len(run.numbers) == 1,
        "cust": talk.speeches[run.turn].role is Role.CUSTOMER,
        "year": bool(_YEAR.fullmatch(run.digits)) and len(run.numbers) <= 2,
        "letters": run.letters > 0,
        "slashed": is_slashed_date(run, talk),
        "typed": all(talk.items[number.first].digits for number in run.numbers),
        "opens": run.turn == 0,
        f"groups={_groups(run)}": len(run.numbers) > 1,
    }
    return (name for name, value in holds.items() if value)


def _groups(run: DigitRun) -> str:
    """How many digits each of its numbers has: "4444", "222"; of single digits only that they are."""
    return "1" if is_spelled(run) else "".join(str(min(len(number.digits), 9)) for number in run.numbers[:_GROUPS])


def _phrases(run: DigitRun, talk: Talk) -> Iterator[str]:
    """Each kind of phrase with the place where it stands: how near in the turn, or which turn."""
    start = bisect_left(talk.marks, run.first - _BEFORE, key=_first)
    end = bisect_left(talk.marks, run.end + _BEHIND, key=_first)
    for mark in talk.marks[start:end]:
        place = _place(mark, run, talk) if mark.label not in _LEFT_OUT else ""
        if place:
            name = f"L{mark.label.name}"
            yield f"{name}@{place}"
            if place[0] in "bt":
                yield f"{name}@same"
            if place[0] == "p" and place != "p4":
                yield f"{name}@p"


def _place(mark: Mark, run: DigitRun, talk: Talk) -> str:
    turn = talk.turn(mark.first) - run.turn
    if turn:
        return {-1: "p1", -2: "p2", -3: "p3", -4: "p4", 1: "x1"}.get(turn, "")
    same = talk.sentences[mark.first] == talk.sentences[run.first]
    if mark.first < run.first:
        words = talk.words_between(mark.first, run.first)
        return ("b3" if words <= _NEAR else "b8" if words <= _NEARBY else "b99") if same else "tb_"
    if mark.first >= run.end:
        words = talk.words_between(run.end, mark.first)
        return ("a2" if words <= _NEXT else "a6" if words <= _SOON else "a99") if same else "ta_"
    return ""


def _first(mark: Mark) -> int:
    return mark.first
