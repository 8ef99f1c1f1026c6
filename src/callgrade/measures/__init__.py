"""Measures: pure functions from a conversation (and its audio) to values with their evidence, or reasons."""

from callgrade.measures.measure import measure_exchange, measure_sound

__all__ = ["measure_exchange", "measure_sound"]
