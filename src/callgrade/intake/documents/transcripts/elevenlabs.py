"""ElevenLabs: words, blanks and sounds in a list, or in one for each channel; each word has its speaker and seconds."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from callgrade.intake.documents.transcripts.documented import word
from callgrade.intake.documents.transcripts.reader import FoundTranscript, PartWord, TranscriptReader
from callgrade.intake.documents.transcripts.speaker_runs import of_channels, parts_of
from callgrade.intake.documents.transcripts.values import has_items, items, label, mapping


def _fits(document: Any) -> bool:
    channels = items(mapping(document).get("transcripts"))
    return _has_words(mapping(document)) or any(
        "channel_index" in channel and _has_words(channel) for channel in channels
    )


def _has_words(content: Mapping[str, Any]) -> bool:
    return has_items(content.get("words"), "text", "type", "speaker_id")


def _read(document: Any) -> FoundTranscript:
    channels = items(document.get("transcripts"))
    if not channels:
        return FoundTranscript(parts_of(_words(document)), facts={"language": document.get("language_code")})
    words = [
        replace(one, speaker=f"channel {label(channel.get('channel_index'))}")
        for channel in channels
        for one in _words(channel)
    ]
    return FoundTranscript(of_channels(words), facts={"language": channels[0].get("language_code")})


def _words(content: Mapping[str, Any]) -> list[PartWord]:
    spoken = [item for item in items(content.get("words")) if item.get("type") == "word"]
    return [replace(word(item), speaker=label(item.get("speaker_id"))) for item in spoken]


READER = TranscriptReader("ElevenLabs", _fits, _read)
