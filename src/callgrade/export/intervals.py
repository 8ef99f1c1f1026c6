"""Running means and shares with their intervals."""

import math
from dataclasses import dataclass
from typing import NamedTuple

from scipy.special import ndtri, stdtrit


class Estimate(NamedTuple):
    """A value and its interval, ``low`` to ``high``."""

    value: float
    low: float
    high: float


@dataclass(slots=True)
class RunningMean:
    """Number, mean and sum of squared deviations of the values so far.

    References: B. P. Welford, "Note on a method for calculating corrected sums of squares and products",
    Technometrics 4 (1962).
    """

    n: int = 0
    mean: float = 0.0
    squares: float = 0.0

    def add(self, value: float) -> None:
        """Add one value."""
        self.n += 1
        step = value - self.mean
        self.mean += step / self.n
        self.squares += step * (value - self.mean)

    def estimate(self, coverage: float, lowest: float, highest: float) -> Estimate:
        """The mean with Student's t interval of ``coverage`` (0…1), cut to ``lowest``…``highest``; n ≥ 2.

        References: Student, "The probable error of a mean", Biometrika 6 (1908).
        """
        error = math.sqrt(self.squares / (self.n - 1) / self.n)
        reach = float(stdtrit(self.n - 1, (1 + coverage) / 2)) * error
        return Estimate(self.mean, max(lowest, self.mean - reach), min(highest, self.mean + reach))


@dataclass(slots=True)
class RunningShare:
    """``hits`` of ``n`` observations were true."""

    n: int = 0
    hits: int = 0

    def add(self, hit: bool) -> None:
        """Add one observation."""
        self.n += 1
        self.hits += hit

    def estimate(self, coverage: float) -> Estimate:
        """The share 0…1 with its Wilson score interval of ``coverage`` (0…1); n ≥ 1.

        References: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of
        the American Statistical Association 22 (1927).
        """
        share, z2 = self.hits / self.n, float(ndtri((1 + coverage) / 2)) ** 2
        centre = (share + z2 / (2 * self.n)) / (1 + z2 / self.n)
        reach = math.sqrt(z2 * share * (1 - share) / self.n + z2**2 / (4 * self.n**2)) / (1 + z2 / self.n)
        return Estimate(share, max(0.0, centre - reach), min(1.0, centre + reach))
