"""whisperX, and Whisper's own JSON: segments with timed words, and speakers if they were separated.

A word that could not be aligned, such as a number, has no times. ``score`` is how well a word was
aligned, not how surely it was recognised.
"""

from dataclasses import replace
from typing import Any

from callgrade.intake.documents.transcripts.documented import part
from callgrade.intake.documents.transcripts.reader import FoundTranscript, TranscriptPart, TranscriptReader
from callgrade.intake.documents.transcripts.values import first, has_items, items, label, mapping


def _fits(document: Any) -> bool:
    segments = mapping(document).get("segments")
    aligned = any(has_items(item.get("words"), "word") for item in items(segments))
    return has_items(segments, "start", "end", "text") and (aligned or has_items(segments, "avg_logprob"))


def _read(document: Any) -> FoundTranscript:
    return FoundTranscript([_part(item) for item in items(document["segments"])])


def _part(item: Any) -> TranscriptPart:
    """A speaker that only the words have is found there when the part is mended."""
    found = part(item)
    return replace(found, speaker=label(first(item, "speaker", "role")))


READER = TranscriptReader("whisperX", _fits, _read)
