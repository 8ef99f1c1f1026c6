"""Settings of exports; values, units and sources in ``configs/callgrade.yaml``."""

from pydantic import Field

from callgrade.config.section import Section


class ExportSettings(Section):
    """The section ``export``."""

    min_calls: int = Field(ge=2)
    interval: float = Field(gt=0, lt=1)
