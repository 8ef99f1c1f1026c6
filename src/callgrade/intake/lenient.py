"""Read the JSON of other programs into a model; if a value cannot be read, only that value is lost."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

_MOST_TRIES = 1000
_LONGEST = 120

Model = TypeVar("Model", bound=BaseModel)


def lenient(model: type[Model], content: Mapping[str, Any]) -> tuple[Model, list[str]]:
    """The model without the values that do not fit, and what they were; every field of ``model`` needs a default."""
    given, left_out = deepcopy(dict(content)), list[str]()
    for _ in range(_MOST_TRIES):
        try:
            return model.model_validate(given), left_out
        except ValidationError as error:
            first = error.errors()[0]
            place = _remove(given, first["loc"])
            left_out.append(f"{place} is not known: {first['msg'].removeprefix('Value error, '):.{_LONGEST}}")
    return model(), [*left_out, "the rest"]


def _remove(given: dict[str, Any], loc: Sequence[str | int]) -> str:
    """Take the value at ``loc`` out of ``given``, or an emptied one's parent; its place in words.

    A list keeps its length, for others count its items; so an item that is no object becomes an empty one.
    """
    path: list[tuple[Any, Any]] = []
    value: Any = given
    for key in loc:
        known = key in value if isinstance(value, dict) else isinstance(value, list) and key in range(len(value))
        if not known:
            break
        path.append((value, key))
        value = value[key]
    while isinstance(path[-1][0], list) and (isinstance(path[-1][0][path[-1][1]], dict) or len(path) > 2):
        path.pop()
    holder, key = path[-1]
    if isinstance(holder, list):
        holder[key] = {}
    else:
        del holder[key]
    return ".".join(str(key) for _, key in path)
