"""ElevenLabs: words, blanks and sounds in one list, each word with its speaker, in seconds."""

from dataclasses import replace
from typing import Any

from callgrade.intake.documents.transcripts.documented import word
from callgrade.intake.documents.transcripts.reader import FoundTranscript, TranscriptReader
from callgrade.intake.documents.transcripts.speaker_runs import parts_of
from callgrade.intake.documents.transcripts.values import has_items, items, label, mapping


def _fits(document: Any) -> bool:
    return has_items(mapping(document).get("words"), "text", "type", "speaker_id")


def _read(document: Any) -> FoundTranscript:
    spoken = [item for item in items(document["words"]) if item.get("type") == "word"]
    words = [replace(word(item), speaker=label(item.get("speaker_id"))) for item in spoken]
    return FoundTranscript(parts_of(words), facts={"language": document.get("language_code")})


READER = TranscriptReader("ElevenLabs", _fits, _read)
