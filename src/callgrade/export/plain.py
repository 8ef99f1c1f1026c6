"""Untrusted text and times in the form in which every format shows them."""

import unicodedata

REPLACEMENT = "\ufffd"
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def well_formed(text: str) -> str:
    """``text`` with lone surrogates (bytes of a file name that are not UTF-8) as U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def plain(text: str) -> str:
    """``text`` on one line: white space as single blanks, control and direction characters as U+FFFD."""
    one_line = " ".join(text.split())
    if one_line.isprintable():  # the same, said quickly
        return one_line
    return "".join(REPLACEMENT if unicodedata.category(char) in _UNSEEN else char for char in one_line)


def clock(seconds: float) -> str:
    """Whole seconds, rounded down, as m:ss or h:mm:ss: where to listen."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
