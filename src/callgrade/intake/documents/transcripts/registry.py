"""The formats that are read. A new one: a module beside this with a ``READER``, and a line here, or a plug-in.

A transcript goes to the first reader that it fits; the documented form comes last, for it takes almost any list.
"""

from dataclasses import replace
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
from callgrade.intake.refusal import Refusal, refuse
from callgrade.plugins import TRANSCRIPT_READERS, Plugins, plugins

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
"""Those that are shipped."""


def added_readers() -> Plugins:
    """The readers of plug-ins."""
    return plugins(TRANSCRIPT_READERS, TranscriptReader)


def readers() -> tuple[TranscriptReader, ...]:
    """The readers in the order in which they are asked."""
    *shipped, last = READERS
    return (*shipped, *added_readers().parts.values(), last)


def names_of_readers() -> str:
    """The formats that are read, for a message."""
    return ", ".join(reader.name for reader in readers())


def find_transcript(content: Any) -> FoundTranscript | None:
    """The transcript in ``content``; ``None`` where it has none in a format that is read.

    A reader of a plug-in that fails is passed over; the transcript has a warning, or if no other reader knows the
    format, ``InputError`` (``bad_transcript``) is raised.
    """
    failed: list[str] = []
    for reader in readers():
        try:
            found = _read(reader, content)
        except Exception as error:  # code of others
            if reader in READERS:
                raise
            failed.append(f"the plug-in {reader.name} failed: {type(error).__name__}")  # its text may quote the call
            continue
        if found is not None:
            warnings = (f"transcript: {text}" for text in failed)
            return replace(found, warnings=(*found.warnings, *warnings))
    if failed:
        raise refuse(Refusal.BAD_TRANSCRIPT, f"The transcript cannot be read: {'; '.join(failed)}.")
    return None


def _read(reader: TranscriptReader, content: Any) -> FoundTranscript | None:
    """What ``reader`` finds, ``None`` if the document has another format."""
    found = reader.read(content) if reader.fits(content) else None
    if not isinstance(found, FoundTranscript | None):
        raise TypeError(f"it gives {type(found).__name__} and not FoundTranscript")
    return found
