"""Tell the address of a database from a file's name, however it was mistyped, and hide what may be a password in it.

An address is a URL (``postgresql://USER@HOST/DATABASE``) or a string of libpq (``host=… dbname=…``). What is written
like one but is not quite one (a slash too few, an ``@`` forgotten, an option misspelt) may hold a password anywhere.
"""

import re

OPTIONS = (
    "application_name", "host", "passfile", "password", "port", "sslcert", "sslkey", "sslmode", "sslpassword",
    "sslrootcert", "unix_sock", "user",
)  # fmt: skip
"""The options that a store's URL may have behind its question mark."""
TLS_MODES = ("disable", "prefer", "require", "verify-ca", "verify-full")

_AT = r"(?:@|%40)"
_SCHEME = rf"(?<![a-z0-9])postgres[a-z0-9+]*\s*(?::(?=\S)|%3a|(?=//\S*{_AT}))"
_PAIR = rf"(?<![\w.?&-])(?:{'|'.join((*OPTIONS, 'hostaddr', 'dbname', 'service'))})\s*="
_ADDRESS = re.compile(rf"{_SCHEME}|^\s*{_PAIR}.*\s{_PAIR}", re.IGNORECASE | re.DOTALL)
_LIKE_ADDRESS = re.compile(rf"^\s*{_PAIR}|^(?![a-z]:[\\/])(?:[^/.~\\]|//)[^/\\]*:[^@]*@", re.IGNORECASE)

_NAME = r"(?:(?!%3a|%40)[^\s:/@?&=])*"
_SAFE_OPTIONS = "|".join(name for name in OPTIONS if "password" not in name and name != "sslmode")
_SAFE_OPTION = rf"(?:sslmode=(?:{'|'.join(TLS_MODES)})|(?:{_SAFE_OPTIONS})=[^\s&@=:]*)"
_SAFE = (
    rf"postgres(?:ql)?://(?:{_NAME}@|(?![^\n]*{_AT}))(?:\[[0-9a-f:]+\]|{_NAME})(?::(?:\d+|port))?(?:/{_NAME})?"
    rf"(?:\?{_SAFE_OPTION}(?:&{_SAFE_OPTION})*)?(?=[.,;:'\"’”)\]]*(?:\s|$))"
)
_URL = re.compile(rf"({_SAFE})|{_SCHEME}(?:[^\n]*{_AT})?\S*", re.IGNORECASE)
_OTHER_URL = re.compile(r"(\w:/+[^\s:/@]*):(?:[^\n@]*@)+")
_PAIRS = re.compile(rf"({_PAIR})[^\n]*=\s*\S*", re.IGNORECASE)
_SIGN = "".join(f"(?:{letter}|%{ord(letter):02x})" for letter in "password")  # a URL may hold it percent-encoded
_OPTION = re.compile(rf"({_SIGN}\s*(?:=|%3d)\s*)[^\s&][^\n&]*", re.IGNORECASE)


def is_database_address(text: str) -> bool:
    """Whether ``text`` is meant as the address of a database, and so names no file or folder."""
    return _ADDRESS.search(text) is not None


def is_like_database_address(text: str) -> bool:
    """Whether the store ``text`` may be an address that lacks its beginning, such as ``USER:PASSWORD@HOST``."""
    return is_database_address(text) or _LIKE_ADDRESS.search(text) is not None


def holds_password(text: str) -> bool:
    """Whether ``text`` holds what may be the password of a database."""
    return masked(text) != text


def masked(text: str) -> str:
    """``text`` with ``***`` for what may be a password in the address of a database, or stands behind ``password=``.

    A password ends at no blank and at no quote, so that more than the password may go, and never less.
    """
    text = _PAIRS.sub(r"\1***", _OPTION.sub(r"\1***", text))
    return _OTHER_URL.sub(r"\1:***@", _URL.sub(lambda found: found[1] or "postgresql://***", text))
