"""Speaker turns as transcripts write them, brought to one shape.

Read are lists of turns under ``turns``, ``segments``, ``utterances``, ``conversation`` or ``messages`` (or the list
itself), each with a speaker, a text, and where known a start, an end and timed words, by any of the names below.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from callgrade.intake.refusal import Refusal, refuse
from callgrade.intake.text import plain

_LISTS = ("turns", "segments", "utterances", "conversation", "messages", "transcript")
_SPEAKER = ("role", "speaker", "speaker_label", "participant", "party", "channel")
_TEXT = ("text", "message", "transcript", "content", "body", "utterance")
_START = ("start_s", "start", "time_s", "start_time", "begin", "offset_s")
_END = ("end_s", "end", "end_time", "stop")
_WORD = ("text", "word", "w")
_PROBABILITY = ("probability", "confidence")
_MAX_TIME_S = 7 * 24 * 3600.0


@dataclass(frozen=True)
class WrittenWord:
    """A word with its own times, seconds."""

    text: str
    start_s: float
    end_s: float
    probability: float | None


@dataclass(frozen=True)
class WrittenTurn:
    """A turn as written. ``speaker``: its label; times in seconds, ``None`` where not given."""

    speaker: str
    text: str
    start_s: float | None
    end_s: float | None
    words: tuple[WrittenWord, ...]


def find_turns(document: Any) -> list[Any] | None:
    """The list of turns in ``document``, however it is named; ``None`` without one."""
    if isinstance(document, list):
        return document if document and all(isinstance(item, dict) for item in document) else None
    if not isinstance(document, Mapping):
        return None
    for key in _LISTS:
        inner = document.get(key)
        found = find_turns(inner) if isinstance(inner, list | Mapping) else None
        if found is not None and isinstance(inner, list | Mapping):
            return found
    return None


def read_turns(items: Sequence[Any], name: str) -> tuple[WrittenTurn, ...]:
    """The turns that say something, in the order of their times, or as written; raises ``InputError``."""
    turns = [_turn(item, f"{name}: turn {number}") for number, item in enumerate(items, start=1)]
    spoken = [turn for turn in turns if turn.text]
    if not spoken:
        raise refuse(Refusal.BAD_TRANSCRIPT, f"{name} holds no words.")
    if all(turn.start_s is not None for turn in spoken):
        spoken.sort(key=lambda turn: turn.start_s or 0.0)
    return tuple(spoken)


def _turn(item: Any, where: str) -> WrittenTurn:
    if not isinstance(item, Mapping):
        raise refuse(Refusal.BAD_TRANSCRIPT, f"{where} is no object.")
    text, speaker = _first(item, _TEXT), _speaker(item)
    if not isinstance(text, str):
        raise refuse(Refusal.BAD_TRANSCRIPT, f"{where} has no text.")
    if speaker is None:
        raise refuse(Refusal.BAD_TRANSCRIPT, f"{where} has no speaker.")
    start_s, end_s = _time(item, _START, where), _time(item, _END, where)
    if start_s is not None and end_s is not None and end_s < start_s:
        raise refuse(Refusal.BAD_TRANSCRIPT, f"{where} ends before it starts.")
    return WrittenTurn(speaker, plain(text), start_s, end_s, _words(item.get("words"), where))


def _speaker(item: Mapping[str, Any]) -> str | None:
    """The speaker's label: ``party 0`` and ``channel 1`` for numbers of those."""
    for key in _SPEAKER:
        value = item.get(key)
        if isinstance(value, Mapping):
            value = _first(value, ("role", "name", "label", "id"))
        if isinstance(value, str | int) and not isinstance(value, bool):
            label = plain(value)
            return f"{key} {label}" if key in ("party", "channel") and label.isdecimal() else label
    return None


def _words(items: Any, where: str) -> tuple[WrittenWord, ...]:
    """The timed words; none when one of them lacks a time."""
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        return ()
    words = []
    for item in items:
        text, start_s, end_s = _first(item, _WORD), _time(item, _START, where), _time(item, _END, where)
        if not isinstance(text, str) or start_s is None or end_s is None or end_s < start_s:
            return ()
        if plain(text):
            words.append(WrittenWord(plain(text), start_s, end_s, _share(_first(item, _PROBABILITY))))
    return tuple(sorted(words, key=lambda word: word.start_s))


def _first(item: Mapping[str, Any], keys: Sequence[str]) -> Any:
    return next((item[key] for key in keys if item.get(key) is not None), None)


def _time(item: Mapping[str, Any], keys: Sequence[str], where: str) -> float | None:
    value = _first(item, keys)
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= _MAX_TIME_S:
        raise refuse(Refusal.BAD_TRANSCRIPT, f"{where}: {value!r:.40} is no time in seconds.")
    return float(value)


def _share(value: Any) -> float | None:
    number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if number and 0 <= value <= 1 else None
