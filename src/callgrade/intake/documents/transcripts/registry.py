"""The formats that are read. A new one: a module beside this with a ``READER``, and a line here.

A transcript goes to the first reader that it fits; the documented form comes last, for it takes almost any list.
"""

from typing import Any

from callgrade.intake.documents.transcripts import (
    assemblyai,
    aws,
    captions,
    deepgram,
    documented,
    elevenlabs,
    openai,
    rev,
    whisper_cpp,
    whisperx,
    wtf,
)
from callgrade.intake.documents.transcripts.reader import FoundTranscript, TranscriptReader

READERS: tuple[TranscriptReader, ...] = (
    captions.READER,
    wtf.READER,
    aws.READER,
    aws.ANALYTICS_READER,
    deepgram.READER,
    whisper_cpp.READER,
    rev.READER,
    elevenlabs.READER,
    assemblyai.READER,
    openai.READER,
    whisperx.READER,
    documented.READER,
)
NAMES = ", ".join(reader.name for reader in READERS)


def find_transcript(content: Any) -> FoundTranscript | None:
    """The transcript in ``content``; ``None`` where it has none in a format that is read."""
    reader = next((reader for reader in READERS if reader.fits(content)), None)
    return reader.read(content) if reader else None
