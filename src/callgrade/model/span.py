"""Stretches of time and the arithmetic on lists of them.

Conventions: seconds from the start of the recording; a span is half-open, ``[start_s, end_s)``. A *span list* is
a tuple sorted by start; the functions below accept any order and return sorted, non-overlapping lists.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the recording, seconds from its start, ``start_s <= end_s``."""

    start_s: float
    end_s: float

    def __post_init__(self) -> None:
        """Refuse a span that runs backwards (``ValueError``)."""
        if not self.start_s <= self.end_s:
            raise ValueError(f"span runs backwards: {self.start_s} .. {self.end_s}")

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.end_s - self.start_s

    @property
    def middle_s(self) -> float:
        """Midpoint in seconds."""
        return (self.start_s + self.end_s) / 2

    def contains(self, time_s: float) -> bool:
        """Whether ``time_s`` lies inside."""
        return self.start_s <= time_s < self.end_s


Spans = tuple[Span, ...]

_BOUNDS = attrgetter("start_s", "end_s")


def total_s(spans: Iterable[Span]) -> float:
    """Summed length in seconds (overlaps counted twice; ``merge`` first if that matters)."""
    return sum(span.duration_s for span in spans)


def merge(spans: Iterable[Span], gap_s: float = 0.0) -> Spans:
    """Union of ``spans``; neighbours no more than ``gap_s`` seconds apart become one."""
    merged: list[Span] = []
    for span in sorted(spans, key=_BOUNDS):
        if merged and span.start_s - merged[-1].end_s <= gap_s:
            merged[-1] = Span(merged[-1].start_s, max(merged[-1].end_s, span.end_s))
        else:
            merged.append(span)
    return tuple(merged)


def intersect(left: Iterable[Span], right: Iterable[Span]) -> Spans:
    """The time that is in both lists."""
    lefts, rights = merge(left), merge(right)
    shared: list[Span] = []
    i = j = 0
    while i < len(lefts) and j < len(rights):
        start_s = max(lefts[i].start_s, rights[j].start_s)
        end_s = min(lefts[i].end_s, rights[j].end_s)
        if start_s < end_s:
            shared.append(Span(start_s, end_s))
        if lefts[i].end_s < rights[j].end_s:
            i += 1
        else:
            j += 1
    return tuple(shared)


def subtract(spans: Iterable[Span], holes: Iterable[Span]) -> Spans:
    """The time of ``spans`` that is not in ``holes``."""
    spans, holes = merge(spans), merge(holes)
    if not spans:
        return ()
    return intersect(spans, complement(holes, spans[-1].end_s))


def complement(spans: Iterable[Span], duration_s: float) -> Spans:
    """The time between 0 and ``duration_s`` that is in none of ``spans``."""
    gaps: list[Span] = []
    cursor_s = 0.0
    for span in merge(spans):
        if span.start_s > cursor_s:
            gaps.append(Span(cursor_s, min(span.start_s, duration_s)))
        cursor_s = max(cursor_s, span.end_s)
        if cursor_s >= duration_s:
            return tuple(gaps)
    gaps.append(Span(cursor_s, duration_s))
    return tuple(gap for gap in gaps if gap.duration_s > 0)
