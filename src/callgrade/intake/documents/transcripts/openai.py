"""OpenAI's diarised transcription (``diarized_json``): segments of a type of their own, speakers A, B … or as named."""

from typing import Any

from callgrade.intake.documents.transcripts.documented import part
from callgrade.intake.documents.transcripts.reader import FoundTranscript, TranscriptReader
from callgrade.intake.documents.transcripts.values import items, mapping

_TYPE = "transcript.text.segment"


def _fits(document: Any) -> bool:
    return any(item.get("type") == _TYPE for item in items(mapping(document).get("segments")))


def _read(document: Any) -> FoundTranscript:
    return FoundTranscript([part(item) for item in items(document["segments"])])


READER = TranscriptReader("OpenAI", _fits, _read)
