"""What goes into the recogniser, and what comes out of it."""

from collections.abc import Callable
from dataclasses import dataclass

from callgrade.hearing.recognition.windows import SpeechWindow
from callgrade.model.conversation import Word
from callgrade.model.span import Span

Progress = Callable[[int, int], None]
"""Called with the number of windows done and of all windows."""


@dataclass(frozen=True, eq=False)
class Speech:
    """The speech of one call. ``language``: ISO code, ``None`` to detect it from the windows.

    ``hotwords``: names that may occur in the call.
    """

    windows: tuple[SpeechWindow, ...]
    language: str | None = None
    hotwords: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recognised:
    """Words of each window, in the call's time; ``language`` is ``None`` if there was nothing to hear.

    ``language_probability``: mean over the windows asked, by length, ``None`` if it was given. ``languages``: of each
    window, ``None`` where it is the call's, ``und`` where none is likely. ``foreign``: channel, time and language of
    stretches inside other windows that are not in the call's language.
    """

    words: tuple[tuple[Word, ...], ...]
    language: str | None
    language_probability: float | None
    languages: tuple[str | None, ...]
    foreign: tuple[tuple[int, Span, str], ...] = ()
