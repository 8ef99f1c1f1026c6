"""Speaker turns of a transcript, brought to one shape."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WrittenWord:
    """A word with its own times, seconds."""

    text: str
    start_s: float
    end_s: float
    probability: float | None


@dataclass(frozen=True)
class WrittenTurn:
    """A turn as written. ``speaker``: its label, ``None`` where it has none; times ``None`` where not given."""

    speaker: str | None
    text: str
    start_s: float | None
    end_s: float | None
    words: tuple[WrittenWord, ...]
