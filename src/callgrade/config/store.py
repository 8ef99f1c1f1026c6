"""Settings of the store; values, units and sources in ``configs/callgrade.yaml``."""

from typing import Annotated

from pydantic import Field

from callgrade.config.section import Section
from callgrade.globs import Glob

Days = Annotated[int | None, Field(ge=1, strict=True)]
"""Strict: "yes" is no number of days, although Python counts it as 1, after which calls would be erased."""


class SiteSettings(Section):
    """The calls that a glob of ``folders`` fits, or a folder above them, are kept ``days``, ``None``: for ever."""

    name: str = Field(min_length=1)
    folders: tuple[Glob, ...] = Field(min_length=1)
    days: Days


class RetentionSettings(Section):
    """How long calls are kept: ``days`` where no site says otherwise, ``None``: for ever.

    ``log_days``: how long the log of erasures is kept; at least six months.
    """

    days: Days
    log_days: int = Field(ge=184)
    sites: tuple[SiteSettings, ...]


class StoreSettings(Section):
    """The section ``store``."""

    lease_s: float = Field(gt=0)
    max_attempts: int = Field(ge=1)
    retention: RetentionSettings
