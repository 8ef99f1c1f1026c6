"""One verdict for what is one number: said again, read in two ways, or corrected in a digit."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import mean

from callgrade.redaction.digit_runs import DigitRun

Scores = Sequence[tuple[DigitRun, float]]
_TOLD_AGAIN = 4
"""Digits of a number that is one and the same wherever it is said."""
_CORRECTED = range(3, 9)
"""Digits of a number that is corrected in one of them; more differ by chance alone."""
_TURNS = 3
"""Turns within which it is corrected."""


def shared_scores(scores: Scores) -> list[tuple[DigitRun, float]]:
    """Each run with the mean score of all that are the same number: "830, or is that an eight, 880".

    The time grows with the square of how often one number is said; a reading has few hundred numbers at most.
    """
    groups: dict[str, list[int]] = {}
    for at, (run, _) in enumerate(scores):
        for key in _keys(run):
            groups.setdefault(key, []).append(at)
    return [(run, _mean(at, scores, groups)) for at, (run, _) in enumerate(scores)]


def _keys(run: DigitRun) -> Iterator[str]:
    """What two runs have in common that are one number: all digits; all but one; all, in another order."""
    if len(run.digits) >= _TOLD_AGAIN:
        yield run.digits.removeprefix("0")
    if len(run.digits) in _CORRECTED and not run.measured:
        yield f"*={run.digits.removeprefix('0')}"
        yield from (f"{run.digits[:at]}*{run.digits[at + 1 :]}" for at in range(len(run.digits)))
        yield "".join(["*", *sorted(run.digits)])


def _mean(at: int, scores: Scores, groups: Mapping[str, Sequence[int]]) -> float:
    run, score = scores[at]
    same = {
        other
        for key in _keys(run)
        for other in groups[key]
        if other != at and ("*" not in key or abs(scores[other][0].turn - run.turn) <= _TURNS)
    }
    return mean([score, *(scores[other][1] for other in same)])
