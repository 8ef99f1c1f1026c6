"""AssemblyAI: utterances, or words with speakers, in milliseconds; ``channel`` where each has its own."""

from typing import Any

from callgrade.intake.transcripts.documented import part, word
from callgrade.intake.transcripts.found import Found, Reader
from callgrade.intake.transcripts.runs import parts_of
from callgrade.intake.transcripts.values import has_items, items, mapping

_ITS_OWN = ("audio_duration", "acoustic_model", "speech_model", "speech_models", "language_code", "audio_url")
MILLISECONDS = 0.001


def _fits(document: Any) -> bool:
    content = mapping(document)
    spoken = any(has_items(content.get(key), "text", "start", "end") for key in ("utterances", "words"))
    return spoken and any(key in content for key in _ITS_OWN)


def _read(document: Any) -> Found:
    utterances = [part(item) for item in items(document.get("utterances"))]
    parts = utterances or parts_of(word(item) for item in items(document.get("words")))
    return Found(parts, MILLISECONDS, {"language": document.get("language_code")})


READER = Reader("AssemblyAI", _fits, _read)
