"""AssemblyAI: utterances, or words with speakers, in milliseconds; ``channel`` where each has its own."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from callgrade.intake.documents.transcripts.documented import part, word
from callgrade.intake.documents.transcripts.reader import FoundTranscript, PartWord, TranscriptPart, TranscriptReader
from callgrade.intake.documents.transcripts.speaker_runs import parts_of
from callgrade.intake.documents.transcripts.values import channel, has_items, items, mapping

_ITS_OWN = ("audio_duration", "acoustic_model", "speech_model", "speech_models", "language_code", "audio_url")
MILLISECONDS = 0.001


def _fits(document: Any) -> bool:
    content = mapping(document)
    spoken = any(has_items(content.get(key), "text", "start", "end") for key in ("utterances", "words"))
    return spoken and any(key in content for key in _ITS_OWN)


def _read(document: Any) -> FoundTranscript:
    utterances = [_part(item) for item in items(document.get("utterances"))]
    parts = utterances or parts_of(_word(item) for item in items(document.get("words")))
    return FoundTranscript(parts, MILLISECONDS, {"language": document.get("language_code")})


def _part(item: Mapping[str, Any]) -> TranscriptPart:
    """An utterance, by its channel where it has one; AssemblyAI counts channels from 1."""
    said, own = part(item), channel(item.get("channel"), first=1)
    if own is None:
        return said
    return replace(said, speaker=own, words=[replace(one, speaker=own) for one in said.words])


def _word(item: Mapping[str, Any]) -> PartWord:
    said = word(item)
    return replace(said, speaker=channel(item.get("channel"), first=1) or said.speaker)


READER = TranscriptReader("AssemblyAI", _fits, _read)
