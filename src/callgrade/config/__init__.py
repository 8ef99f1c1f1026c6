"""The configuration: every knob, its unit and its source stand in ``configs/callgrade.yaml``."""
