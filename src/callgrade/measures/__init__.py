"""Measures: pure functions from a conversation (and its audio) to values with their evidence, or reasons."""

from callgrade.measures.measure import assign_sound, measure_exchange, measure_sound

__all__ = ["assign_sound", "measure_exchange", "measure_sound"]
