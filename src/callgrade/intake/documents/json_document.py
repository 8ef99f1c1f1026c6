"""Read a document of another program: JSON (RFC 8259), shallow, with finite numbers only, or subtitles."""

import json
from typing import Any, NoReturn

from callgrade.config.intake import IntakeSettings
from callgrade.intake.audio.sniff import UTF_16, FileKind, sniff
from callgrade.intake.documents.transcripts.reader import Captions
from callgrade.intake.probe import OpenFile
from callgrade.intake.refusal import Refusal, refuse


def read_document(opened: OpenFile, settings: IntakeSettings) -> Any:
    """The value of the document; raises ``InputError`` (``too_large``, ``bad_json``, ``bad_transcript``)."""
    if sniff(opened.file, opened.name) is FileKind.CAPTIONS:
        return _read_captions(opened, settings)
    if opened.size_bytes > settings.max_document_mib * 2**20:
        raise refuse(Refusal.TOO_LARGE, f"{opened.name} is larger than {settings.max_document_mib} MiB.")
    try:
        return json.loads(opened.file.read().decode("utf-8-sig"), parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        what = f"{opened.name}:{error.lineno}:{error.colno}: {error.msg}."
        raise refuse(Refusal.BAD_JSON, what) from None
    except UnicodeDecodeError:
        raise refuse(Refusal.BAD_JSON, f"{opened.name} is not UTF-8 text.") from None
    except (RecursionError, ValueError) as error:
        why = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise refuse(Refusal.BAD_JSON, f"{opened.name}: {why}.") from None


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number of JSON")


def _read_captions(opened: OpenFile, settings: IntakeSettings) -> Captions:
    if opened.size_bytes > settings.max_captions_mib * 2**20:
        raise refuse(Refusal.TOO_LARGE, f"{opened.name} is larger than {settings.max_captions_mib} MiB.")
    try:
        raw = opened.file.read()
        return Captions(raw.decode("utf-16" if raw.startswith(UTF_16) else "utf-8-sig"))
    except UnicodeDecodeError:
        raise refuse(Refusal.BAD_TRANSCRIPT, f"{opened.name} is not UTF-8 text.") from None
