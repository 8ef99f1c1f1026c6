"""A scorecard as a vCon (IETF draft-ietf-vcon-vcon-core-04): parties, the recording by name, and two analyses.

The vCon does not contain the recording: it has the name and, if known, the digest of the file. ``uuid`` comes from the
recording, so a call keeps it; ``created_at`` is when the vCon was written. Times are RFC 3339 with an offset, so a
start without a known offset is only in the scorecard. ``role`` is a parameter of the extension CC.
docs/reference/vcon.schema.json describes everything else strictly.
"""

import base64
import json
import uuid
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from callgrade.export.document import SCHEMA, TRANSCRIPT_SCHEMA
from callgrade.export.json import to_document
from callgrade.model.record import Direction, Role
from callgrade.model.scorecard import Scorecard

VERSION = "0.4.0"
EXTENSION = "CC"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:callgrade:vcon")

_MEDIA_TYPES = {
    ".amr": "audio/AMR", ".flac": "audio/flac", ".gsm": "audio/GSM", ".m4a": "audio/mp4", ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg", ".opus": "audio/ogg", ".wav": "audio/x-wav",
}  # fmt: skip
_DOCUMENTS = (".json", ".vcon")
_RANG = {Direction.INBOUND: Role.CUSTOMER, Direction.OUTBOUND: Role.AGENT}


def to_vcon(card: Scorecard, created: datetime, sha512: bytes | None = None, indent: int | None = 2) -> str:
    """The vCon as text that ends in a newline, on one line if ``indent`` is ``None``.

    ``created``: now, with an offset. ``sha512``: of the recording.
    """
    document = to_document(card)
    vcon = {
        "vcon": VERSION,
        "uuid": str(uuid.uuid5(NAMESPACE, card.file.sha256)),
        "extensions": [EXTENSION],
        "created_at": _rfc3339(created),
        "subject": document["call"]["file"],
        "parties": [_party(role, document["call"]) for role in _roles(card)],
        "dialog": [_recording(card, document["call"], sha512)] if card.conversation.has_audio else [],
        "analysis": [
            _analysis(card, "transcript", TRANSCRIPT_SCHEMA, _transcript(document)),
            _analysis(card, "report", SCHEMA, document),
        ],
    }
    return json.dumps(vcon, ensure_ascii=False, indent=indent, allow_nan=False) + "\n"


def _transcript(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The turns, and between them the speech without words, as turns without text that say why."""
    if not document["unheard"]:
        return list(document["turns"])
    silent = ({"text": "", "words": []} | one for one in document["unheard"])
    return sorted([*document["turns"], *silent], key=lambda turn: turn["start_s"])


def _rfc3339(time: datetime) -> str:
    """``time`` with its offset, or as UTC if the offset has seconds, as offsets before standard time do."""
    offset = time.utcoffset()
    return (time.astimezone(UTC) if offset is None or offset.total_seconds() % 60 else time).isoformat()


def _roles(card: Scorecard) -> list[Role]:
    """Agent and customer in the order of their channels; the agent first if that is unknown."""
    channels = card.record.channels or {}
    return sorted((Role.AGENT, Role.CUSTOMER), key=lambda role: channels.get(role, 0))


def _party(role: Role, call: dict[str, Any]) -> dict[str, str]:
    facts = {"name": call[role], "org": call["company"] if role is Role.AGENT else None}
    return {"role": role.value} | {name: fact for name, fact in facts.items() if fact is not None}


def _recording(card: Scorecard, call: dict[str, Any], sha512: bytes | None) -> dict[str, Any]:
    """The dialog: one party per channel, or both on one. A document that held the audio is not named as its file."""
    roles, started, ending = _roles(card), card.record.started, PurePath(card.file.name).suffix.lower()
    rang = _RANG.get(card.record.direction) if card.record.direction else None
    file = ending not in _DOCUMENTS
    optional = {
        "start": _rfc3339(started) if started and started.tzinfo else None,
        "originator": roles.index(rang) if rang and rang is not roles[0] else None,
        "mediatype": _MEDIA_TYPES.get(ending),
        "filename": call["file"] if file else None,
        "content_hash": f"sha512-{base64.urlsafe_b64encode(sha512).decode().rstrip('=')}" if file and sha512 else None,
    }
    return {
        "type": "recording",
        "duration": call["duration_s"],
        "parties": [0, 1] if card.file.channels == 2 else [[0, 1]],
    } | {name: value for name, value in optional.items() if value is not None}


def _analysis(card: Scorecard, kind: str, schema: str, body: Any) -> dict[str, Any]:
    about = {"dialog": 0} if card.conversation.has_audio else {}
    product = f"callgrade {card.versions.callgrade}"
    return {
        "type": kind, **about, "mediatype": "application/json", "vendor": "callgrade", "product": product,
        "schema": schema, "encoding": "json", "body": body,
    }  # fmt: skip
