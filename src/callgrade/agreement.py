"""How far raters agree: Cohen's kappa, Gwet's AC1 and Krippendorff's alpha, each with its interval.

A table of ratings has a row for each case, and in it the rating of each rater; ``None``: this rater gave none. Each
coefficient is the share of same ratings above what chance would give, of what is possible above it: 1 is full
agreement, 0 is chance. They differ in what they take for chance.

The intervals are Student's with the variance over cases, where every case takes its part of the chance agreement, too
(linearisation). They hold for other cases like these, with the same raters. Where all ratings are the same, that
variance is 0 and says nothing; then the interval follows from Wilson's of the share.

References: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20
(1960). K. L. Gwet, "Computing inter-rater reliability and its variance in the presence of high agreement", British
Journal of Mathematical and Statistical Psychology 61 (2008). K. Krippendorff, "Content Analysis", 4th ed. (2018), ch.
12. Variances: K. L. Gwet, "Handbook of Inter-Rater Reliability", 4th ed. (2014), ch. 5.
"""

from collections.abc import Hashable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from callgrade.export.intervals import Estimate, RunningShare

COVERAGE = 0.95

Ratings = Sequence[Sequence[Hashable | None]]
Floats = npt.NDArray[np.float64]


def share_alike(ratings: Ratings) -> Estimate | None:
    """The share of pairs of ratings of a case that are the same, with Wilson's interval; ``None`` without a pair."""
    counts = _rated_twice(_counts(ratings))
    return _wilson(float(_alike(counts).mean()), len(counts)) if len(counts) else None


def cohen_kappa(ratings: Ratings) -> Estimate | None:
    """Cohen's kappa of two raters, over the cases that both rated.

    Chance: each rater gives each rating as often as they do. ``None`` if both always give the same one, or if there are
    fewer than two cases.
    """
    both = [row for row in ratings if None not in row]
    categories = _categories(both)
    first, second = (np.array([[row[at] == one for one in categories] for row in both], float) for at in (0, 1))
    if len(both) < 2:
        return None
    chance = (first @ second.mean(axis=0) + second @ first.mean(axis=0)) / 2
    return _coefficient((first * second).sum(axis=1), chance, float(first.mean(axis=0) @ second.mean(axis=0)))


def gwet_ac1(ratings: Ratings) -> Estimate | None:
    """Gwet's AC1 of two or more raters; ratings may be missing.

    Chance: only cases that are hard to rate are rated by chance. Unlike kappa it stays high where nearly all cases
    have the same rating and raters agree. The categories are those that occur. ``None`` with fewer than two cases that
    two raters rated.
    """
    counts = _counts(ratings)
    rated = counts[counts.sum(axis=1) > 0]
    twice = rated.sum(axis=1) > 1
    if twice.sum() < 2:
        return None
    shares = rated / rated.sum(axis=1, keepdims=True)
    usual = shares.mean(axis=0)
    others = max(1, len(usual) - 1)
    chance = float(usual @ (1 - usual)) / others
    alike = np.where(twice, _alike(rated), chance)  # a case with one rating says nothing of agreement
    weight = len(rated) / twice.sum()
    return _coefficient(chance + weight * (alike - chance), shares @ (1 - usual) / others, chance)


def krippendorff_alpha(ratings: Ratings) -> Estimate | None:
    """Krippendorff's alpha for categories, of two or more raters; ratings may be missing.

    Chance: all raters draw from the same ratings. ``None`` if there is only one rating, or if there are fewer than two
    cases that two raters rated.
    """
    counts = _rated_twice(_counts(ratings))
    if len(counts) < 2:
        return None
    mean = float(counts.sum(axis=1).mean())
    surplus = counts.sum(axis=1) / mean - 1
    usual = counts.mean(axis=0) / mean
    chance = float(usual @ usual)
    alike = _alike(counts) * (1 + surplus)
    alike = alike - alike.mean() * surplus
    found = _coefficient(alike, counts @ usual / mean - chance * surplus, chance)
    return _of_few(found, float(counts.sum())) if found else None


def _of_few(found: Estimate, ratings: float) -> Estimate:
    """``found`` with Krippendorff's correction for a small number of ``ratings``."""
    more = (1 - found.value) / ratings
    return Estimate(found.value + more, found.low + more, min(1.0, found.high + more))


def _categories(ratings: Ratings) -> list[Hashable]:
    return list(dict.fromkeys(rating for row in ratings for rating in row if rating is not None))


def _counts(ratings: Ratings) -> Floats:
    """How often each case (row) has each rating that occurs (column)."""
    categories = _categories(ratings)
    counts = [[list(row).count(one) for one in categories] for row in ratings]
    return np.array(counts, float).reshape(len(ratings), len(categories))


def _rated_twice(counts: Floats) -> Floats:
    twice: Floats = counts[counts.sum(axis=1) > 1]
    return twice


def _alike(counts: Floats) -> Floats:
    """For each case the share of pairs of its ratings that are the same; 0 without a pair."""
    each = counts.sum(axis=1)
    same: Floats = (counts * (counts - 1)).sum(axis=1) / np.maximum(1, each * (each - 1))
    return same


def _coefficient(alike: Floats, chance_of: Floats, chance: float) -> Estimate | None:
    """The coefficient of cases: of each whether its ratings are ``alike``, and its part of the ``chance``."""
    if np.isclose(chance, 1):
        return None
    share, n = float(alike.mean()), len(alike)
    value = (share - chance) / (1 - chance)
    if np.isclose(share, 1):
        return Estimate(value, (_wilson(share, n).low - chance) / (1 - chance), 1.0)
    of_case = (alike - chance) / (1 - chance) - 2 * (1 - value) * (chance_of - chance) / (1 - chance)
    error = float(np.sqrt(((of_case - value) ** 2).sum() / n / (n - 1)))
    reach = float(stdtrit(n - 1, (1 + COVERAGE) / 2)) * error
    return Estimate(value, max(-1.0, value - reach), min(1.0, value + reach))


def _wilson(share: float, n: int) -> Estimate:
    return RunningShare(n, share * n).estimate(COVERAGE)  # type: ignore[arg-type]
