"""Where in callgrade's own code something happened: a file and a line, and no data of a call."""

import re
import traceback
from pathlib import Path

PACKAGE = Path(__file__).parents[1]

_FRAME = re.compile(r'File "([^"]+)", line (\d+)')
_CURRENT = "Current thread"


def location_of_error(error: BaseException) -> str | None:
    """The innermost line of this package in the traceback of ``error``, such as ``hearing/prepare.py:80``."""
    frames = traceback.walk_tb(error.__traceback__)
    locations = [_location(frame.f_code.co_filename, line) for frame, line in frames]
    return next((location for location in reversed(locations) if location), None)


def location_in_dump(dump: str) -> str | None:
    """The innermost line of this package in a dump of ``faulthandler``; the running thread goes first.

    A dump lists the innermost frame first.
    """
    _, _, running = dump.partition(_CURRENT)
    locations = (_location(file, int(line)) for text in (running, dump) for file, line in _FRAME.findall(text))
    return next((location for location in locations if location), None)


def _location(file: str, line: int) -> str | None:
    path = Path(file)
    return f"{path.relative_to(PACKAGE).as_posix()}:{line}" if path.is_relative_to(PACKAGE) else None
