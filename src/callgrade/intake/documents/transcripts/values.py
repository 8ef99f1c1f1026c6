"""Values in the JSON of other programs: read as they are meant, or as missing."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from callgrade.text import cleaned

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2}(?:[.,]\d{1,9})?)")
_WITH_UNIT = re.compile(r"(\d+(?:[.,]\d+)?) ?(ms|s)?")
_DURATION = re.compile(r"PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?")
_NUMBER_AT_END = re.compile(r"[0-9]{1,3}$")
_NOBODY = frozenset({"", "?", "unknown", "null", "none"})


def mapping(value: Any) -> Mapping[str, Any]:
    """``value`` if it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def items(value: Any) -> list[Mapping[str, Any]]:
    """The items of a list as objects; anything else becomes an empty object, so that the count stays."""
    return [mapping(item) for item in value] if isinstance(value, list) else []


def first(item: Mapping[str, Any], *keys: str) -> Any:
    """The value of the first of ``keys`` that ``item`` has."""
    return next((item[key] for key in keys if item.get(key) is not None), None)


def has_items(value: Any, *keys: str) -> bool:
    """Whether ``value`` is a list with an object in it that has all ``keys``."""
    return any(all(key in item for key in keys) for item in items(value))


def number(value: Any) -> float | None:
    """A finite number, also written as text (``"0.5"``, ``"0,5"``), as a clock shows it (``"00:01:02,500"``), with its
    unit (``"0.5s"``, ``"500ms"``) or as a duration of ISO 8601 (``"PT0.5S"``)."""
    if isinstance(value, str):
        return _number_of_text(value.strip())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:  # a whole number beyond all floats
        return None


def _number_of_text(text: str) -> float | None:
    clock = _CLOCK.fullmatch(text) or _DURATION.fullmatch(text)
    if clock:
        hours, minutes, seconds = (float((group or "0").replace(",", ".")) for group in clock.groups())
        return hours * 3600 + minutes * 60 + seconds
    with_unit = _WITH_UNIT.fullmatch(text)
    try:
        value = float(with_unit[1].replace(",", ".")) if with_unit else float(text)
    except ValueError:
        return None
    value = value / 1000 if with_unit and with_unit[2] == "ms" else value
    return value if math.isfinite(value) else None


def share(value: Any) -> float | None:
    """A number from 0 to 1."""
    known = number(value)
    return known if known is not None and 0 <= known <= 1 else None


def label(value: Any) -> str | None:
    """The label of a speaker; ``None`` for words that mean unknown."""
    if isinstance(value, Mapping):
        return label(first(value, "role", "name", "label", "id"))
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = cleaned(value)
    return None if text.casefold() in _NOBODY else text


def channel(value: Any, first: int = 0) -> str | None:
    """The label of a channel, ``channel 0`` for the first, of its number or of text that ends in it (``ch_0``).

    ``first``: the number by which the format counts the first one.
    """
    text = label(value)
    number_at_end = _NUMBER_AT_END.search(text) if text else None
    return f"channel {int(number_at_end[0]) - first}" if number_at_end else text


def most_common(labels: Sequence[str]) -> str | None:
    """The label that makes up more than half of ``labels``."""
    best = max(dict.fromkeys(labels), key=labels.count, default=None)
    return best if best is not None and 2 * labels.count(best) > len(labels) else None
