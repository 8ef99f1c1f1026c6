"""Knobs of measuring; values, units and sources in ``configs/callgrade.yaml``."""

from callgrade.config.section import Section


class MeasureSettings(Section):
    """The section ``measures``."""
