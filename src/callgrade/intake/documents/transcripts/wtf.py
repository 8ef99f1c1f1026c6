"""The World Transcription Format (draft-howe-vcon-wtf-extension): segments, words and the labels of speakers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from callgrade.intake.documents.transcripts.reader import FoundTranscript, PartWord, TranscriptPart, TranscriptReader
from callgrade.intake.documents.transcripts.speaker_runs import parts_of
from callgrade.intake.documents.transcripts.values import has_items, items, label, mapping, number


def _fits(document: Any) -> bool:
    content = mapping(document)
    spoken = any(has_items(content.get(key), "start", "end", "text") for key in ("segments", "words"))
    return spoken and "language" in mapping(content.get("transcript"))


def _read(document: Any) -> FoundTranscript:
    names = {key: label(mapping(one).get("label")) for key, one in mapping(document.get("speakers")).items()}
    words = [_word(item, names) for item in items(document.get("words"))]
    segments = [_part(item, names, words) for item in items(document.get("segments"))]
    return FoundTranscript(segments or parts_of(words), facts={"language": document["transcript"]["language"]})


def _part(item: Mapping[str, Any], names: Mapping[str, str | None], words: list[PartWord]) -> TranscriptPart:
    """``words`` of a segment: indices into the list of all words; without any, those at its time."""
    named = item.get("words") if isinstance(item.get("words"), list) else []
    own = [words[index] for index in named or () if type(index) is int and 0 <= index < len(words)]
    own = own or [word for word in words if _is_inside(word, item)]
    spoken = [replace(word, closes=False) for word in own if not word.closes]
    return TranscriptPart(_speaker(item, names), item.get("text"), item.get("start"), item.get("end"), spoken)


def _is_inside(word: PartWord, segment: Mapping[str, Any]) -> bool:
    begin, end = number(segment.get("start")), number(segment.get("end"))
    start, stop = number(word.start), number(word.end)
    if begin is None or end is None or start is None or stop is None:
        return False
    return begin <= (start + stop) / 2 < end


def _word(item: Mapping[str, Any], names: Mapping[str, str | None]) -> PartWord:
    closes = item.get("is_punctuation") is True
    speaker = _speaker(item, names)
    return PartWord(item.get("text"), item.get("start"), item.get("end"), item.get("confidence"), speaker, closes)


def _speaker(item: Mapping[str, Any], names: Mapping[str, str | None]) -> str | None:
    known = label(item.get("speaker"))
    return names.get(known or "") or known


READER = TranscriptReader("WTF", _fits, _read)
