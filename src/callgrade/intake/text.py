"""Text from outside made safe to show: no control characters, no marks that turn the direction of writing."""

import unicodedata


def shown(name: str) -> str:
    """``name`` with every character that would not show as itself written as an escape, so that names stay distinct.

    Control characters, line breaks, direction marks, and bytes that are not UTF-8.
    """
    return "".join(char if _shows(char) else char.encode("unicode_escape").decode() for char in name)


def plain(text: object) -> str:
    """``text`` on one line, single blanks, without what would not show as itself; empty for ``None``."""
    line = " ".join(str("" if text is None else text).split())
    return "".join(char for char in line if _shows(char))


def _shows(char: str) -> bool:
    return char.isprintable() or unicodedata.category(char) == "Zs"
