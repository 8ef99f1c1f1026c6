"""Amazon Transcribe: words one by one, their speaker at the word, in a list of segments, or by the channel.

Its call analytics, and Contact Lens of Amazon Connect, write turns instead, with roles and milliseconds.
"""

from collections.abc import Mapping
from typing import Any

from callgrade.intake.documents.transcripts.assemblyai import MILLISECONDS
from callgrade.intake.documents.transcripts.reader import FoundTranscript, PartWord, TranscriptPart, TranscriptReader
from callgrade.intake.documents.transcripts.speaker_runs import of_channels, parts_of
from callgrade.intake.documents.transcripts.values import channel, first, has_items, items, label, mapping, number
from callgrade.model.redaction import UNREAD


def _fits(document: Any) -> bool:
    results = mapping(mapping(document).get("results"))
    return has_items(results.get("items"), "alternatives", "type")


def _read(document: Any) -> FoundTranscript:
    results = mapping(document["results"])
    segments = items(mapping(results.get("speaker_labels")).get("segments"))
    by_time = {number(item.get("start_time")): item for segment in segments for item in items(segment.get("items"))}
    written = _labelled(results)
    words = [_word(item, by_time, segments) for item in written]
    channels = any("channel_label" in item and "speaker_label" not in item for item in written)
    return FoundTranscript(
        of_channels(words) if channels else parts_of(words), facts={"language": results.get("language_code")}
    )


def _labelled(results: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The words; where they do not name their channels themselves, those in the list of each channel."""
    whole, channels = items(results["items"]), items(mapping(results.get("channel_labels")).get("channels"))
    if any("channel_label" in item or "speaker_label" in item for item in whole):
        return whole
    listed: list[Mapping[str, Any]] = [
        {"channel_label": one.get("channel_label"), **item} for one in channels for item in items(one.get("items"))
    ]
    return listed or whole


def _word(
    item: Mapping[str, Any], by_time: Mapping[float | None, Mapping[str, Any]], segments: list[Mapping[str, Any]]
) -> PartWord:
    said = next(iter(items(item.get("alternatives"))), {})
    start = number(item.get("start_time"))
    inside = next((one for one in segments if _holds(one, start)), {}) if start not in by_time else by_time[start]
    speaker = label(item.get("speaker_label")) or channel(item.get("channel_label"))
    speaker = speaker or label(inside.get("speaker_label"))
    closes = item.get("type") == "punctuation"
    content = said.get("content") if closes else first(said, "content") or UNREAD
    return PartWord(content, start, item.get("end_time"), said.get("confidence"), speaker, closes)


def _holds(segment: Mapping[str, Any], start: float | None) -> bool:
    begin, end = number(segment.get("start_time")), number(segment.get("end_time"))
    return None not in (begin, start, end) and (begin or 0.0) <= (start or 0.0) <= (end or 0.0)


def _is_analytics(document: Any) -> bool:
    return has_items(mapping(document).get("Transcript"), "Content")


def _read_analytics(document: Any) -> FoundTranscript:
    parts = [
        TranscriptPart(
            label(first(item, "ParticipantRole", "ParticipantId")),
            item.get("Content"),
            item.get("BeginOffsetMillis"),
            item.get("EndOffsetMillis"),
        )
        for item in items(document["Transcript"])
    ]
    return FoundTranscript(parts, MILLISECONDS, {"language": document.get("LanguageCode")})


READER = TranscriptReader("AWS Transcribe", _fits, _read)
ANALYTICS_READER = TranscriptReader("AWS Call Analytics", _is_analytics, _read_analytics)
