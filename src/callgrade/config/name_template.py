"""Templates of file names: literal text and named fields, matched from left to right without backtracking.

A field ends where the literal text after it first occurs, a time has the fixed width of its format; so matching
takes time in proportion to the name's length, whatever the name. Free regular expressions are not offered.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

TEXT_FIELDS = ("agent", "customer", "company", "language", "direction", "extension")
IGNORED_FIELDS = ("number", "any")
_SHAPES: Mapping[str, re.Pattern[str]] = {
    "extension": re.compile(r"[0-9]{2,6}"),
    "number": re.compile(r"\+?[0-9]{7,15}"),
}
TIME_FIELD = "started"
_TIME_WIDTHS = {"%Y": 4, "%y": 2, "%m": 2, "%d": 2, "%H": 2, "%M": 2, "%S": 2, "%%": 1}
_PART = re.compile(r"\{(?P<name>[a-z_]+)(?::(?P<format>[^{}]*))?\}")
_TIME_PIECE = re.compile(r"%.|[^%]")


@dataclass(frozen=True)
class _Field:
    """``time_format`` is empty but for a time; ``stop`` is the literal text that ends the field ("" = the end)."""

    name: str
    time_format: str
    stop: str


@dataclass(frozen=True)
class NameTemplate:
    """A compiled template: the literal text before the first field, and the fields with what follows each."""

    head: str
    fields: tuple[_Field, ...]

    def match(self, name: str) -> dict[str, str | datetime] | None:
        """The fields that ``name`` (without its ending) holds, empty ones left out; ``None`` when it does not fit."""
        if not name.startswith(self.head):
            return None
        rest, found = name[len(self.head) :], dict[str, str | datetime]()
        for field in self.fields:
            taken = _take(field, rest)
            if taken is None:
                return None
            value, rest = taken
            if value and field.name not in IGNORED_FIELDS:
                found[field.name] = value
        return None if rest else found


def compile_template(template: str) -> NameTemplate:
    """Compile ``template``; raises ``ValueError`` that says what is wrong with it."""
    parts = list(_PART.finditer(template))
    if not parts:
        raise ValueError("a file name pattern needs at least one {field}")
    ends = [part.start() for part in parts[1:]] + [len(template)]
    literals = [template[part.end() : end] for part, end in zip(parts, ends, strict=True)]
    head = template[: parts[0].start()]
    for literal in (head, *literals):
        if "{" in literal or "}" in literal:
            raise ValueError(f"cannot read {literal!r}: a field looks like {{agent}} or {{started:%Y%m%d-%H%M%S}}")
    fields = tuple(_field(part, stop) for part, stop in zip(parts, literals, strict=True))
    _refuse_ambiguity(fields)
    return NameTemplate(head, fields)


def _field(part: re.Match[str], stop: str) -> _Field:
    name, time_format = part["name"], part["format"] or ""
    if name == TIME_FIELD:
        _refuse_time_format(time_format)
    elif name not in TEXT_FIELDS and name not in IGNORED_FIELDS:
        known = ", ".join((*TEXT_FIELDS, TIME_FIELD, *IGNORED_FIELDS))
        raise ValueError(f"{{{name}}} is not a field; known are {known}")
    elif time_format:
        raise ValueError(f"only {{started:…}} takes a format, not {{{name}}}")
    return _Field(name, time_format, stop)


def _refuse_time_format(time_format: str) -> None:
    pieces = _TIME_PIECE.findall(time_format)
    if not {"%m", "%d", "%H", "%M"} <= set(pieces) or not {"%Y", "%y"} & set(pieces):
        raise ValueError("{started:…} needs date, hour and minute, as in {started:%Y%m%d-%H%M%S}")
    for piece in pieces:
        if piece.startswith("%") and piece not in _TIME_WIDTHS:
            raise ValueError(f"{{started:…}} does not know {piece}; known are {' '.join(_TIME_WIDTHS)}")


def _refuse_ambiguity(fields: tuple[_Field, ...]) -> None:
    names = [field.name for field in fields if field.name not in IGNORED_FIELDS]
    if len(set(names)) != len(names):
        raise ValueError("a field appears twice")
    for field, following in pairwise(fields):
        if not field.stop and not field.time_format:
            raise ValueError(f"some text is needed between {{{field.name}}} and {{{following.name}}}")


def _take(field: _Field, text: str) -> tuple[str | datetime, str] | None:
    """The field's value at the start of ``text``, and the text after it and its stop."""
    if field.time_format:
        width = sum(_TIME_WIDTHS.get(piece, 1) for piece in _TIME_PIECE.findall(field.time_format))
        value, rest = text[:width], text[width:]
        if not rest.startswith(field.stop):
            return None
        time = _time(value, field.time_format)
        return (time, rest[len(field.stop) :]) if time else None
    value, stop, rest = text.partition(field.stop) if field.stop else (text, "", "")
    if stop != field.stop:
        return None
    shape = _SHAPES.get(field.name)
    return (value, rest) if shape is None or shape.fullmatch(value) else None


def _time(text: str, time_format: str) -> datetime | None:
    try:
        time = datetime.strptime(text, time_format)
    except ValueError:
        return None
    return time if time.strftime(time_format) == text else None
