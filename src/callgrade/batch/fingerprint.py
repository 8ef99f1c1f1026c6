"""Hashes of a call: of its recording's bytes, and of the facts that companions and call detail records give."""

import hashlib
import os
from dataclasses import fields

from callgrade.batch.found_files import FoundFile
from callgrade.errors import InputError
from callgrade.intake.documents.companions import is_own_scorecard
from callgrade.intake.probe import open_regular
from callgrade.intake.refusal import Refusal, refuse
from callgrade.model.heard import CallFile
from callgrade.model.provenance import Provenance
from callgrade.model.record import CallRecord

_DIGITS = 16


def content_hash(file: FoundFile) -> str | None:
    """The SHA-256 of the recording's bytes, hex. It identifies the call, whatever the file's name and folder.

    ``None`` if the file is no longer as the scan saw it; the next run does it. Raises ``InputError`` (``empty``,
    ``missing``, ``unreadable`` …).
    """
    with open_regular(file.path) as opened:
        try:
            digest = hashlib.file_digest(opened.file, "sha256").hexdigest()  # type: ignore[arg-type]
        except OSError as error:
            raise refuse(Refusal.UNREADABLE, f"{opened.name} cannot be read: {error.strerror}.") from None
        after = os.fstat(opened.file.fileno())
    return digest if (after.st_size, after.st_mtime_ns) == (file.size_bytes, file.mtime_ns) else None


def facts_hash(file: FoundFile, cdr: CallRecord | None, before: str | None = None) -> str:
    """The hash of what the companions and the call detail record say: 16 hex digits each, ``companions-record``.

    Equal for equal content, whatever the names and times of the companions. ``before``: the hash of an earlier run. If
    there is no record now, the earlier record's hash is kept: tonight's records need not hold last week's calls.
    """
    record = _record(cdr) if cdr else (before or "").partition("-")[2]
    return f"{_companions(file)}-{record}"


def record_from_cdr(record: CallRecord) -> CallRecord | None:
    """The part of ``record`` that came from call detail records; ``None`` if there is none."""
    values = {name: getattr(record, name) for name, source in record.sources.items() if source == Provenance.CDR}
    return CallRecord(**values, sources=dict.fromkeys(values, Provenance.CDR)) if values else None


def warnings_from_cdr(file: CallFile) -> tuple[str, ...]:
    """The warnings about ``file`` that came from call detail records."""
    return tuple(warning for warning in file.warnings if warning.startswith(f"{Provenance.CDR}: "))


def _companions(file: FoundFile) -> str:
    digest = hashlib.sha256()
    for companion in file.companions:
        try:
            with open_regular(file.path.with_name(companion.name)) as opened:
                if not is_own_scorecard(opened.file):
                    digest.update(hashlib.file_digest(opened.file, "sha256").digest())  # type: ignore[arg-type]
        except (InputError, OSError):  # opening the call refuses it for the same reason
            digest.update(f"{companion.size_bytes} {companion.mtime_ns}".encode())
    return digest.hexdigest()[:_DIGITS]


def _record(record: CallRecord) -> str:
    known = "\0".join(str(getattr(record, field.name)) for field in fields(record) if field.name != "sources")
    return hashlib.sha256(known.encode(errors="surrogateescape")).hexdigest()[:_DIGITS]
