"""The World Transcription Format (draft-howe-vcon-wtf-extension): segments, words and the labels of speakers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from callgrade.intake.transcripts.found import Found, Part, PartWord, Reader
from callgrade.intake.transcripts.runs import parts_of
from callgrade.intake.transcripts.values import has_items, items, label, mapping


def _fits(document: Any) -> bool:
    content = mapping(document)
    spoken = any(has_items(content.get(key), "start", "end", "text") for key in ("segments", "words"))
    return spoken and "language" in mapping(content.get("transcript"))


def _read(document: Any) -> Found:
    names = {key: label(mapping(one).get("label")) for key, one in mapping(document.get("speakers")).items()}
    words = [_word(item, names) for item in items(document.get("words"))]
    segments = [_part(item, names, words) for item in items(document.get("segments"))]
    return Found(segments or parts_of(words), facts={"language": document["transcript"]["language"]})


def _part(item: Mapping[str, Any], names: Mapping[str, str | None], words: list[PartWord]) -> Part:
    """``words`` of a segment: indices into the list of all words."""
    named = item.get("words") if isinstance(item.get("words"), list) else []
    own = [words[index] for index in named or () if type(index) is int and 0 <= index < len(words)]
    spoken = [replace(word, closes=False) for word in own if not word.closes]
    return Part(_speaker(item, names), item.get("text"), item.get("start"), item.get("end"), spoken)


def _word(item: Mapping[str, Any], names: Mapping[str, str | None]) -> PartWord:
    closes = item.get("is_punctuation") is True
    speaker = _speaker(item, names)
    return PartWord(item.get("text"), item.get("start"), item.get("end"), item.get("confidence"), speaker, closes)


def _speaker(item: Mapping[str, Any], names: Mapping[str, str | None]) -> str | None:
    known = label(item.get("speaker"))
    return names.get(known or "") or known


READER = Reader("WTF", _fits, _read)
