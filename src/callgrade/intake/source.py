"""Open a call: a recording with what is known of it, or a written call without sound."""

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import reduce
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from callgrade.config.intake import IntakeSettings
from callgrade.config.language_code import RECOGNISED
from callgrade.intake.agents import agent_record
from callgrade.intake.audio.decode import decode
from callgrade.intake.audio.offset import without_offset
from callgrade.intake.audio.sniff import FileKind, sniff
from callgrade.intake.documents.call_document import CallDocument, read_call_document
from callgrade.intake.documents.companions import find_companions
from callgrade.intake.documents.json_document import read_document
from callgrade.intake.documents.own_card import is_scorecard
from callgrade.intake.documents.speakers import who_is_who
from callgrade.intake.documents.text_language import text_language
from callgrade.intake.documents.transcript import conversation_of
from callgrade.intake.documents.transcripts.mend import mended
from callgrade.intake.documents.transcripts.registry import names_of_readers
from callgrade.intake.documents.turns import WrittenTurn
from callgrade.intake.documents.vcon import VconDialog, hash_warning, inline_body
from callgrade.intake.documents.vcon_text import UNREAD_FORM, is_e_mail
from callgrade.intake.facts import in_local_time
from callgrade.intake.file_name import record_of_name
from callgrade.intake.probe import OpenFile, open_regular
from callgrade.intake.refusal import Refusal, refuse
from callgrade.model.conversation import Conversation
from callgrade.model.heard import CallFile
from callgrade.model.provenance import Provenance
from callgrade.model.record import CallRecord, Role
from callgrade.model.recording import Recording

NOTHING_KNOWN = CallRecord()
_DOCUMENTS = (FileKind.JSON, FileKind.CAPTIONS)


@dataclass(frozen=True)
class _Sound:
    """Sound to decode: ``content`` is the file ``opened`` itself, or sound inside it."""

    opened: OpenFile
    content: BinaryIO
    kind: FileKind | None


@dataclass(frozen=True)
class RecordedCall:
    """A recording, and what is known of the call."""

    recording: Recording
    record: CallRecord


@dataclass(frozen=True)
class WrittenCall:
    """A call as a transcript: ``conversation`` has no audio."""

    file: CallFile
    conversation: Conversation
    record: CallRecord


def open_call(
    path: Path,
    settings: IntakeSettings,
    options: CallRecord,
    prefer_transcript: bool = False,
    cdr: CallRecord = NOTHING_KNOWN,
) -> RecordedCall | WrittenCall:
    """Open the recording, vCon or transcript at ``path``; raises ``InputError`` with a reason code.

    Each fact of the call comes from the first source that has it: ``options``, a sidecar, a vCon, the list of agents in
    ``settings``, ``cdr`` (the telephone system's call detail records), the file's name.
    ``prefer_transcript``: score the transcript of a vCon or sidecar even if there is sound.
    """
    options = _as_options(options)
    with open_regular(path) as opened:
        kind = sniff(opened.file, opened.name)
        if kind in _DOCUMENTS:
            return _open_document(opened, settings, options, prefer_transcript, cdr)
        companions = find_companions(path, settings, with_subtitles=prefer_transcript)
        by_name = record_of_name(path.name, settings.file_names)
        told = [options, *(companion.record for companion in companions)]
        record = _merged(told, [cdr, by_name], settings)
        if prefer_transcript:
            return _written(opened, next((c for c in companions if c.transcript), None), record, settings)
        return _recorded(_Sound(opened, opened.file, kind), companions, record, settings)


def _open_document(
    opened: OpenFile, settings: IntakeSettings, options: CallRecord, prefer_transcript: bool, cdr: CallRecord
) -> RecordedCall | WrittenCall:
    content = read_document(opened, settings)
    opened.file.seek(0)
    source = Provenance.SCORECARD if is_scorecard(content) else Provenance.TRANSCRIPT
    document = read_call_document(content, opened.name, settings, source)
    _refuse_no_call(document)
    dialog = document.dialog
    by_name = record_of_name((dialog and dialog.filename) or opened.name, settings.file_names)
    record = _merged([options, document.record], [cdr, by_name], settings)
    if dialog is None or prefer_transcript:
        return _written(opened, document, record, settings)
    sound = inline_body(dialog, opened.name)
    if sound is not None:
        inline = _Sound(opened, BytesIO(sound), _inline_kind(sound, dialog))
        return _recorded(inline, [document], record, settings)
    beside = _beside(opened, dialog)
    if beside is None and document.transcript:
        missing = (*document.warnings, "vcon: its sound is not here; the transcript was read")
        return _written(opened, replace(document, warnings=missing), record, settings)
    if beside is None:
        has_unread = any(warning.startswith(UNREAD_FORM) for warning in document.warnings)
        unread = ", and a transcript in a form that is not read" if has_unread else ""
        raise refuse(Refusal.AUDIO_ELSEWHERE, f"{opened.name} has its sound elsewhere{unread}.")
    with open_regular(beside) as audio:
        kind = sniff(audio.file, audio.name)
        return _recorded(_Sound(audio, audio.file, kind), [document], record, settings)


def _refuse_no_call(document: CallDocument) -> None:
    """Refuse a document that is not a call: it has no words, or holds e-mails."""
    if document.vcon is None and document.transcript is None:
        what = f"{document.name} holds neither a vCon nor a transcript in a form that is read ({names_of_readers()})."
        raise refuse(Refusal.NOT_A_CALL, what)
    if document.vcon and document.dialog is None and document.transcript is None and is_e_mail(document.vcon):
        raise refuse(Refusal.NOT_A_CALL, f"{document.name} is a thread of e-mails, not a call.")


def _recorded(
    sound: _Sound, companions: list[CallDocument], record: CallRecord, settings: IntakeSettings
) -> RecordedCall:
    name, content = sound.opened.name, sound.content
    if sound.kind is FileKind.ENCRYPTED:
        raise refuse(Refusal.ENCRYPTED, f"{name} is encrypted.")
    if sound.kind is None or sound.kind in _DOCUMENTS:
        raise refuse(Refusal.NOT_AUDIO, f"{name} is not a recording in a format that callgrade reads.")
    size_bytes = content.seek(0, os.SEEK_END)
    content.seek(0)
    decoded = decode(content, size_bytes, name, sound.kind, settings)
    channels, offset = without_offset(decoded.channels)
    told = [warning for companion in companions for warning in _warnings(companion, content)]
    recording = Recording(
        name=name,
        sha256=_digest(sound.opened.file, "sha256").hex(),
        sample_rate_hz=decoded.sample_rate_hz,
        channels=channels,
        warnings=(*decoded.warnings, *([offset] if offset else []), *told),
        missing_s=decoded.missing_s,
    )
    fitting, unfit = _fitting(record, recording)
    return RecordedCall(replace(recording, warnings=(*recording.warnings, *unfit)), fitting)


def _written(
    opened: OpenFile, document: CallDocument | None, record: CallRecord, settings: IntakeSettings
) -> WrittenCall:
    if document is None or document.transcript is None:
        raise refuse(Refusal.NO_TRANSCRIPT, f"{document.name if document else opened.name} has no transcript.")
    transcript = mended(document.transcript, document.name, settings.markers)
    turns = transcript.turns
    record = record.filled_from(_language_of(turns, settings))
    speakers = who_is_who(turns, settings, record, dict(document.roles) | _by_channel(record, turns, document.name))
    conversation = conversation_of(turns, speakers.roles, record.language, settings, speakers.attribution)
    if document.gaps_hidden is not None:
        conversation = replace(conversation, gaps_hidden=document.gaps_hidden)
    told = document.dialog.duration if document.dialog else None
    duration_s = conversation.duration_s if conversation.timed else (told or 0.0)
    warnings = (*document.warnings, *transcript.warnings, *speakers.warnings)
    file = CallFile(opened.name, _digest(opened.file, "sha256").hex(), duration_s, 0, 0, warnings)
    return WrittenCall(file, conversation, _without(record, "channels"))


def _by_channel(record: CallRecord, turns: Sequence[WrittenTurn], name: str) -> dict[str, Role]:
    """The roles of the channels; raises ``InputError`` if an option names them and the transcript has none."""
    roles = {f"channel {channel}": role for role, channel in (record.channels or {}).items()}
    asked = record.sources.get("channels") == Provenance.OPTION
    if roles and asked and roles.keys().isdisjoint(turn.speaker for turn in turns):
        what = f"{name} does not say which channel a turn is on, so channels cannot tell who speaks."
        raise refuse(Refusal.BAD_RECORD, what)
    return roles


def _language_of(turns: Sequence[WrittenTurn], settings: IntakeSettings) -> CallRecord:
    language = text_language((turn.text for turn in turns), settings)
    return CallRecord(language=language, sources={"language": Provenance.RECOGNISED})


def _as_options(options: CallRecord) -> CallRecord:
    given = [f.name for f in fields(options) if f.name != "sources" and getattr(options, f.name) is not None]
    return replace(options, sources=dict.fromkeys(given, Provenance.OPTION) | dict(options.sources))


def _merged(told: Iterable[CallRecord], counted: Iterable[CallRecord], settings: IntakeSettings) -> CallRecord:
    """What people say of the call (``told``), then the list of agents, then what machines wrote (``counted``)."""
    above, below = _joined(told), _joined(counted)
    by_extension = agent_record(above, below.extension, settings.agents)
    return in_local_time(_joined([above, by_extension, below]), settings.time_zone)


def _joined(records: Iterable[CallRecord]) -> CallRecord:
    return reduce(CallRecord.filled_from, records, CallRecord())


def _fitting(record: CallRecord, recording: Recording) -> tuple[CallRecord, list[str]]:
    """``record`` without what cannot be of this recording, and a warning for each; raises ``InputError`` for options.

    A vCon lists its parties in the order of channels even of a mixed recording; that is worth no warning.
    """
    warnings = []
    channels, count = record.channels, len(recording.channels)
    if channels and any(channel >= count for channel in channels.values()):
        source = record.sources.get("channels")
        asked = ", ".join(f"{role} {channel}" for role, channel in channels.items())
        what = f"{recording.name} has {count} channel{'s' if count > 1 else ''}, but the call record says {asked}"
        if source == Provenance.OPTION:
            raise refuse(Refusal.BAD_RECORD, f"{what}.")
        warnings += [f"{source}: {what}"] if source != Provenance.VCON else []
        record = _without(record, "channels")
    if record.language and record.language not in RECOGNISED:
        source = record.sources.get("language")
        warnings.append(f"{source}: the language {record.language} is none that can be recognised; it is not known")
        record = _without(record, "language")
    return record, warnings


def _without(record: CallRecord, name: str) -> CallRecord:
    sources = {of: source for of, source in record.sources.items() if of != name}
    return replace(record, sources=sources, **{name: None})


def _warnings(companion: CallDocument, sound: BinaryIO) -> list[str]:
    mismatch = hash_warning(companion.dialog, _digest(sound, "sha512")) if companion.dialog else None
    return [*companion.warnings, *([mismatch] if mismatch else [])]


def _inline_kind(sound: bytes, dialog: VconDialog) -> FileKind | None:
    media = dialog.mediatype or dialog.mimetype or ""
    name = "inline.gsm" if "gsm" in media else dialog.filename or ""
    return sniff(BytesIO(sound), name)


def _beside(opened: OpenFile, dialog: VconDialog) -> Path | None:
    """The file that holds the dialog's sound, in the vCon's own folder and nowhere else."""
    name = dialog.filename
    if not name:
        return None
    if name in (".", "..") or any(mark in name for mark in ("/", "\\", "\0")):
        raise refuse(Refusal.BAD_VCON, f"{opened.name} names its sound outside its folder.")
    path = opened.path.with_name(name)
    return path if os.path.lexists(path) else None


def _digest(file: BinaryIO, algorithm: str) -> bytes:
    file.seek(0)
    return hashlib.file_digest(file, algorithm).digest()  # type: ignore[arg-type]
