"""Where a report has the pages of calls, so that tables can point to them."""

import hashlib

_DIGITS = 16


def page_name(text: str) -> str:
    """A name for a page that shows nothing of ``text``: digits of its SHA-256, or ``text`` itself if it is one."""
    digest = text if len(text) == 64 else hashlib.sha256(text.encode()).hexdigest()
    return digest[:_DIGITS]


def call_address(sha256: str) -> str:
    """The page of the recording with this digest, from the top of a report."""
    return f"calls/{page_name(sha256)}.html"
