"""Texts without the passwords that may stand in them, whatever program or library wrote the text."""

import re

_SIGN = "".join(f"(?:{letter}|%{ord(letter):02x})" for letter in "password")  # a URL may hold it percent-encoded
_IN_URL = re.compile(r"(\w://[^\s:/@]*):(?:[^\n@]*@)+")
_OPTION = re.compile(rf"({_SIGN}\s*(?:=|%3d)\s*)[^\s&][^\n&]*", re.IGNORECASE)


def masked(text: str) -> str:
    """``text`` with ``***`` for what stands as the password in a URL or behind ``password=``.

    A password ends at no blank and at no quote, so that more than the password may go, and never less.
    """
    return _OPTION.sub(r"\1***", _IN_URL.sub(r"\1:***@", text))


def holds_password(text: str) -> bool:
    """Whether ``text`` is a URL with a password."""
    return "://" in text and masked(text) != text
