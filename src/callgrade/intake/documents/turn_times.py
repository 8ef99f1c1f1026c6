"""Whether the turn times of a transcript show silences.

Many transcripts have times that only help to find a passage: whole seconds, no ends, or ends that are filled up to the
next turn. Their gaps mean nothing.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from callgrade.intake.documents.turns import WrittenTurn
from callgrade.model.reason import Reason


def why_gaps_hidden(turns: Sequence[WrittenTurn], touch_s: float) -> Reason | None:
    """Why the gaps between ``turns`` (in the order of their times) say nothing, ``None`` if they show silence.

    ``touch_s``: the longest gap between turns that touch.
    """
    if any(turn.start_s is None for turn in turns):
        return Reason.NO_AUDIO
    if any(_end_s(turn) is None for turn in turns):
        return Reason.NO_ENDS
    if all(time_s == round(time_s) for turn in turns for time_s in _times(turn)):
        return Reason.WHOLE_SECONDS
    gaps = list(_gaps(turns))
    touching = sum(abs(gap_s) <= touch_s for gap_s in gaps)
    return Reason.TURNS_TOUCH if gaps and touching >= len(gaps) / 2 else None


def _end_s(turn: WrittenTurn) -> float | None:
    return turn.words[-1].end_s if turn.words else turn.end_s


def _times(turn: WrittenTurn) -> Iterator[float]:
    yield from (time_s for time_s in (turn.start_s, turn.end_s) if time_s is not None)
    yield from (time_s for word in turn.words for time_s in (word.start_s, word.end_s))


def _gaps(turns: Sequence[WrittenTurn]) -> Iterator[float]:
    """The gap in seconds from each turn to the next one of another speaker."""
    for before, after in pairwise(turns):
        end_s = _end_s(before)
        if before.speaker != after.speaker and end_s is not None and after.start_s is not None:
            yield after.start_s - end_s
