"""The differences of two values: type and value of everything in them."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any


def differences(one: Any, other: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Path and both values, wherever two values are not the same or not of the same type."""
    if type(one) is not type(other):
        yield path, one, other
    elif is_dataclass(one):
        for field in fields(one):
            yield from differences(getattr(one, field.name), getattr(other, field.name), f"{path}.{field.name}")
    elif isinstance(one, tuple) and len(one) == len(other):
        for index, (item, with_it) in enumerate(zip(one, other, strict=True)):
            yield from differences(item, with_it, f"{path}[{index}]")
    elif isinstance(one, Mapping):
        yield from differences(tuple(one.items()), tuple(other.items()), f"{path}{{}}")
    elif isinstance(one, datetime):
        if one.isoformat() != other.isoformat():  # a zone comes back as its offset
            yield path, one, other
    elif one != other:
        yield path, one, other
