"""Numbers, names and channels of the parties, as telephone systems write them."""

from typing import NamedTuple

from callgrade.intake.facts import person
from callgrade.text import cleaned

_MOST_DIGITS_OF_A_NAME = 2
_TELEPHONES = ("PJSIP", "SIP", "IAX2", "SCCP", "H323")
# Prefixes that FreePBX puts before an extension that a follow-me dials.
_FOLLOW_ME = ("FMPR-", "FMGL-")


class CdrParty(NamedTuple):
    """Who a cell names. ``number``: digits, with a leading ``+`` where written; empty when there is none."""

    name: str
    number: str


def party(text: str) -> CdrParty:
    """The party of ``"Bob Ray" <5551234>``, ``Bob Ray (5551234)``, ``Ext.101`` or ``+1 555 1234``."""
    text = cleaned(text)
    for opening, closing in (("<", ">"), ("(", ")")):
        head, found, tail = text.removesuffix(closing).rpartition(opening)
        if text.endswith(closing) and found and (number := _number(tail)):
            return CdrParty(head.strip(' "'), number)
    number = _number(text)
    return CdrParty("", number) if number else CdrParty(text.strip('"'), "")


def _number(text: str) -> str:
    """The digits of ``text`` when it is a number: nothing but digits, ``Ext.`` and marks that part groups of digits."""
    bare = text.strip()
    if bare[:3].casefold() == "ext":
        bare = bare[3:].lstrip(". ")
    plus = "+" if bare.startswith("+") else ""
    digits = bare.lstrip("+")
    if any(not (char.isascii() and char.isdigit()) and char not in " -./()" for char in digits):
        return ""
    digits = "".join(char for char in digits if char.isdigit())
    return plus + digits if digits else ""


def is_extension(number: str, digits: tuple[int, int]) -> bool:
    """Whether it is an internal number: nothing but digits, of the site's usual length."""
    return number.isascii() and number.isdigit() and digits[0] <= len(number) <= digits[1]


def is_external(number: str, fewest_digits: int) -> bool:
    """Whether it is a number of the public network, which has at least ``fewest_digits``."""
    return number.startswith("+") or len(number) >= fewest_digits


def same_number(one: str, other: str, fewest_digits: int) -> bool:
    """Whether two numbers are one, with or without the prefix of a country or a trunk.

    With a prefix only if the shorter has at least ``fewest_digits``.
    """
    short, long = sorted((one.lstrip("+"), other.lstrip("+")), key=len)
    return short == long or (len(short) >= fewest_digits and long.endswith(short))


def peer(channel: str) -> str | None:
    """The extension that a channel belongs to; ``None`` if the channel does not show it.

    Asterisk's: ``101`` of ``PJSIP/101-0000002a``; a line card's (``DAHDI/13-1``) is named after a port, a ``Local`` one
    after who is dialled through it. FreeSWITCH's: ``101`` of ``sofia/internal/101@10.0.0.2``.
    """
    technology, _, rest = channel.partition("/")
    if technology == "sofia":
        return rest.rpartition("/")[2].partition("@")[0].removeprefix("sip:") or None
    return rest.rpartition("-")[0] or rest if technology.upper() in _TELEPHONES else None


def dialled_peer(channel: str) -> str | None:
    """Who is reached through an Asterisk channel: as ``peer``, and ``101`` of ``Local/101@from-queue-0001;1``."""
    technology, _, rest = channel.partition("/")
    if technology != "Local":
        return peer(channel)
    number = rest.partition("@")[0].rstrip("#")
    for prefix in _FOLLOW_ME:
        number = number.removeprefix(prefix)
    return number


def real_name(name: str, no_names: tuple[str, ...]) -> str | None:
    """A person's name in a caller ID, without a prefix that ends in a colon; ``None`` if it is not a name."""
    bare = person(name.rpartition(":")[2])
    digits = sum(char.isdigit() for char in bare or "")
    if bare is None or digits > _MOST_DIGITS_OF_A_NAME or bare.casefold() in no_names:
        return None
    return bare
