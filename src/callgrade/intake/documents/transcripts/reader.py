"""What a reader finds in a transcript, nothing checked yet, and what a reader is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PartWord:
    """A word as written. ``start`` and ``end``: in the unit of the transcript; ``closes``: it is only punctuation."""

    text: Any
    start: Any = None
    end: Any = None
    probability: Any = None
    speaker: Any = None
    closes: bool = False


@dataclass(frozen=True)
class TranscriptPart:
    """A segment, utterance, cue or message as written; ``None`` where it says nothing."""

    speaker: Any = None
    text: Any = None
    start: Any = None
    end: Any = None
    words: Sequence[PartWord] = ()


@dataclass(frozen=True)
class FoundTranscript:
    """A transcript as a reader found it.

    ``unit_s``: seconds in one unit of its times, as the format has it. ``facts``: what it says of the call itself, by
    the names of ``Facts``.
    """

    parts: Sequence[TranscriptPart]
    unit_s: float = 1.0
    facts: Mapping[str, Any] | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class TranscriptReader:
    """Reads one format. ``fits``: whether a document has this format; ``read`` never raises."""

    name: str
    fits: Callable[[Any], bool]
    read: Callable[[Any], FoundTranscript]


@dataclass(frozen=True)
class Captions:
    """The text of a file of subtitles."""

    text: str
