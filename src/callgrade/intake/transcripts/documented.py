"""callgrade's own documented form, and what is close to it: a list of turns by any usual name.

Read are lists under ``turns``, ``segments``, ``utterances``, ``conversation`` or ``messages`` (or the list itself),
each item with a speaker, a text, and where known a start, an end and timed words, by any of the names below.
"""

from collections.abc import Mapping
from typing import Any

from callgrade.intake.transcripts.found import Found, Part, PartWord, Reader
from callgrade.intake.transcripts.values import first, items, label

_LISTS = ("turns", "segments", "utterances", "conversation", "messages", "transcript")
_SPEAKER = ("role", "speaker", "speaker_label", "participant", "party", "channel")
_TEXT = ("text", "message", "transcript", "content", "body", "utterance")
_START = ("start_s", "start", "time_s", "start_time", "begin", "offset_s")
_END = ("end_s", "end", "end_time", "stop")
_WORD = ("text", "word", "w")
_PROBABILITY = ("probability", "confidence")


def find_turns(document: Any) -> list[Any] | None:
    """The list of turns in ``document``, however it is named; ``None`` without one."""
    if isinstance(document, list):
        return document if any(isinstance(item, Mapping) for item in document) else None
    if not isinstance(document, Mapping):
        return None
    for key in _LISTS:
        inner = document.get(key)
        found = find_turns(inner) if isinstance(inner, list | Mapping) else None
        if found is not None:
            return found
    return None


def part(item: Mapping[str, Any]) -> Part:
    """One turn."""
    words = [word(one) for one in items(item.get("words"))]
    return Part(_speaker(item), first(item, *_TEXT), first(item, *_START), first(item, *_END), words)


def word(item: Mapping[str, Any]) -> PartWord:
    """One word of a turn."""
    start, end = first(item, *_START), first(item, *_END)
    return PartWord(first(item, *_WORD), start, end, first(item, *_PROBABILITY), label(item.get("speaker")))


def _speaker(item: Mapping[str, Any]) -> str | None:
    """The speaker's label: ``party 0`` and ``channel 1`` for numbers of those."""
    for key in _SPEAKER:
        found = label(item.get(key))
        if found is not None:
            return f"{key} {found}" if key in ("party", "channel") and found.isdecimal() else found
    return None


def _read(document: Any) -> Found:
    return Found([part(item) for item in items(find_turns(document))])


READER = Reader("a list of turns", lambda document: find_turns(document) is not None, _read)
