"""Deepgram: utterances, or the words of each channel; a channel is a speaker where there are several."""

from collections.abc import Mapping
from typing import Any

from callgrade.intake.documents.transcripts.reader import FoundTranscript, PartWord, TranscriptPart, TranscriptReader
from callgrade.intake.documents.transcripts.speaker_runs import in_order, of_channels, parts_of
from callgrade.intake.documents.transcripts.values import first, has_items, items, label, mapping


def _fits(document: Any) -> bool:
    content = mapping(document)
    whole = has_items(mapping(content.get("results")).get("channels"), "alternatives")
    return whole or (isinstance(content.get("transcript"), str) and has_items(content.get("words"), "word", "start"))


def _read(document: Any) -> FoundTranscript:
    """Of the whole answer, or of one alternative, as it is kept in vCons."""
    results = mapping(document.get("results"))
    channels = items(results.get("channels"))
    alternatives = [next(iter(items(channel.get("alternatives"))), {}) for channel in channels] or [document]
    utterances = items(results.get("utterances"))
    parts = _utterances(utterances) if utterances else _by_words(alternatives)
    language = next((channel.get("detected_language") for channel in channels), None)
    return FoundTranscript(parts, facts={"language": language})


def _utterances(utterances: list[Mapping[str, Any]]) -> list[TranscriptPart]:
    several = len({found for item in utterances if (found := label(item.get("channel")))}) > 1
    return [
        TranscriptPart(
            _speaker(item, item.get("channel") if several else None),
            item.get("transcript"),
            item.get("start"),
            item.get("end"),
            [_word(word) for word in items(item.get("words"))],
        )
        for item in utterances
    ]


def _by_words(alternatives: list[Mapping[str, Any]]) -> list[TranscriptPart]:
    if len(alternatives) == 1:
        return parts_of(in_order(_word(word) for word in items(alternatives[0].get("words"))))
    return of_channels(
        _word(word, channel)
        for channel, alternative in enumerate(alternatives)
        for word in items(alternative.get("words"))
    )


def _word(item: Mapping[str, Any], channel: object = None) -> PartWord:
    text = first(item, "punctuated_word", "word")
    return PartWord(text, item.get("start"), item.get("end"), item.get("confidence"), _speaker(item, channel))


def _speaker(item: Mapping[str, Any], channel: object) -> str | None:
    return label(item.get("speaker")) if channel is None else f"channel {label(channel)}"


READER = TranscriptReader("Deepgram", _fits, _read)
