"""What click says of a wrong command line, in plain words."""

import re

_BOUNDS = re.compile(r"(?:(?P<least>[\d.]+)<=?)?x?(?:>=?(?P<from>[\d.]+)|<=?(?P<most>[\d.]+))?")
_RANGE = re.compile(r"(?P<value>.+) is not in the range (?P<bounds>\S+)\.")
_PLAIN = (
    (re.compile(r"(.+) is not a valid integer(?: range)?\."), r"\1 is not a whole number."),
    (re.compile(r"(.+) is not a valid float(?: range)?\."), r"\1 is not a number."),
    (re.compile(r"Option '(.+)' requires an argument\."), r"\1 needs a value after it."),
    (re.compile(r"Got unexpected extra arguments? \((.+)\)"), r"There is more than the command takes: \1."),
)


def plain_usage(message: str) -> str:
    """``message`` of click in plain words, or as it is."""
    if found := _RANGE.fullmatch(message):
        return f"{found['value']} does not fit: {_bounds(found['bounds'])}."
    for pattern, words in _PLAIN:
        if pattern.fullmatch(message):
            return pattern.sub(words, message)
    return message


def _bounds(text: str) -> str:
    """``x>=1`` as "it must be 1 or more", ``0<=x<=100`` as "it must be from 0 to 100"."""
    found = _BOUNDS.fullmatch(text)
    least, most = (found["least"] or found["from"], found["most"]) if found else (None, None)
    if least and most:
        return f"it must be from {least} to {most}"
    return f"it must be {least} or more" if least else f"it must be {most or text} or less"
