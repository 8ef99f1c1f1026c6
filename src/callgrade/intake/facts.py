"""Facts about a call, checked and converted to the model's types, with their source."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from callgrade.config.language_code import KNOWN, code_of
from callgrade.config.language_names import UNDETERMINED
from callgrade.intake.lenient import lenient
from callgrade.intake.refusal import Refusal, refuse
from callgrade.model.provenance import Provenance
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.text import cleaned

_DIRECTIONS = {
    **dict.fromkeys(("in", "inbound", "incoming", "received", "trunking-originating"), Direction.INBOUND),
    **dict.fromkeys(("out", "outbound", "outgoing", "dialed", "dialled", "trunking-terminating"), Direction.OUTBOUND),
}
"""Twilio names calls over a SIP trunk after the trunk: one that originates there comes in from the public network."""
_BEGINNINGS = ("inbound", "incoming", "outbound", "outgoing")
"""Words that decide by themselves, whatever follows: ``outbound-api``, ``Outgoing Dial``, ``Inbound Queue``."""
_BETWEEN_WORDS = re.compile(r"[\s_/-]+")


def direction_of(value: object) -> Direction | None:
    """``in`` or ``out`` by any of their usual names, ``None`` for no text; raises ``ValueError``."""
    text = _BETWEEN_WORDS.sub("-", cleaned(value).casefold())
    first = text.partition("-")[0]
    word = first if first in _BEGINNINGS else text
    if word and word not in _DIRECTIONS:
        raise ValueError(f"{value!r} is no direction; write in or out")
    return _DIRECTIONS.get(word)


def person(value: object) -> str | None:
    """A name without surrounding blanks, ``Last, First`` reversed; ``None`` when it holds no letter."""
    text = cleaned(value)
    if not any(char.isalpha() for char in text):
        return None
    last, comma, first = text.partition(", ")
    return f"{first} {last}" if comma and first and "," not in first else text


def moment(value: object) -> datetime | None:
    """A time: a ``datetime``, text as in ISO 8601 or RFC 2822, or seconds since 1970; raises ``ValueError``.

    ``None`` for no text.
    """
    if value is None or isinstance(value, datetime):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value, UTC)
        except (OverflowError, OSError):
            raise ValueError(f"{value!r} is no time") from None
    text = str(value).strip()
    if text and len(text) <= len("2026-03-02"):
        raise ValueError(f"{value!r} is no time; write date and time, such as 2026-03-02T15:30")
    return _moment_of_text(text) if text else None


def _moment_of_text(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        mailed = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        raise ValueError(f"{text:.40} is no time; write it as 2026-03-02T15:30") from None
    # "-0000" says that the time is in UTC and that nothing is known of the place (RFC 2822, section 3.3).
    return mailed.replace(tzinfo=UTC) if mailed.tzinfo is None else mailed


def language_code(value: object) -> str | None:
    """The code of a language that is known, as ``code_of``; ``None`` for no text; raises ``ValueError``."""
    code = code_of(value)
    if code in UNDETERMINED:
        raise ValueError(f"{value!r} names no single language")
    if code and code not in KNOWN:
        raise ValueError(f"{value!r} is no language; write a code of ISO 639-1 such as en")
    return code or None


def _text(value: object) -> str | None:
    return cleaned(value) or None


def extension_of(value: object) -> str | None:
    """An extension as the telephones show it, ``101``; ``None`` for no text; raises ``ValueError``."""
    text = cleaned(value)
    if text and not re.fullmatch(r"[0-9A-Za-z*#_.+-]{1,32}", text):
        raise ValueError(f"{value!r} is no extension; write it as dialled, such as 101")
    return text or None


def _one_channel_each(value: dict[Role, int] | None) -> dict[Role, int] | None:
    if value and (Role.UNKNOWN in value or len(set(value.values())) != len(value)):
        raise ValueError("give agent and customer a channel each, such as agent 0, customer 1")
    return value


_Name = Annotated[str | None, BeforeValidator(person)]


class Facts(BaseModel):
    """What a sidecar, a vCon or a file name may say of a call; other keys are ignored."""

    model_config = ConfigDict(frozen=True)

    direction: Annotated[Direction | None, BeforeValidator(direction_of)] = None
    started: Annotated[datetime | None, BeforeValidator(moment)] = None
    language: Annotated[str | None, BeforeValidator(language_code)] = None
    agent: _Name = None
    customer: _Name = None
    company: Annotated[str | None, BeforeValidator(_text)] = None
    extension: Annotated[str | None, BeforeValidator(extension_of)] = None
    team: Annotated[str | None, BeforeValidator(_text)] = None
    channels: Annotated[dict[Role, Annotated[int, Field(ge=0)]] | None, AfterValidator(_one_channel_each)] = None
    ring_to_answer_s: Annotated[float, Field(ge=0, le=3600)] | None = None


def record_of(facts: Mapping[str, Any], source: Provenance, where: str) -> CallRecord:
    """The record of ``facts``, all from ``source``; raises ``InputError`` that begins with ``where``."""
    try:
        known = Facts.model_validate({key: value for key, value in facts.items() if key in Facts.model_fields})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        raise refuse(Refusal.BAD_RECORD, f"{where}: {name}: {message}.") from None
    return _record(known, source)


def read_facts(facts: Mapping[str, Any], source: Provenance) -> tuple[CallRecord, tuple[str, ...]]:
    """The record of those of ``facts`` that can be read, all from ``source``, and a warning for each other."""
    known, left_out = lenient(Facts, {key: value for key, value in facts.items() if key in Facts.model_fields})
    return _record(known, source), tuple(f"{source}: {cleaned(what)}" for what in left_out)


def _record(known: Facts, source: Provenance) -> CallRecord:
    given = {name: value for name in Facts.model_fields if (value := getattr(known, name)) is not None}
    return CallRecord(**given, sources=dict.fromkeys(given, source))


def in_local_time(record: CallRecord, time_zone: str | None) -> CallRecord:
    """A start given in UTC as the local time of ``time_zone`` (IANA name), if that is known."""
    if record.started is None or record.started.tzinfo is not UTC or time_zone is None:
        return record
    try:
        return replace(record, started=record.started.astimezone(ZoneInfo(time_zone)))
    except OverflowError:  # an hour at the end of the calendar, which has no local time there
        return record
