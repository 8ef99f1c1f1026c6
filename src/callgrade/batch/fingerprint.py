"""What a call is and what is known of it, as hashes: of the recording's bytes, and of what stands beside it."""

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
    """The SHA-256 of the recording's bytes, hex: the identity of its call, whatever its name and place.

    ``None`` when it is no longer as the scan saw it, before the reading or after: left for the next run. Raises
    ``InputError`` (``empty``, ``missing``, ``unreadable`` …).
    """
    with open_regular(file.path) as opened:
        try:
            digest = hashlib.file_digest(opened.file, "sha256").hexdigest()  # type: ignore[arg-type]
        except OSError as error:
            raise refuse(Refusal.UNREADABLE, f"{opened.name} cannot be read: {error.strerror}.") from None
        after = os.fstat(opened.file.fileno())
    return digest if (after.st_size, after.st_mtime_ns) == (file.size_bytes, file.mtime_ns) else None


def facts_hash(file: FoundFile, cdr: CallRecord | None, before: str | None = None) -> str:
    """What the companions and the call detail record say: two hashes of 16 hex digits, ``companions-record``.

    Equal for equal content, whatever the names and times of the companions. ``before``: the hash of an earlier run.
    Without a record now the earlier one stands, for tonight's records need not hold last week's calls.
    """
    record = _record(cdr) if cdr else (before or "").partition("-")[2]
    return f"{_companions(file)}-{record}"


def said_by_cdr(record: CallRecord) -> CallRecord | None:
    """What of ``record`` came from call detail records; ``None`` where nothing did."""
    said = {name: getattr(record, name) for name, source in record.sources.items() if source == Provenance.CDR}
    return CallRecord(**said, sources=dict.fromkeys(said, Provenance.CDR)) if said else None


def warned_by_cdr(file: CallFile) -> tuple[str, ...]:
    """What of the warnings about ``file`` came from call detail records."""
    return tuple(warning for warning in file.warnings if warning.startswith(f"{Provenance.CDR}: "))


def _companions(file: FoundFile) -> str:
    digest = hashlib.sha256()
    for companion in file.companions:
        try:
            with open_regular(file.path.with_name(companion.name)) as opened:
                if not is_own_scorecard(opened.file):
                    digest.update(hashlib.file_digest(opened.file, "sha256").digest())  # type: ignore[arg-type]
        except (InputError, OSError):  # opening the call will refuse it for the same reason
            digest.update(f"{companion.size_bytes} {companion.mtime_ns}".encode())
    return digest.hexdigest()[:_DIGITS]


def _record(record: CallRecord) -> str:
    known = "\0".join(str(getattr(record, field.name)) for field in fields(record) if field.name != "sources")
    return hashlib.sha256(known.encode(errors="surrogateescape")).hexdigest()[:_DIGITS]
