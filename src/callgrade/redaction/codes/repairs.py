"""False starts: "two two … hang on, two two seven nine" says a secret's beginning before it says the secret."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from callgrade.redaction.digit_runs import DigitRun
from callgrade.redaction.talk import Talk
from callgrade.redaction.words.labels import Label

_WORDS = 8.0
"""Words between a beginning and the whole."""
_TURNS = 2
"""Turns between the parts and the whole."""
_CORRECTED = 3.0
"""The same where a word tells that it was wrong."""


def false_starts(found: Sequence[DigitRun], runs: Sequence[DigitRun], talk: Talk) -> Iterator[DigitRun]:
    """The runs in the turns of ``found`` that were given up for one of them, or for another of these."""
    taken = {run.first for run in found}
    for run in found:
        whole = run
        for before in _before(run, runs):
            if before.first in taken or not _is_start(before, whole, talk):
                break
            taken.add(before.first)
            yield (whole := before)


def spelled_before(found: Sequence[DigitRun], runs: Sequence[DigitRun], talk: Talk) -> Iterator[DigitRun]:
    """The runs shortly before one of ``found`` that make it up: "two, maybe eight, and five", then "285"."""
    for run in found:
        at = bisect_left(runs, run.first, key=lambda one: one.first)
        rest, parts = run.digits, list[DigitRun]()
        while at > 0 and rest and _goes_before(runs[at - 1], runs[at], run, talk):
            at -= 1
            if runs[at].measured or not rest.endswith(runs[at].digits):
                break
            rest = rest.removesuffix(runs[at].digits)
            parts.append(runs[at])
        if not rest:
            yield from parts


def _goes_before(before: DigitRun, after: DigitRun, whole: DigitRun, talk: Talk) -> bool:
    near = talk.words_between(before.end, max(before.end, after.first)) <= _WORDS
    return near and whole.turn - before.turn <= _TURNS


def _is_part(before: DigitRun, run: DigitRun) -> bool:
    ends = len(before.digits) > 1 and run.digits.endswith(before.digits)
    return ends or run.digits.startswith(before.digits)


def _before(run: DigitRun, runs: Sequence[DigitRun]) -> Iterator[DigitRun]:
    """The runs of its turn before it, the nearest first."""
    at = bisect_left(runs, run.first, key=lambda one: one.first) - 1
    while at >= 0 and runs[at].turn == run.turn:
        yield runs[at]
        at -= 1


def _is_start(before: DigitRun, run: DigitRun, talk: Talk) -> bool:
    if before.measured or run.measured or len(before.digits) > len(run.digits):
        return False
    words = talk.words_between(before.end, max(before.end, run.first))
    corrected = words <= _CORRECTED and talk.says(before.end, run.first, Label.RESTART)
    return corrected or (words <= _WORDS and _is_part(before, run))
