"""whisper.cpp (``--output-json``): segments with offsets in milliseconds; ``--diarize`` adds the louder channel.

Its full form lists tokens, pieces of words. ``--tinydiarize`` marks where the speaker may change but not
who speaks, so it is ignored.
"""

from collections.abc import Mapping
from typing import Any

from callgrade.intake.documents.transcripts.assemblyai import MILLISECONDS
from callgrade.intake.documents.transcripts.reader import FoundTranscript, PartWord, TranscriptPart, TranscriptReader
from callgrade.intake.documents.transcripts.values import channel, has_items, items, mapping
from callgrade.text import cleaned, split_words


def _fits(document: Any) -> bool:
    return has_items(mapping(document).get("transcription"), "offsets", "text")


def _read(document: Any) -> FoundTranscript:
    language = mapping(document.get("result")).get("language")
    return FoundTranscript(
        [_part(item) for item in items(document["transcription"])], MILLISECONDS, {"language": language}
    )


def _part(item: Mapping[str, Any]) -> TranscriptPart:
    offsets = mapping(item.get("offsets"))
    words = _words(item)
    if [cleaned(word.text) for word in words] != split_words(cleaned(item.get("text"))):
        words = []
    return TranscriptPart(channel(item.get("speaker")), item.get("text"), offsets.get("from"), offsets.get("to"), words)


def _words(item: Mapping[str, Any]) -> list[PartWord]:
    """Tokens joined to words: a blank begins a word; markers such as ``[_BEG_]`` are none."""
    words: list[PartWord] = []
    for token in items(item.get("tokens")):
        text, offsets = token.get("text"), mapping(token.get("offsets"))
        if not isinstance(text, str) or text.startswith("[_"):
            continue
        if words and not text.startswith(" "):
            begun = words[-1]
            words[-1] = PartWord(f"{begun.text}{text}", begun.start, offsets.get("to"))
        else:
            words.append(PartWord(text, offsets.get("from"), offsets.get("to")))
    return words


READER = TranscriptReader("whisper.cpp", _fits, _read)
