"""The written side of a vCon: the transcript of a recording, messages of a chat, or a thread of e-mails."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from callgrade.intake.documents.html_text import shown_text
from callgrade.intake.documents.transcripts.reader import Captions, FoundTranscript, TranscriptPart
from callgrade.intake.documents.transcripts.registry import find_transcript, names_of_readers
from callgrade.intake.documents.vcon import BASE64, Vcon, VconAnalysis, VconDialog, decoded
from callgrade.intake.facts import moment

CHAT = "vcon: a chat, judged as text only: when a message was sent says nothing of speaking"
UNREAD_FORM = "vcon: its transcript is in a form that is not read"
_PLAIN_TEXT = ("", "text/plain")
_HTML = "text/html"
_E_MAIL = ("multipart/", "message/")


def find_vcon_transcript(vcon: Vcon) -> tuple[FoundTranscript | None, tuple[str, ...]]:
    """The vCon's transcript, else its messages, ``None`` without either; and what could not be read."""
    transcripts = [analysis for analysis in vcon.analysis if "transcript" in analysis.type.casefold()]
    found = [one for analysis in transcripts if (one := find_transcript(unpacked(analysis))) is not None and one.parts]
    if found:
        first = f"vcon: of {len(found)} transcripts the first was read"
        return found[0], (first,) if len(found) > 1 else ()
    return _messages(vcon), (f"{UNREAD_FORM}; read are {names_of_readers()}",) if transcripts else ()


def first_start(vcon: Vcon) -> str | None:
    """When the first message of a chat was sent, as written."""
    texts = [dialog for dialog in vcon.dialog if dialog.type == "text" and not _mailed(dialog)]
    known = [(instant, dialog.start) for dialog in texts if (instant := _instant(dialog.start)) is not None]
    return str(min(known, key=lambda pair: pair[0])[1]) if known else None


def is_e_mail(vcon: Vcon) -> bool:
    """Whether the vCon holds e-mails and nothing else that was said."""
    texts = [dialog for dialog in vcon.dialog if dialog.type == "text"]
    return bool(texts) and all(_mailed(dialog) for dialog in texts)


def _mailed(dialog: VconDialog) -> bool:
    """By its media type, or by the identifier that mail programs give a message (``<1@example.com>``)."""
    marked = (dialog.message_id or "").strip()
    return dialog.media.startswith(_E_MAIL) or (marked.startswith("<") and marked.endswith(">") and "@" in marked)


def unpacked(analysis: VconAnalysis) -> Any:
    """The body as a value: written out, or as JSON or subtitles in a string."""
    if not isinstance(analysis.body, str):
        return analysis.body
    raw = decoded(analysis.body) if analysis.encoding in BASE64 else analysis.body.encode(errors="replace")
    text = raw.decode(errors="replace") if raw is not None else ""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return Captions(text) if "-->" in text else None


def _messages(vcon: Vcon) -> FoundTranscript | None:
    """Text dialogs in the order of their times; with a length each they are speech, else a chat."""
    texts = [dialog for dialog in vcon.dialog if dialog.type == "text" and not _mailed(dialog)]
    said = [(dialog, _text(dialog)) for dialog in texts]
    unread = sum(body is None for _, body in said)
    if unread == len(said):
        return None
    starts = [_instant(dialog.start) for dialog, _ in said]
    known = [start for start in starts if start is not None]
    times = [(start - min(known)).total_seconds() if start else None for start in starts]
    if None not in times:
        order = sorted(range(len(said)), key=lambda index: times[index] or 0.0)
        said, times = [said[index] for index in order], [times[index] for index in order]
    warnings = (f"vcon: messages that cannot be read as plain text: {unread}",) if unread else ()
    if all(dialog.duration for dialog, _ in said):
        return FoundTranscript(list(_spoken(said, times)), warnings=warnings)
    return FoundTranscript([TranscriptPart(_party(dialog), body) for dialog, body in said], warnings=(CHAT, *warnings))


def _spoken(said: list[tuple[VconDialog, str | None]], times: list[float | None]) -> Iterator[TranscriptPart]:
    for (dialog, body), start_s in zip(said, times, strict=True):
        end_s = None if start_s is None or dialog.duration is None else start_s + dialog.duration
        yield TranscriptPart(_party(dialog), body, start_s, end_s)


def _party(dialog: VconDialog) -> str | None:
    return None if dialog.first_party is None else f"party {dialog.first_party}"


def _text(dialog: VconDialog) -> str | None:
    """What a message says; ``None`` if it cannot be read."""
    if not isinstance(dialog.body, str) or dialog.media not in (*_PLAIN_TEXT, _HTML):
        return None
    raw = decoded(dialog.body) if dialog.encoding in BASE64 else dialog.body.encode(errors="replace")
    try:
        body = raw.decode("utf-8") if raw is not None else None
    except UnicodeDecodeError:
        return None
    return shown_text(body) if body is not None and dialog.media == _HTML else body


def _instant(value: object) -> datetime | None:
    """A time that can be compared with others; one without an offset counts as UTC."""
    try:
        time = moment(value)
    except ValueError:
        return None
    return time.replace(tzinfo=UTC) if time and time.tzinfo is None else time
