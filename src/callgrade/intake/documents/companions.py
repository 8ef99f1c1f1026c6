"""Documents beside a recording: a sidecar (``call.wav.json``, ``call.json``), a vCon (``call.vcon.json``), captions."""

import os
from pathlib import Path, PurePath
from typing import BinaryIO

from callgrade.config.intake import IntakeSettings
from callgrade.errors import InputError
from callgrade.intake.documents.call_document import CallDocument, read_call_document
from callgrade.intake.documents.json_document import read_document
from callgrade.intake.documents.own_card import is_scorecard
from callgrade.intake.probe import open_regular
from callgrade.model.provenance import Provenance
from callgrade.model.record import CallRecord
from callgrade.text import escaped

_ENDINGS = (".json", ".vcon.json", ".vcon", ".vtt", ".srt")
_SUBTITLES = (".vtt", ".srt")
_HEAD_BYTES = 256


def companion_names(audio_name: str) -> tuple[str, ...]:
    """The names that a companion of the recording may have: sidecars first, ``call.wav.json`` before ``call.json``."""
    stem = PurePath(audio_name).stem
    names = (name for ending in _ENDINGS for name in (audio_name + ending, stem + ending))
    return tuple(name for name in dict.fromkeys(names) if name != audio_name)


def recording_named_by(document_name: str) -> str:
    """The name of the recording that ``call.wav.json`` is beside; empty for a name without one of their endings."""
    endings = sorted(_ENDINGS, key=len, reverse=True)
    lower = document_name.lower()
    return next((document_name[: -len(ending)] for ending in endings if lower.endswith(ending)), "")


def is_own_scorecard(file: BinaryIO) -> bool:
    """Whether the document was written by callgrade itself, by its first key; ``file`` is left at its start."""
    head = file.read(_HEAD_BYTES)
    file.seek(0)
    return b'"callgrade.scorecard/' in head


def find_companions(audio: Path, settings: IntakeSettings, with_subtitles: bool) -> list[CallDocument]:
    """The documents beside ``audio``, most important first: sidecars, then vCons; subtitles where asked for.

    Callgrade's own scorecards are left out: what was said of a call once must not steer what is said next. A document
    that cannot be read says nothing of the call but a warning why.
    """
    found = []
    for name in companion_names(audio.name):
        path = audio.with_name(name)
        if os.path.lexists(path) and (with_subtitles or not name.endswith(_SUBTITLES)):
            document = _read(path, settings, audio.name)
            if document is not None:
                found.append(document)
    return sorted(found, key=lambda document: document.vcon is not None)


def _read(path: Path, settings: IntakeSettings, audio_name: str) -> CallDocument | None:
    """The document at ``path``; ``None`` for callgrade's own scorecard."""
    try:
        with open_regular(path) as opened:
            content = read_document(opened, settings)
        if is_scorecard(content):
            return None
        return read_call_document(content, opened.name, settings, Provenance.SIDECAR, audio_name)
    except InputError as error:
        warning = f"{Provenance.SIDECAR}: {error.what.removesuffix('.')}; nothing was taken from it"
    except OSError as error:
        warning = (
            f"{Provenance.SIDECAR}: {escaped(path.name)} cannot be read: {error.strerror}; nothing was taken from it"
        )
    return CallDocument(escaped(path.name), CallRecord(), None, {}, (warning,))
