"""Coefficients of agreement, whatever the ratings."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callgrade.agreement import Ratings, cohen_kappa, gwet_ac1, krippendorff_alpha, share_alike
from callgrade.export.intervals import Estimate

Coefficient = Callable[[Ratings], Estimate | None]
EACH = pytest.mark.parametrize("of", [share_alike, cohen_kappa, gwet_ac1, krippendorff_alpha])
ROUNDING = 1e-9

rating = st.sampled_from(["pass", "fail", "not_applicable", None])
pairs = st.lists(st.tuples(rating, rating), max_size=30)


def close(one: Estimate | None, other: Estimate | None) -> bool:
    return one == other if one is None or other is None else one == pytest.approx(other, abs=ROUNDING)


@EACH
@given(ratings=pairs)
def test_it_lies_in_its_interval_and_is_at_most_1(of: Coefficient, ratings: Ratings) -> None:
    found = of(ratings)
    assert found is None or found.low - ROUNDING <= found.value <= found.high + ROUNDING <= 1 + 2 * ROUNDING


@EACH
@given(ratings=pairs)
def test_it_does_not_depend_on_who_rates_first_or_on_the_order_of_cases(of: Coefficient, ratings: Ratings) -> None:
    turned = [(second, first) for first, second in reversed(ratings)]
    assert close(of(ratings), of(turned))


@EACH
@given(ratings=pairs)
def test_it_does_not_depend_on_the_names_of_the_ratings(of: Coefficient, ratings: Ratings) -> None:
    named = [tuple(one and f"no {one}" for one in row) for row in ratings]
    assert close(of(ratings), of(named))


@EACH
@given(verdicts=st.lists(st.sampled_from(["pass", "fail"]), min_size=2, max_size=30))
def test_raters_who_always_agree_have_1_where_it_is_known(of: Coefficient, verdicts: list[str]) -> None:
    found = of([(one, one) for one in verdicts])
    assert found is None or found.value == pytest.approx(1)


@EACH
@given(ratings=pairs)
def test_a_case_that_nobody_rated_changes_nothing(of: Coefficient, ratings: Ratings) -> None:
    assert close(of(ratings), of([*ratings, (None, None)]))
