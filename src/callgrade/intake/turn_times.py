"""Whether the times of a written call show its silences.

Many transcripts have times that only find a passage again: whole seconds, no ends, or ends that are filled up to the
next turn. Nothing may be read from the gaps of those.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from callgrade.intake.turns import WrittenTurn
from callgrade.model.reason import Reason

TOUCH_S = 0.05
"""Speakers change as closely as this once in ten times or so; a transcript that fills up its turns, always [conv]."""


def why_gaps_hidden(turns: Sequence[WrittenTurn]) -> Reason | None:
    """Why the gaps between ``turns`` (in the order of their times) say nothing, ``None`` if they show silence."""
    if any(turn.start_s is None for turn in turns):
        return Reason.NO_AUDIO
    if any(_end_s(turn) is None for turn in turns):
        return Reason.NO_ENDS
    if all(time_s == round(time_s) for turn in turns for time_s in _times(turn)):
        return Reason.WHOLE_SECONDS
    gaps = list(_gaps(turns))
    touching = sum(abs(gap_s) <= TOUCH_S for gap_s in gaps)
    return Reason.TURNS_TOUCH if gaps and touching >= len(gaps) / 2 else None


def _end_s(turn: WrittenTurn) -> float | None:
    return turn.words[-1].end_s if turn.words else turn.end_s


def _times(turn: WrittenTurn) -> Iterator[float]:
    yield from (time_s for time_s in (turn.start_s, turn.end_s) if time_s is not None)
    yield from (time_s for word in turn.words for time_s in (word.start_s, word.end_s))


def _gaps(turns: Sequence[WrittenTurn]) -> Iterator[float]:
    """From each turn to the next one of somebody else."""
    for before, after in pairwise(turns):
        end_s = _end_s(before)
        if before.speaker != after.speaker and end_s is not None and after.start_s is not None:
            yield after.start_s - end_s
