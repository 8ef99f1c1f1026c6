"""Numbers that a speaker can hardly read: "912 or 917", and which of the two it was in the end."""

from collections.abc import Iterator, Sequence

from callgrade.redaction.codes.shapes import is_pair
from callgrade.redaction.digit_runs import DigitRun
from callgrade.redaction.talk import Talk
from callgrade.redaction.words.labels import Label

_LEAST = 3
"""Digits of the shortest code."""
_APART = 2
"""Digits in which two readings of one number differ at most."""
_WORDS = 2.0
"""Words between the two."""
_TURNS = 3
"""Turns within which a speaker says which of the two it was."""


def doubtful_runs(runs: Sequence[DigitRun], talk: Talk) -> Iterator[int]:
    """The places in ``runs`` of two readings of one number, and of the one that was right."""
    read: dict[str, int] = {}
    for at, run in enumerate(runs):
        after = runs[at + 1] if at + 1 < len(runs) else None
        if after and _are_readings(run, after, talk):
            read |= {run.digits: run.turn, after.digits: run.turn}
        if run.digits in read and run.turn - read[run.digits] <= _TURNS:
            yield at


def _are_readings(run: DigitRun, after: DigitRun, talk: Talk) -> bool:
    """Whether one or the other is meant; two amounts would be round, or measured."""
    if run.turn != after.turn or len(run.digits) != len(after.digits) or len(run.digits) < _LEAST:
        return False
    if run.measured or after.measured or run.other or (run.digits[-1] == after.digits[-1] == "0"):
        return False
    if is_pair(run, talk) and is_pair(after, talk):
        return False  # "2021 or 2022"
    apart = sum(one != other for one, other in zip(run.digits, after.digits, strict=True))
    near = talk.words_between(run.end, max(run.end, after.first)) <= _WORDS
    return near and apart <= _APART and talk.says(run.end, after.first, Label.OR)
