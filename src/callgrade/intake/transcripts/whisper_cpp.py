"""whisper.cpp (``--output-json``): segments with offsets in milliseconds; ``--diarize`` adds the louder channel.

Its full form lists tokens, pieces of words. What ``--tinydiarize`` writes tells where a speaker may change and not
who speaks, so it is left alone.
"""

from collections.abc import Mapping
from typing import Any

from callgrade.intake.text import plain
from callgrade.intake.transcript import split_words
from callgrade.intake.transcripts.assemblyai import MILLISECONDS
from callgrade.intake.transcripts.found import Found, Part, PartWord, Reader
from callgrade.intake.transcripts.values import has_items, items, label, mapping


def _fits(document: Any) -> bool:
    return has_items(mapping(document).get("transcription"), "offsets", "text")


def _read(document: Any) -> Found:
    language = mapping(document.get("result")).get("language")
    return Found([_part(item) for item in items(document["transcription"])], MILLISECONDS, {"language": language})


def _part(item: Mapping[str, Any]) -> Part:
    offsets = mapping(item.get("offsets"))
    words = _words(item)
    if [plain(word.text) for word in words] != split_words(plain(item.get("text"))):
        words = []
    return Part(label(item.get("speaker")), item.get("text"), offsets.get("from"), offsets.get("to"), words)


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


READER = Reader("whisper.cpp", _fits, _read)
