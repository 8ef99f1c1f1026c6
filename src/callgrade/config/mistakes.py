"""The mistakes of a document, each with its place and, for a misspelt key, the key that was meant."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

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
            what = one["msg"].removeprefix("Value error, ")
            yield Mistake(location, what[:1].lower() + what[1:])  # quotes what was written, whose case counts


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
