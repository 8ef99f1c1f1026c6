"""Loose text, such as a file's name or a field of the call record: only what is surely a card's number.

There is no talk around it that tells a card from a time stamp or an identifier, so the number must have the issuer,
the length and the check digit of a card (ISO/IEC 7812-1), in one piece or in the groups that cards are printed in.
"""

import re
from dataclasses import fields, replace
from datetime import datetime
from enum import Enum
from typing import Any

from callgrade.model.heard import CallFile
from callgrade.model.record import CallRecord
from callgrade.model.redaction import RedactionKind
from callgrade.redaction.cards.issuers import checks, is_issued

_GROUPED = re.compile(
    r"(?<!\d)(?:\d{13,19}|\d{4}(?:[ _.-]?\d{4}){3}(?:[ _.-]?\d{1,3})?|\d{4}[ _.-]?\d{6}[ _.-]?\d{4,5})(?!\d)"
)


def redact_text(text: str) -> str:
    """``text`` with every sure card number as a placeholder."""
    return _GROUPED.sub(lambda found: _placeholder(found.group()), text)


def redact_record(record: CallRecord) -> CallRecord:
    """``record`` without card numbers in its names and other texts; facts that are no text stay as they are."""
    facts = {field.name: getattr(record, field.name) for field in fields(record)}
    texts: dict[str, Any] = {name: redact_text(fact) for name, fact in facts.items() if _is_text(fact)}
    return replace(record, **texts)


def redact_file(file: CallFile) -> CallFile:
    """``file`` without card numbers in its name and in what is said of it."""
    return replace(file, name=redact_text(file.name), warnings=tuple(map(redact_text, file.warnings)))


def _is_text(fact: object) -> bool:
    """Whether ``fact`` is text, and not a member of an enumeration that is written as one."""
    return isinstance(fact, str) and not isinstance(fact, Enum)


def _placeholder(written: str) -> str:
    digits = "".join(str(int(char)) for char in written if char.isdecimal())
    is_card = is_issued(digits) and checks(digits) and not _is_time(digits)
    return RedactionKind.CARD_NUMBER.placeholder if is_card else written


def _is_time(digits: str) -> bool:
    """Whether the digits begin with a day and a time of this age: 20260302153000."""
    try:
        return 1970 <= datetime.strptime(digits[:14], "%Y%m%d%H%M%S").year < 2100
    except ValueError:
        return False
