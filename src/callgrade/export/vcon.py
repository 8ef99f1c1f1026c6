"""A scorecard as a vCon (IETF draft-ietf-vcon-vcon-core, 0.3.0): parties, the recording by name, and two analyses.

The recording stays where it is: the vCon names it and, where its digest is given, can be checked against it.
``uuid`` and times come from the recording, so that the same scorecard gives the same bytes; a start that is not known
is left out, and one without an offset stays without.
"""

import base64
import json
import uuid
from pathlib import PurePath
from typing import Any

from callgrade.export.document import SCHEMA
from callgrade.export.json import to_document
from callgrade.model.record import Direction, Role
from callgrade.model.scorecard import Scorecard

VERSION = "0.3.0"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:callgrade:vcon")

_MEDIA_TYPES = {
    ".amr": "audio/AMR", ".flac": "audio/flac", ".gsm": "audio/GSM", ".m4a": "audio/mp4", ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg", ".opus": "audio/ogg", ".wav": "audio/x-wav",
}  # fmt: skip
_RANG = {Direction.INBOUND: Role.CUSTOMER, Direction.OUTBOUND: Role.AGENT}


def to_vcon(card: Scorecard, sha512: bytes | None = None, indent: int | None = 2) -> str:
    """The vCon as text that ends in a newline, on one line if ``indent`` is ``None``; ``sha512``: of the recording."""
    document = to_document(card)
    start = {"created_at": document["call"]["started"]} if document["call"]["started"] else {}
    vcon = {
        "vcon": VERSION,
        "uuid": str(uuid.uuid5(NAMESPACE, card.file.sha256)),
        **start,
        "subject": document["call"]["file"],
        "parties": [_party(role, document["call"]) for role in _roles(card)],
        "dialog": [_recording(card, document["call"], sha512)] if card.conversation.has_audio else [],
        "analysis": [_analysis(card, "transcript", document["turns"]), _analysis(card, "scorecard", document)],
    }
    return json.dumps(vcon, ensure_ascii=False, indent=indent, allow_nan=False) + "\n"


def _roles(card: Scorecard) -> list[Role]:
    """Agent and customer in the order of their channels, the agent first where that is not known."""
    channels = card.record.channels or {}
    return sorted((Role.AGENT, Role.CUSTOMER), key=lambda role: channels.get(role, 0))


def _party(role: Role, call: dict[str, Any]) -> dict[str, str]:
    facts = {"name": call[role], "company": call["company"] if role is Role.AGENT else None}
    return {"role": role.value} | {name: fact for name, fact in facts.items() if fact is not None}


def _recording(card: Scorecard, call: dict[str, Any], sha512: bytes | None) -> dict[str, Any]:
    """The dialog: one party a channel, or both on the one."""
    roles, direction = _roles(card), card.record.direction
    optional = {
        "start": call["started"],
        "originator": roles.index(_RANG[direction]) if direction else None,
        "mediatype": _MEDIA_TYPES.get(PurePath(card.file.name).suffix.lower()),
        "content_hash": f"sha512-{base64.urlsafe_b64encode(sha512).decode().rstrip('=')}" if sha512 else None,
        "meta": {"direction": direction.value} if direction else None,
    }
    return {
        "type": "recording",
        "filename": call["file"],
        "duration": call["duration_s"],
        "parties": [0, 1] if card.file.channels == 2 else [[0, 1]],
    } | {name: value for name, value in optional.items() if value is not None}


def _analysis(card: Scorecard, kind: str, body: Any) -> dict[str, Any]:
    about = {"dialog": 0} if card.conversation.has_audio else {}
    product = f"callgrade {card.versions.callgrade}"
    return {
        "type": kind, **about, "vendor": "callgrade", "product": product, "schema": SCHEMA, "encoding": "json",
        "mediatype": "application/json", "body": body,
    }  # fmt: skip
