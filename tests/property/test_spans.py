"""Span arithmetic holds for any lists of spans."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callgrade.model.span import Span, complement, intersect, merge, subtract, total_s

TICK_S = 0.25  # exact in binary, so that sums compare exactly


@st.composite
def span(draw: st.DrawFn) -> Span:
    start, length = draw(st.integers(0, 200)), draw(st.integers(0, 40))
    return Span(start * TICK_S, (start + length) * TICK_S)


spans = st.lists(span(), max_size=12)


def covered(items: list[Span] | tuple[Span, ...]) -> set[int]:
    """The quarter seconds that a list covers: the obvious, slow definition to compare with."""
    return {tick for item in items for tick in range(int(item.start_s / TICK_S), int(item.end_s / TICK_S))}


@given(spans)
def test_merge_covers_the_same_time_once(items: list[Span]) -> None:
    merged = merge(items)
    assert covered(merged) == covered(items)
    assert all(left.end_s < right.start_s for left, right in pairwise(merged))
    assert total_s(merged) == len(covered(items)) * TICK_S


@given(spans, spans)
def test_intersect_is_the_time_in_both(left: list[Span], right: list[Span]) -> None:
    assert covered(intersect(left, right)) == covered(left) & covered(right)


@given(spans, spans)
def test_subtract_is_the_time_in_the_first_only(left: list[Span], right: list[Span]) -> None:
    assert covered(subtract(left, right)) == covered(left) - covered(right)


@given(spans, st.integers(0, 250))
def test_complement_is_the_rest_of_the_recording(items: list[Span], ticks: int) -> None:
    assert covered(complement(items, ticks * TICK_S)) == set(range(ticks)) - covered(items)


def test_neighbours_within_the_gap_become_one() -> None:
    assert merge([Span(0, 1), Span(1.2, 2), Span(2.5, 3)], gap_s=0.25) == (Span(0, 2), Span(2.5, 3))


def test_a_span_cannot_run_backwards_or_be_nan() -> None:
    for end_s in (0.5, float("nan")):
        with pytest.raises(ValueError, match="backwards"):
            Span(1.0, end_s)
