"""OpenAI's diarised transcription (``diarized_json``): segments of a type of their own, speakers A, B … or as named."""

from typing import Any

from callgrade.intake.transcripts.documented import part
from callgrade.intake.transcripts.found import Found, Reader
from callgrade.intake.transcripts.values import items, mapping

_TYPE = "transcript.text.segment"


def _fits(document: Any) -> bool:
    return any(item.get("type") == _TYPE for item in items(mapping(document).get("segments")))


def _read(document: Any) -> Found:
    return Found([part(item) for item in items(document["segments"])])


READER = Reader("OpenAI", _fits, _read)
