"""Knobs of hearing; values, units and sources in ``configs/callgrade.yaml``."""

from callgrade.config.section import Section


class HearingSettings(Section):
    """The section ``hearing``."""
