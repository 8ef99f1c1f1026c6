"""Knobs of scoring; values, units and sources in ``configs/callgrade.yaml``."""

from callgrade.config.section import Section


class ScoringSettings(Section):
    """The section ``scoring``."""
