"""Show the ending of a file's name, but never a part of a person's name."""

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


def shown_ending(name: str) -> str:
    """The ending to show: ``.txt`` of ``notes.TXT``; ``OTHER`` if the part after the last dot may be personal data."""
    _, dot, last = name.rpartition(".")
    if not dot:
        return NONE
    ending = f".{last.lower()}"
    return ending if ending in _KNOWN or _SHORT.fullmatch(last) else OTHER
