"""Measures: pure functions from a conversation (and its audio) to values with their evidence, or reasons."""

from callgrade.measures.measure import assign_sound, hear_voices, measure_exchange, measure_sound, measure_voices
from callgrade.measures.picture import draw_sound

__all__ = ["assign_sound", "draw_sound", "hear_voices", "measure_exchange", "measure_sound", "measure_voices"]
