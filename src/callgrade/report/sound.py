"""The recording of a call as a page plays it: a link to it, or a copy beside the page.

Browsers play PCM, µ-law and A-law in WAV, MP3, AAC, Ogg and MP4 alike. Other formats (GSM and ADPCM, AMR, FLAC, sound
without a header) are not played by all of them, so a copy of those is in Opus.
"""

import os
import shutil
from pathlib import Path
from urllib.parse import quote

from callgrade.config.intake import IntakeSettings
from callgrade.errors import InputError
from callgrade.files import make_folder, whole_files
from callgrade.intake.audio.sniff import FileKind, sniff
from callgrade.intake.audio.wav import read_wav_header
from callgrade.intake.probe import OpenFile, open_regular
from callgrade.redaction import redact_text
from callgrade.report.call_page import Sound
from callgrade.report.opus import write_opus
from callgrade.translation.current import noted

FOLDER = "audio"
_PLAYED = {
    FileKind.MP3: ".mp3",
    FileKind.AAC: ".aac",
    FileKind.OGG: ".ogg",
    FileKind.MP4: ".m4a",
    FileKind.WEBM: ".webm",
}
_WRITTEN = (FileKind.JSON, FileKind.CAPTIONS)
_NO_SOUND = Sound(None, noted("This call is a transcript: there is no recording."))
_NOT_HERE = Sound(None, noted("The recording is not where it was when the page was written."))
_UNNAMED = Sound(None, noted("The recording is not linked, because its name holds what must not be written."))
_NOT_PLAYED = Sound(None, noted("A browser cannot play this format. With --with-audio there is a copy that it plays."))


def linked(recording: Path | None, page_folder: Path) -> Sound:
    """The recording where it lies, by an address relative to ``page_folder``."""
    try:
        with open_regular(recording or Path()) as opened:
            kind = sniff(opened.file, opened.name)
            ending = _ending(opened, kind)
    except InputError:
        return _NOT_HERE
    if kind in _WRITTEN:
        return _NO_SOUND
    if ending is None:
        return _NOT_PLAYED
    address = Path(os.path.relpath(opened.path.absolute(), page_folder.absolute())).as_posix()
    return _UNNAMED if redact_text(address) != address else Sound(quote(address))


def copied(recording: Path | None, name: str, site: Path, settings: IntakeSettings | None) -> Sound:
    """A copy in the folder of sound of ``site``, called ``name``; written once, as recordings do not change.

    ``settings``: how to decode it; ``None``: no new copy is made.
    """
    folder = site / FOLDER
    copy: Path | Sound | None = next(folder.glob(f"{name}.*"), None)
    if copy is None:
        copy = _copy(recording, folder, name, settings) if settings else _NOT_HERE
    return copy if isinstance(copy, Sound) else Sound(f"../{FOLDER}/{copy.name}")


def copied_beside(recording: Path, page: Path, settings: IntakeSettings) -> Sound:
    """A copy beside ``page``, with its name; raises ``OutputError``."""
    copy = _copy(recording, page.parent, page.stem, settings)
    return copy if isinstance(copy, Sound) else Sound(quote(copy.name))


def _copy(recording: Path | None, folder: Path, name: str, settings: IntakeSettings) -> Path | Sound:
    """Write a copy that browsers play, called ``name`` with an ending; or why there is none."""
    try:
        with open_regular(recording or Path()) as opened:
            kind = sniff(opened.file, opened.name)
            if kind is None or kind in _WRITTEN:
                return _NO_SOUND
            ending = _ending(opened, kind)
            target = folder / f"{name}{ending or '.ogg'}"
            make_folder(folder)
            with whole_files(target) as (file,):
                if ending:
                    shutil.copyfileobj(opened.file, file)
                else:
                    write_opus(opened, kind, file, settings)
    except InputError:
        return _NOT_HERE
    return target


def _ending(opened: OpenFile, kind: FileKind | None) -> str | None:
    """The ending of a name for a browser; ``None`` if not every browser plays it."""
    if kind is FileKind.WAV:
        header = read_wav_header(opened.file, opened.size_bytes)
        return ".wav" if header and header.linear else None
    return _PLAYED.get(kind) if kind else None
