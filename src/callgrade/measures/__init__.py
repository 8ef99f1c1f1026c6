"""Measures: pure functions from a conversation (and its audio) to values with their evidence, or reasons."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from callgrade.measures.measure import assign_sound as assign_sound
    from callgrade.measures.measure import hear_voices as hear_voices
    from callgrade.measures.measure import measure_exchange as measure_exchange
    from callgrade.measures.measure import measure_sound as measure_sound
    from callgrade.measures.measure import measure_voices as measure_voices
    from callgrade.measures.picture import draw_sound as draw_sound

__all__ = ["assign_sound", "draw_sound", "hear_voices", "measure_exchange", "measure_sound", "measure_voices"]


def __getattr__(name: str) -> Any:
    """Load numpy when something is measured: cards are written with ``measures.presence`` alone."""
    if name not in __all__:
        raise AttributeError(f"module 'callgrade.measures' has no attribute {name!r}")
    from callgrade.measures import measure, picture

    return getattr(picture if name == "draw_sound" else measure, name)
