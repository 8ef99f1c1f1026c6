"""Where in callgrade's own code something happened: a file and a line, and nothing that a call could have said."""

import re
import traceback
from pathlib import Path

PACKAGE = Path(__file__).parents[1]

_FRAME = re.compile(r'File "([^"]+)", line (\d+)')
_CURRENT = "Current thread"


def place_of(error: BaseException) -> str | None:
    """The innermost line of this package in the traceback of ``error``, such as ``hearing/listen.py:80``."""
    frames = traceback.walk_tb(error.__traceback__)
    places = [_place(frame.f_code.co_filename, line) for frame, line in frames]
    return next((place for place in reversed(places) if place), None)


def place_in_dump(dump: str) -> str | None:
    """The innermost line of this package in what ``faulthandler`` wrote, first of the thread that was running.

    The dump has the innermost frame first.
    """
    _, _, running = dump.partition(_CURRENT)
    places = (_place(file, int(line)) for text in (running, dump) for file, line in _FRAME.findall(text))
    return next((place for place in places if place), None)


def _place(file: str, line: int) -> str | None:
    path = Path(file)
    return f"{path.relative_to(PACKAGE).as_posix()}:{line}" if path.is_relative_to(PACKAGE) else None
