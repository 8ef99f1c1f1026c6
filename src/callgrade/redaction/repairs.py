"""False starts: "two two … hang on, two two seven nine" says a secret's beginning before it says the secret."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from callgrade.redaction.digit_runs import DigitRun
from callgrade.redaction.lexicon import Label
from callgrade.redaction.talk import Talk

_WORDS = 8.0
"""Words between a beginning and the whole."""
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
    return corrected or (words <= _WORDS and run.digits.startswith(before.digits))
