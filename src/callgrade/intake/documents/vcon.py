"""vCon, the container of conversations (IETF draft-ietf-vcon-vcon-core): parties, dialogs, analyses.

Read as the drafts from 2022 on and as their users write it: ``mediatype`` or ``mimetype``, ``content_hash`` or
``alg`` with ``signature``, roles at the party or in its ``meta``. Other parts are ignored.
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, BeforeValidator, Field, FiniteFloat, NonNegativeInt, model_validator

from callgrade.intake.lenient import lenient
from callgrade.intake.refusal import Refusal, refuse


def _mapping(value: object) -> object:
    return value if isinstance(value, dict) else {}


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [] if value is None else [value]


def _objects(value: object) -> object:
    """A list whose null items are empty objects, for parties and dialogs are counted; null is an empty list."""
    if value is None:
        return []
    return [{} if item is None else item for item in value] if isinstance(value, list) else value


BASE64 = ("base64url", "base64")
_Meta: TypeAlias = Annotated[dict[str, Any], BeforeValidator(_mapping)]
_Channel: TypeAlias = NonNegativeInt | list[NonNegativeInt]


class _Object(BaseModel):
    """An object of a vCon; an optional part that is null is absent."""

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, content: Any) -> Any:
        absent = isinstance(content, dict)
        return {key: value for key, value in content.items() if value is not None} if absent else content


class VconParty(_Object, extra="allow"):
    """Somebody who took part."""

    name: str | None = None
    role: str | None = None
    meta: _Meta = Field(default_factory=dict)

    def fact(self, *keys: str) -> Any:
        """The first of ``keys`` that the party itself or its ``meta`` gives."""
        own = {**self.meta, **{key: value for key, value in self.model_dump().items() if value is not None}}
        return next((own[key] for key in keys if own.get(key)), None)


class VconDialog(_Object):
    """A piece of the conversation: a recording, a text, a transfer, or one that did not come about."""

    type: str = ""
    start: Any = None
    duration: Annotated[FiniteFloat, Field(ge=0)] | None = None
    parties: Annotated[list[_Channel], BeforeValidator(_listed)] = Field(default_factory=list)
    originator: NonNegativeInt | None = None
    mediatype: str | None = None
    mimetype: str | None = None
    filename: str | None = None
    body: Any = None
    encoding: str | None = None
    url: str | None = None
    alg: str | None = None
    signature: str | None = None
    content_hash: str | list[str] | None = None
    message_id: str | None = None
    meta: _Meta = Field(default_factory=dict)

    @property
    def media(self) -> str:
        """Its media type, lower case, without parameters; empty where it has none."""
        return (self.mediatype or self.mimetype or "").partition(";")[0].strip().casefold()

    @property
    def is_recording(self) -> bool:
        """Whether it holds sound."""
        return self.type == "recording" or (self.type == "" and self.media.startswith(("audio/", "video/")))

    @property
    def first_party(self) -> int | None:
        """Index of the party that rang or wrote: the originator, who is the first party unless named."""
        first = self.parties[0] if self.parties else None
        implied = (first[0] if first else None) if isinstance(first, list) else first
        return implied if self.originator is None else self.originator


class VconAnalysis(_Object):
    """Something derived from the dialogs, such as a transcript."""

    type: str = ""
    form: Any = Field(default=None, alias="schema")
    body: Any = None
    encoding: str | None = None
    dialog: Any = None


class Vcon(_Object):
    """One conversation."""

    parties: Annotated[list[VconParty], BeforeValidator(_objects)] = Field(default_factory=list)
    dialog: Annotated[list[VconDialog], BeforeValidator(_objects)] = Field(default_factory=list)
    analysis: Annotated[list[VconAnalysis], BeforeValidator(_objects)] = Field(default_factory=list)
    meta: _Meta = Field(default_factory=dict)

    @property
    def recordings(self) -> list[VconDialog]:
        """The dialogs that hold sound."""
        return [dialog for dialog in self.dialog if dialog.is_recording]


def is_vcon(document: object) -> bool:
    """Whether a JSON document is a vCon, plain, signed or encrypted."""
    if not isinstance(document, dict):
        return False
    sealed = "ciphertext" in document or {"payload", "signatures"} <= document.keys()
    return "vcon" in document or {"parties", "dialog"} <= document.keys() or sealed


def read_vcon(document: Mapping[str, Any], name: str) -> tuple[Vcon, tuple[str, ...]]:
    """The vCon in ``document``, and a warning for each part that cannot be read.

    Raises ``InputError`` (``encrypted``, ``bad_vcon``).
    """
    if "ciphertext" in document:
        raise refuse(Refusal.ENCRYPTED, f"{name} is an encrypted vCon.")
    if "signatures" in document:
        raise refuse(Refusal.BAD_VCON, f"{name} is a signed vCon; give the vCon that is its payload.")
    vcon, left_out = lenient(Vcon, document)
    return vcon, tuple(f"vcon: {what}" for what in left_out)


def inline_body(dialog: VconDialog, name: str) -> bytes | None:
    """The sound inside the dialog itself (base64url, RFC 4648); raises ``InputError`` (``bad_vcon``)."""
    if not isinstance(dialog.body, str) or not dialog.body:
        return None
    if dialog.encoding not in BASE64:
        raise refuse(Refusal.BAD_VCON, f"{name}: the encoding {dialog.encoding!r} of its sound is not base64url.")
    sound = decoded(dialog.body)
    if sound is None:
        raise refuse(Refusal.BAD_VCON, f"{name}: its sound is not base64url.")
    return sound


def decoded(body: str) -> bytes | None:
    """The bytes that ``body`` holds in base64url or base64; ``None`` if it is neither."""
    try:
        text = body.encode("ascii").translate(bytes.maketrans(b"+/", b"-_"), b"\r\n\t =")
        return base64.b64decode(text + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None


def claimed_sha512(dialog: VconDialog) -> str | None:
    """The SHA-512 that the dialog claims of its sound, base64url without padding."""
    hashes = dialog.content_hash if isinstance(dialog.content_hash, list) else [dialog.content_hash]
    for claim in hashes:
        if claim and claim.lower().startswith("sha512-"):
            return claim[len("sha512-") :].rstrip("=")
    named = (dialog.alg or "").upper().replace("-", "") == "SHA512"
    return dialog.signature.rstrip("=") if named and dialog.signature else None


def hash_warning(dialog: VconDialog, sha512: bytes) -> str | None:
    """A warning when the sound with the digest ``sha512`` is not the one that the vCon was made of."""
    claim = claimed_sha512(dialog)
    actual = base64.urlsafe_b64encode(sha512).decode().rstrip("=")
    if claim is None or claim == actual:
        return None
    return "vcon: the recording is not the one that the vCon's SHA-512 was made of"
