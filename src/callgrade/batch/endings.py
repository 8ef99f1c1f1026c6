"""The ending of a file's name as it may be told: an ending, and never a piece of somebody's name."""

import re
from mimetypes import MimeTypes

NONE = "no ending"
OTHER = "another ending"
_SHORT = re.compile(r"(?=.*[A-Za-z])(?:[a-z0-9]{1,3}|[A-Z0-9]{1,3})")
_MORE = (
    *(".ulaw", ".alaw", ".mulaw", ".pcmu", ".pcma", ".g711", ".g722", ".g726", ".g729", ".slin", ".sln16", ".ilbc"),
    *(".docx", ".xlsx", ".pptx", ".odt", ".ods"),
    *(".opus", ".flac", ".webm", ".jsonl", ".yaml", ".sqlite", ".parquet"),
    *(".part", ".filepart", ".partial", ".crdownload", ".lock"),
)  # fmt: skip
_KNOWN = frozenset((*_MORE, *(ending for types in MimeTypes().types_map for ending in types)))


def told_ending(name: str) -> str:
    """``.txt`` of ``notes.TXT``; ``OTHER`` where what follows the last dot may be a name or a number."""
    _, dot, last = name.rpartition(".")
    if not dot:
        return NONE
    ending = f".{last.lower()}"
    return ending if ending in _KNOWN or _SHORT.fullmatch(last) else OTHER
