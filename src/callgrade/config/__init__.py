"""The configuration: settings with their units and sources are in ``configs/callgrade.yaml``."""
