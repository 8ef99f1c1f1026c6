"""The mistakes of a document, each with its place and, for a misspelt key, the key that was meant."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

_WORDS = {
    "missing": "it is missing",
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "it must be a whole number"),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), "it must be a number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "it must be true or false"),
    **dict.fromkeys(("string_type", "path_type"), "it must be text"),
    **dict.fromkeys(("list_type", "tuple_type", "set_type", "frozen_set_type"), "it must be a list"),
    **dict.fromkeys(
        ("dict_type", "mapping_type", "model_type", "model_attributes_type"), "it must be keys with values"
    ),
    **dict.fromkeys(("literal_error", "enum"), "it must be {expected}"),
    "greater_than_equal": "it must be {ge:g} or more",
    "greater_than": "it must be more than {gt:g}",
    "less_than_equal": "it must be {le:g} or less",
    "less_than": "it must be less than {lt:g}",
    "string_too_short": "it must have {min_length} or more characters",
    "too_short": "it must have {min_length} or more entries",
}
"""pydantic's types of errors in plain words; in braces is what the error holds."""

Location = tuple[int | str, ...]


@dataclass(frozen=True)
class Mistake:
    """``what`` is wrong at ``location``; ``meant``: the known key that an unknown one resembles."""

    location: Location
    what: str
    meant: str | None = None

    @property
    def text(self) -> str:
        """The name of the value, and what is wrong with it."""
        name = ".".join(str(part) for part in self.location if part != "[key]") or "the file"
        return f"{name}: {self.what}"

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return f"Did you mean {self.meant}?" if self.meant else "Correct the value or remove it."


def mistakes(error: ValidationError, model: type[BaseModel], at: Location = ()) -> Iterator[Mistake]:
    """All mistakes that ``error`` holds, in their order; ``model``: what the part of the document at ``at`` is."""
    for one in error.errors():
        inside = tuple(one["loc"])
        location = at + inside
        if one["type"] == "extra_forbidden":
            near = get_close_matches(str(location[-1]), _known_keys(model, inside[:-1]), n=1)
            yield Mistake(location, "unknown key", near[0] if near else None)
        else:
            yield Mistake(location, _in_plain_words(one))


def _in_plain_words(error: ErrorDetails) -> str:
    """What is wrong, in plain words; a check of callgrade's own says it by itself."""
    words = _WORDS.get(error["type"])
    if words is not None:
        return words.format(**error.get("ctx", {}))
    what = error["msg"].removeprefix("Value error, ")
    return what[:1].lower() + what[1:]  # quotes what was written, whose case counts


def _known_keys(model: type[BaseModel], location: Location) -> list[str]:
    """The keys that the part of the document at ``location`` may have."""
    part: Any = model
    for key in location:
        fields = getattr(part, "model_fields", {})
        part = fields[key].annotation if key in fields else part
        part = next((one for one in (part, *_inner(part)) if hasattr(one, "model_fields")), None)
        if part is None:
            return []
    return [field.alias or name for name, field in part.model_fields.items()]


def _inner(annotation: Any) -> Iterator[Any]:
    """The types inside an annotation such as ``tuple[Part, ...]`` or ``Part | None``."""
    for one in get_args(annotation):
        yield one
        yield from _inner(one)
