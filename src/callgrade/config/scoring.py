"""Settings of scoring; values, units and sources in ``configs/callgrade.yaml``."""

from itertools import pairwise
from typing import Annotated

from pydantic import Field, model_validator

from callgrade.config.section import Section
from callgrade.model.finding import Severity

Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]
Points = Annotated[float, Field(ge=0, le=100)]
WholePoints = Annotated[int, Field(ge=1, le=100)]


class SeverityWeights(Section):
    """What a norm of each severity weighs."""

    critical: Weight
    major: Weight
    minor: Weight
    info: Weight

    def of(self, severity: Severity) -> float:
        """The weight of ``severity``."""
        weight: float = getattr(self, severity.value)
        return weight


class Band(Section):
    """The name of all overall scores from ``at_least`` points up to the next band."""

    name: str
    at_least: Points


class ScoringSettings(Section):
    """The section ``scoring``."""

    weights: SeverityWeights
    norm_weights: dict[str, Weight]
    partial_credit: Share
    critical_below: WholePoints
    minimum_coverage: Share
    bands: tuple[Band, ...]

    @model_validator(mode="after")
    def _bands_cover_every_score(self) -> "ScoringSettings":
        starts = [band.at_least for band in self.bands]
        if not starts or starts[-1] != 0 or any(a <= b for a, b in pairwise(starts)):
            raise ValueError("bands: list them from the best to the one that begins at 0")
        return self
