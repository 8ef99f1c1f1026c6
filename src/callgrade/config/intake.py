"""Knobs of accepting recordings; values, units and sources in ``configs/callgrade.yaml``."""

from callgrade.config.section import Section


class IntakeSettings(Section):
    """The section ``intake``."""
