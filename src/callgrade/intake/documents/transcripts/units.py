"""The unit of a transcript's times, checked against the words: nobody says ten words a second.

Speech has 2 to 5 words a second (a character of Chinese counts as one). Times in milliseconds that are taken for
seconds make a word last minutes; seconds taken for milliseconds put thousands of words into a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

FASTEST_WORDS_PER_S = 10.0
SLOWEST_WORDS_PER_S = 0.02
_USUAL_WORDS_PER_S = (0.3, FASTEST_WORDS_PER_S)
_LEAST_WORDS = 10
_LEAST_WORDS_OF_A_PART = 5
_LEAST_GAPS = 3
"""Parts with a start alone, behind which another begins; of fewer one may be a long wait."""
_UNITS = {1.0: "seconds", 0.001: "milliseconds"}


@dataclass(frozen=True)
class Timed:
    """How many words a part has, and its times as written."""

    words: int
    start: float | None
    end: float | None


@dataclass(frozen=True)
class Unit:
    """Seconds in one unit of time, ``None`` where no unit fits the words; ``note``: the warning about it."""

    unit_s: float | None
    note: str | None = None


def unit_of(parts: Sequence[Timed], stated_s: float) -> Unit:
    """The unit of the times of ``parts``: ``stated_s``, the format's own, unless the words contradict it."""
    per_unit = _words_per_unit(parts)
    if per_unit is None or sum(part.words for part in parts) < _LEAST_WORDS:
        return Unit(stated_s)
    per_s = per_unit / stated_s
    if SLOWEST_WORDS_PER_S <= per_s <= FASTEST_WORDS_PER_S:
        return Unit(stated_s)
    least, most = _USUAL_WORDS_PER_S
    other = next((unit_s for unit_s in _UNITS if unit_s != stated_s and least <= per_unit / unit_s <= most), None)
    if other is not None:
        return Unit(other, f"its times were read as {_UNITS[other]}: in {_UNITS[stated_s]} nobody speaks so")
    if per_s > FASTEST_WORDS_PER_S:
        return Unit(None, f"its times were left out: nobody says {per_s:,.0f} words a second")
    return Unit(None, f"its times were left out: nobody takes {1 / per_s:,.0f} seconds for a word")


def is_no_time(words: int, duration_s: float) -> bool:
    """Whether nobody can take ``duration_s`` for so many words."""
    too_fast = words >= _LEAST_WORDS_OF_A_PART and words > FASTEST_WORDS_PER_S * duration_s
    return duration_s <= 0 or too_fast or words < SLOWEST_WORDS_PER_S * duration_s


def _words_per_unit(parts: Sequence[Timed]) -> float | None:
    """The median part, so that one bad one decides nothing: from its start to its end, else to the next start."""
    ends = [part.end for part in parts]
    if not any(end is not None for end in ends):
        ends = [part.start for part in parts[1:]] if len(parts) > _LEAST_GAPS else []
    lasting = [
        (part.words, end - part.start)
        for part, end in zip(parts, ends, strict=False)
        if part.start is not None and end is not None and end > part.start
    ]
    return median(words / duration for words, duration in lasting) if lasting else None
