"""Coefficients of agreement give the published figures of the published examples."""

from collections.abc import Iterable

import pytest

from callgrade.agreement import Ratings, cohen_kappa, gwet_ac1, krippendorff_alpha, share_alike


def table(*cells: Iterable[int]) -> Ratings:
    """The ratings of two raters, from how often the first gave the rating of the row, the second that of the column."""
    return [
        (row, column) for row, counts in enumerate(cells) for column, count in enumerate(counts) for _ in range(count)
    ]


def columns(*raters: str) -> Ratings:
    """The ratings of several raters, a character each; ``.``: none."""
    return [tuple(None if one == "." else one for one in case) for case in zip(*raters, strict=True)]


FOUR_RATERS = columns("123321412...", "1233224125..", ".33323422513", "12332441251.")
"""Krippendorff (2011), "Computing Krippendorff's alpha-reliability", part C; also in Gwet (2014), table 2.10."""


@pytest.mark.parametrize(("ratings", "kappa"), [(table((40, 9), (6, 45)), 0.70), (table((80, 10), (5, 5)), 0.32)])
def test_kappa_of_the_paradox_of_feinstein_and_cicchetti_1990(ratings: Ratings, kappa: float) -> None:
    found, share = cohen_kappa(ratings), share_alike(ratings)
    assert found is not None
    assert share is not None
    assert found.value == pytest.approx(kappa, abs=0.005)
    assert share.value == pytest.approx(0.85)


def test_ac1_stays_high_where_nearly_all_cases_are_alike_as_in_gwet_2008() -> None:
    ratings = table((118, 5), (2, 0))
    kappa, ac1 = cohen_kappa(ratings), gwet_ac1(ratings)
    assert kappa is not None
    assert ac1 is not None
    assert kappa.value == pytest.approx(-0.0234, abs=0.00005)
    assert ac1.value == pytest.approx(0.941, abs=0.0005)


def test_ac1_of_four_raters_with_missing_ratings_as_in_gwet_2014() -> None:
    found = gwet_ac1(FOUR_RATERS)
    assert found is not None
    assert found == pytest.approx((0.775, 0.461, 1.0), abs=0.0005)


@pytest.mark.parametrize(
    ("ratings", "alpha"),
    [
        (columns("0100000010", "1110010000"), 0.095),
        (columns("aabbdcccedda", "babbbccceddd"), 0.692),
        (FOUR_RATERS, 0.743),
    ],
)
def test_alpha_of_the_examples_of_krippendorff_2011(ratings: Ratings, alpha: float) -> None:
    found = krippendorff_alpha(ratings)
    assert found is not None
    assert found.value == pytest.approx(alpha, abs=0.0006)


def test_the_interval_of_alpha_is_that_of_gwet_2014() -> None:
    found = krippendorff_alpha(FOUR_RATERS)
    assert found is not None
    assert found == pytest.approx((0.743, 0.419, 1.0), abs=0.0006)


def test_full_agreement_on_few_cases_is_not_certain() -> None:
    few, many = gwet_ac1(table((5, 0), (0, 5))), gwet_ac1(table((50, 0), (0, 50)))
    assert few is not None
    assert many is not None
    assert few.value == many.value == 1
    assert few.low < many.low < 1


def test_kappa_and_alpha_say_nothing_where_all_ratings_are_the_same() -> None:
    same = table((30,))
    assert cohen_kappa(same) is None
    assert krippendorff_alpha(same) is None


def test_nothing_is_known_of_fewer_than_two_cases() -> None:
    for ratings in ([], [("pass", None)], [("pass", "fail")], [(None, None), ("pass", "pass")]):
        assert [of(ratings) for of in (cohen_kappa, gwet_ac1, krippendorff_alpha)] == [None] * 3
