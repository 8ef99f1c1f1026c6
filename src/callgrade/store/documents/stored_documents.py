"""Write heard calls and judgements as compressed JSON, and read them back exactly.

The same call gives the same bytes. A document holds its version; earlier versions can be read too. Text that is not
valid UTF-8 (bytes of a file name) becomes U+FFFD.
"""

import json
import zlib
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticSerializationError

from callgrade.errors import StoreError
from callgrade.model.heard import HeardCall
from callgrade.model.scorecard import Judgement
from callgrade.store.documents.document_version_1 import of_version_1
from callgrade.text import storable

_LEVEL = 6
_VERSION: Literal[2] = 2


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, ser_json_inf_nan="strings")

    version: Literal[2] = _VERSION


class _HeardDocument(_Document):
    heard: HeardCall


class _JudgementDocument(_Document):
    judgement: Judgement


_AnyDocument = TypeVar("_AnyDocument", bound=_Document)


def write_heard(heard: HeardCall) -> bytes:
    """The document of a heard call."""
    return _write(_HeardDocument(heard=heard))


def read_heard(document: bytes) -> HeardCall:
    """The heard call of a document; raises ``StoreError``."""
    return _read(_HeardDocument, document).heard


def write_judgement(judgement: Judgement) -> bytes:
    """The document of a judgement."""
    return _write(_JudgementDocument(judgement=judgement))


def read_judgement(document: bytes) -> Judgement:
    """The judgement of a document; raises ``StoreError``."""
    return _read(_JudgementDocument, document).judgement


def _write(document: _Document) -> bytes:
    try:
        text = document.model_dump_json(warnings=False)
    except PydanticSerializationError:  # a name that is not UTF-8
        values = document.model_dump(warnings=False)
        text = type(document).model_validate(_storable(values)).model_dump_json(warnings=False)
    return zlib.compress(text.encode(), _LEVEL)


def _storable(value: Any) -> Any:
    """``value`` with every text in it ``storable``."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {_storable(key): _storable(one) for key, one in value.items()}
    return [_storable(one) for one in value] if isinstance(value, list | tuple) else value


def _read(kind: type[_AnyDocument], document: bytes) -> _AnyDocument:
    try:
        text = zlib.decompress(document)
        return _parsed(kind, text)
    except ValidationError as error:
        raise _unreadable(_version(text)) from error
    except (zlib.error, TypeError) as error:  # TypeError: another program replaced it by text
        raise _unreadable(None) from error


def _parsed(kind: type[_AnyDocument], text: bytes) -> _AnyDocument:
    try:
        return kind.model_validate_json(text)
    except ValidationError:
        if _version(text) != 1:
            raise
        return kind.model_validate_json(of_version_1(text))


def _version(text: bytes) -> object:
    try:
        return json.loads(text).get("version")
    except (ValueError, AttributeError):
        return None


def _unreadable(version: object) -> StoreError:
    if isinstance(version, int) and version > _VERSION:
        return StoreError("A stored call was written by a newer callgrade.", "Update callgrade.")
    return StoreError("A stored call is damaged.", "Take the store back from a backup, or forget this call.")
