"""One row of call detail records: who rang whom, how long it rang, who answered.

A call may have several rows (legs): a queue tries several telephones, a call is put through. What its legs agree on is
what is known of the call.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from callgrade.config.batch import CdrField, CdrSettings
from callgrade.intake.cdr.index import IndexedRow
from callgrade.intake.cdr.layout import Told
from callgrade.intake.cdr.party import CdrParty, dialled_peer, is_extension, is_external, party, peer, real_name
from callgrade.intake.cdr.times import seconds_of, time_of
from callgrade.intake.facts import direction_of, extension_of, record_of
from callgrade.model.provenance import Provenance
from callgrade.model.record import CallRecord, Direction
from callgrade.text import cleaned

_LONGEST_RING_S = 3600
_LONGEST_WORD = 40
_AMONG_COLLEAGUES = ("internal", "local")


@dataclass(frozen=True)
class Leg:
    """``call``: identifies the call. ``clock_s``: its start by the clock on the wall; ``lasts_s``: 0 where unknown.

    ``answered``: ``None`` where unknown. ``ring_s``: from ``started`` to the answer. ``numbers``: of the parties.
    ``facts``: what the leg alone tells, names as in ``CallRecord``. ``unknown_direction``: a word for it that was not
    understood, else empty.
    """

    where: str
    call: str
    started: datetime
    clock_s: float
    lasts_s: float
    answered: bool | None
    ring_s: float | None
    numbers: frozenset[str]
    facts: dict[str, Any]
    unknown_direction: str = ""


class _Ends(NamedTuple):
    """The extensions at the two ends of a call, empty where there is none; ``outside``: the other end is outside."""

    source: str
    destination: str
    outside: bool


def leg_of(row: IndexedRow, settings: CdrSettings) -> Leg:
    """The leg that a row tells of; raises ``ValueError`` for a row without a start, which is never indexed."""
    told = row.told
    started = time_of(told.get(CdrField.STARTED, ""), settings)
    if started is None:
        raise ValueError(f"{row.where} has no start")
    answered = _answered(told, settings)
    return Leg(
        where=row.where,
        call=told.get(CdrField.LINKED_ID) or told.get(CdrField.UNIQUE_ID) or row.where,
        started=started,
        clock_s=row.clock_s,
        lasts_s=_lasts_s(told),
        answered=answered,
        ring_s=_ring_s(told, started, settings) if answered else None,
        numbers=_numbers(told),
        facts=_facts(told, settings),
        unknown_direction=_unknown_direction(told),
    )


def record_of_legs(legs: Sequence[Leg]) -> CallRecord:
    """What all answered legs agree on (all legs where none was answered); silence is no disagreement.

    The call begins with its first leg, and rings until its one answered leg is answered.
    """
    taken = _distinct([leg for leg in legs if leg.answered] or legs)
    first = min(legs, key=lambda leg: leg.clock_s)
    facts: dict[str, Any] = {"started": first.started}
    for name in dict.fromkeys(name for leg in taken for name in leg.facts):
        values = {leg.facts[name] for leg in taken if name in leg.facts}
        if len(values) == 1:
            facts[name] = values.pop()
    if len(taken) == 1 and taken[0].ring_s is not None:
        ring_s = taken[0].clock_s - first.clock_s + taken[0].ring_s
        facts |= {"ring_to_answer_s": ring_s} if ring_s <= _LONGEST_RING_S else {}
    return record_of(facts, Provenance.CDR, first.where)


def warnings_of_legs(legs: Sequence[Leg]) -> tuple[str, ...]:
    """What of the legs was not understood, as shown on the card."""
    words = dict.fromkeys(leg.unknown_direction for leg in legs if leg.unknown_direction)
    return tuple(f"{Provenance.CDR}: the word {word!r} for the direction is not understood" for word in words)


def follow_each_other(legs: Sequence[Leg], tolerance_s: float) -> bool:
    """Whether the legs can be one call's: each begins before those before it are over."""
    over_s = float("inf")
    for leg in sorted(legs, key=lambda leg: leg.clock_s):
        if leg.clock_s > over_s + tolerance_s:
            return False
        end_s = leg.clock_s + leg.lasts_s
        over_s = end_s if over_s == float("inf") else max(over_s, end_s)
    return True


def _distinct(legs: Sequence[Leg]) -> list[Leg]:
    """Without rows that stand twice, in two files that overlap."""
    return list({(leg.call, leg.clock_s, leg.lasts_s, leg.numbers): leg for leg in legs}.values())


def _lasts_s(told: Told) -> float:
    whole_s, ring_s, talk_s = (
        seconds_of(told.get(field, "")) or 0.0 for field in (CdrField.DURATION, CdrField.RING, CdrField.TALK)
    )
    return max(whole_s, ring_s + talk_s)


def _answered(told: Told, settings: CdrSettings) -> bool | None:
    if CdrField.DISPOSITION in told:
        return told[CdrField.DISPOSITION].casefold() in settings.answered
    if CdrField.TALK in told:
        return bool(seconds_of(told[CdrField.TALK]))
    return time_of(told[CdrField.ANSWERED], settings) is not None if CdrField.ANSWERED in told else None


def _ring_s(told: Told, started: datetime, settings: CdrSettings) -> float | None:
    """``None`` where a queue or a menu answered before a person did."""
    final, destination = party(told.get(CdrField.FINAL, "")), party(told.get(CdrField.DESTINATION, ""))
    if told.get(CdrField.LAST_APP, "").casefold() not in ("", *settings.ringing_apps):
        return None
    if (final.number and final.number != destination.number) or "queue" in _direction_words(told):
        return None
    ring_s = _counted_ring_s(told, started, settings)
    return ring_s if ring_s is not None and 0 <= ring_s <= _LONGEST_RING_S else None


def _counted_ring_s(told: Told, started: datetime, settings: CdrSettings) -> float | None:
    if CdrField.RING in told:
        return seconds_of(told[CdrField.RING])
    answered = time_of(told.get(CdrField.ANSWERED, ""), settings)
    if answered is not None and (answered.tzinfo is None) == (started.tzinfo is None):
        return (answered - started).total_seconds()
    whole_s, talk_s = seconds_of(told.get(CdrField.DURATION, "")), seconds_of(told.get(CdrField.TALK, ""))
    return whole_s - talk_s if whole_s is not None and talk_s is not None else None


def _numbers(told: Told) -> frozenset[str]:
    fields = (CdrField.SOURCE, CdrField.SOURCE_NUMBER, CdrField.CALLER_ID, CdrField.DESTINATION, CdrField.FINAL)
    numbers = {party(told[field]).number for field in fields if field in told}
    return frozenset((numbers | {told.get(CdrField.EXTENSION, "")}) - {""})


def _facts(told: Told, settings: CdrSettings) -> dict[str, Any]:
    ends = _ends(told, settings)
    direction = _direction(told, ends, settings)
    facts: dict[str, Any] = {"direction": direction, "team": told.get(CdrField.TEAM)}
    if direction is not None:
        out = direction is Direction.OUTBOUND
        extension = ends.source if out else ends.destination
        own_names, other_names = (_callers(told), _called(told)) if out else (_called(told), _callers(told))
        own = next((one.name for one in own_names if extension and one.number == extension), "")
        other = next((one.name for one in other_names if one.number != extension), "")
        facts["extension"] = extension or None
        facts["agent"] = real_name(own, settings.no_names)
        facts["customer"] = real_name(other, settings.no_names) if settings.caller_id_names else None
    facts |= _said(told)
    return {name: value for name, value in facts.items() if value is not None}


def _said(told: Told) -> dict[str, Any]:
    """What columns of a site's own say outright."""
    said: dict[str, Any] = {}
    readers: dict[CdrField, Callable[[str], Any]] = {
        CdrField.EXTENSION: _extension,
        CdrField.AGENT: lambda text: real_name(text, ()),
        CdrField.CUSTOMER: lambda text: real_name(text, ()),
    }
    for field, read in readers.items():
        if field in told and (value := read(told[field])) is not None:
            said[field.value] = value
    return said


def _extension(text: str) -> str | None:
    try:
        return extension_of(party(text).number or text)
    except ValueError:
        return None


def _ends(told: Told, settings: CdrSettings) -> _Ends:
    """Channels tell more than numbers: an agent may ring under the company's number, and a queue has a number too."""
    rang, reached = _who_rang(told), _who_was_reached(told)
    source = rang if is_extension(rang, settings.extension_digits) else ""
    destination = reached if is_extension(reached, settings.extension_digits) else ""
    dialled = party(told.get(CdrField.DESTINATION, "")).number
    by_channel = peer(told.get(CdrField.DESTINATION_CHANNEL if source else CdrField.CHANNEL, "")) is not None
    other = dialled if source else rang
    withheld = bool(destination and not source and told.get(CdrField.SOURCE))
    return _Ends(source, destination, outside=is_external(other) or by_channel or withheld)


def _who_rang(told: Told) -> str:
    by_channel = peer(told.get(CdrField.CHANNEL, ""))
    if by_channel is not None:
        return by_channel
    return party(told.get(CdrField.SOURCE_NUMBER, "")).number or party(told.get(CdrField.SOURCE, "")).number


def _who_was_reached(told: Told) -> str:
    if CdrField.FINAL in told:
        return party(told[CdrField.FINAL]).number
    by_channel = dialled_peer(told.get(CdrField.DESTINATION_CHANNEL, ""))
    if by_channel is not None:
        return by_channel
    tried = CdrField.DESTINATION_CHANNEL in told or CdrField.CHANNEL not in told
    return party(told.get(CdrField.DESTINATION, "")).number if tried and "queue" not in _direction_words(told) else ""


def _direction(told: Told, ends: _Ends, settings: CdrSettings) -> Direction | None:
    words = _direction_words(told)
    if words:
        return _said_direction(words)
    if ends.source and ends.destination:
        return None
    if any(fnmatchcase(told.get(CdrField.CONTEXT, "").casefold(), known) for known in settings.inbound_contexts):
        return Direction.INBOUND
    if ends.source:
        return Direction.OUTBOUND if ends.outside else None
    return Direction.INBOUND if ends.outside else None


def _said_direction(words: str) -> Direction | None:
    for said in (words, words.split(maxsplit=1)[0]):
        with suppress(ValueError):
            return direction_of(said)
    return None


def _unknown_direction(told: Told) -> str:
    """The words for the direction, as shown to people, where they are neither a direction nor a call of colleagues."""
    words = _direction_words(told)
    known = not words or _said_direction(words) or words.split(maxsplit=1)[0] in _AMONG_COLLEAGUES
    return "" if known else cleaned(words)[:_LONGEST_WORD]


def _direction_words(told: Told) -> str:
    return told.get(CdrField.DIRECTION, "").casefold()


def _callers(told: Told) -> list[CdrParty]:
    """The names for who rang, with the number that each belongs to."""
    by_id, by_source = party(told.get(CdrField.CALLER_ID, "")), party(told.get(CdrField.SOURCE, ""))
    number = party(told.get(CdrField.SOURCE_NUMBER, "")).number or by_source.number
    return [one for one in (CdrParty(told.get(CdrField.SOURCE_NAME, ""), number), by_id, by_source) if one.name]


def _called(told: Told) -> list[CdrParty]:
    """The names for who was rung, with the number that each belongs to."""
    dialled, final = party(told.get(CdrField.DESTINATION, "")), party(told.get(CdrField.FINAL, ""))
    by_name = CdrParty(told.get(CdrField.DESTINATION_NAME, ""), dialled.number)
    by_final = CdrParty(told.get(CdrField.FINAL_NAME, ""), final.number)
    return [one for one in (by_final, final, by_name, dialled) if one.name]
