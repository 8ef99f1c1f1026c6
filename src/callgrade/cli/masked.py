"""Removes passwords from texts, whichever program or library wrote them."""

import re

_SIGN = "".join(f"(?:{letter}|%{ord(letter):02x})" for letter in "password")  # a URL may hold it percent-encoded
_IN_URL = re.compile(r"(\w://[^\s:/@]*):(?:[^\n@]*@)+")
_OPTION = re.compile(rf"({_SIGN}\s*(?:=|%3d)\s*)[^\s&][^\n&]*", re.IGNORECASE)


def masked(text: str) -> str:
    """``text`` with ``***`` in place of the password in a URL or after ``password=``.

    A blank or a quote does not end a password. So more than the password may be masked, never less.
    """
    return _OPTION.sub(r"\1***", _IN_URL.sub(r"\1:***@", text))


def holds_password(text: str) -> bool:
    """Whether ``text`` is a URL with a password."""
    return "://" in text and masked(text) != text
