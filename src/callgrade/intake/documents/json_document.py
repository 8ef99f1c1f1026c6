"""Read a document of another program: JSON (RFC 8259) that is not deep, or subtitles.

A number that is none (``NaN``, as Python writes it) or has more digits than any float is read as missing.
"""

import json
from typing import Any

from callgrade.config.intake import IntakeSettings
from callgrade.intake.audio.sniff import UTF_16, FileKind, sniff
from callgrade.intake.documents.transcripts.reader import Captions
from callgrade.intake.probe import OpenFile
from callgrade.intake.refusal import Refusal, refuse

_MOST_DIGITS = 309
"""Of a whole number that a float can hold."""


def read_document(opened: OpenFile, settings: IntakeSettings) -> Any:
    """The value of the document; raises ``InputError`` (``too_large``, ``bad_json``, ``bad_transcript``)."""
    if sniff(opened.file, opened.name) is FileKind.CAPTIONS:
        return _read_captions(opened, settings)
    if opened.size_bytes > settings.max_document_mib * 2**20:
        raise refuse(Refusal.TOO_LARGE, f"{opened.name} is larger than {settings.max_document_mib} MiB.")
    try:
        return json.loads(_decoded(opened.file.read()), parse_constant=_no_number, parse_int=_whole)
    except json.JSONDecodeError as error:
        what = f"{opened.name}:{error.lineno}:{error.colno}: {error.msg}."
        raise refuse(Refusal.BAD_JSON, what) from None
    except UnicodeDecodeError:
        raise refuse(Refusal.BAD_JSON, f"{opened.name} is not UTF-8 text; save it as UTF-8.") from None
    except RecursionError:
        raise refuse(Refusal.BAD_JSON, f"{opened.name}: nested too deeply.") from None


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-16" if raw.startswith(UTF_16) else "utf-8-sig")


def _no_number(_text: str) -> None:
    return None


def _whole(text: str) -> int | None:
    return int(text) if len(text) <= _MOST_DIGITS else None


def _read_captions(opened: OpenFile, settings: IntakeSettings) -> Captions:
    if opened.size_bytes > settings.max_captions_mib * 2**20:
        raise refuse(Refusal.TOO_LARGE, f"{opened.name} is larger than {settings.max_captions_mib} MiB.")
    try:
        return Captions(_decoded(opened.file.read()))
    except UnicodeDecodeError:
        raise refuse(Refusal.BAD_TRANSCRIPT, f"{opened.name} is not UTF-8 text; save it as UTF-8.") from None
