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
from callgrade.intake.cdr.layout import CdrValues
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
    ``facts``: of this leg alone, named as in ``CallRecord``. ``unknown_direction``: the word for the direction if it is
    not understood, else empty. ``system_id``: of the call, by the telephone system. ``internal``: whether colleagues
    talk to each other.
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
    system_id: str | None = None
    internal: bool = False


class _Ends(NamedTuple):
    """The extensions at the two ends of a call, empty where there is none; ``outside``: the other end is outside."""

    source: str
    destination: str
    outside: bool


def leg_of(row: IndexedRow, settings: CdrSettings) -> Leg:
    """The leg in a row; raises ``ValueError`` for a row without a start, which is never indexed."""
    values = row.values
    started = time_of(values.get(CdrField.STARTED, ""), settings)
    if started is None:
        raise ValueError(f"{row.where} has no start")
    answered = _answered(values, settings)
    system_id = values.get(CdrField.LINKED_ID) or values.get(CdrField.UNIQUE_ID)
    return Leg(
        where=row.where,
        call=system_id or row.where,
        started=started,
        clock_s=row.clock_s,
        lasts_s=_lasts_s(values),
        answered=answered,
        ring_s=_ring_s(values, started, settings) if answered else None,
        numbers=_numbers(values),
        facts=_facts(values, settings),
        unknown_direction=_unknown_direction(values),
        system_id=system_id,
        internal=_is_internal(values, settings),
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
    """The legs without duplicates, which files that overlap contain."""
    return list({(leg.call, leg.clock_s, leg.lasts_s, leg.numbers): leg for leg in legs}.values())


def _lasts_s(values: CdrValues) -> float:
    whole_s, ring_s, talk_s = (
        seconds_of(values.get(field, "")) or 0.0 for field in (CdrField.DURATION, CdrField.RING, CdrField.TALK)
    )
    return max(whole_s, ring_s + talk_s)


def _answered(values: CdrValues, settings: CdrSettings) -> bool | None:
    if CdrField.DISPOSITION in values:
        return values[CdrField.DISPOSITION].casefold() in settings.answered
    if CdrField.TALK in values:
        return bool(seconds_of(values[CdrField.TALK]))
    return time_of(values[CdrField.ANSWERED], settings) is not None if CdrField.ANSWERED in values else None


def _ring_s(values: CdrValues, started: datetime, settings: CdrSettings) -> float | None:
    """``None`` where a queue or a menu answered before a person did."""
    final, destination = party(values.get(CdrField.FINAL, "")), party(values.get(CdrField.DESTINATION, ""))
    if values.get(CdrField.LAST_APP, "").casefold() not in ("", *settings.ringing_apps):
        return None
    if (final.number and final.number != destination.number) or "queue" in _direction_words(values):
        return None
    ring_s = _counted_ring_s(values, started, settings)
    return ring_s if ring_s is not None and 0 <= ring_s <= _LONGEST_RING_S else None


def _counted_ring_s(values: CdrValues, started: datetime, settings: CdrSettings) -> float | None:
    if CdrField.RING in values:
        return seconds_of(values[CdrField.RING])
    answered = time_of(values.get(CdrField.ANSWERED, ""), settings)
    if answered is not None and (answered.tzinfo is None) == (started.tzinfo is None):
        return (answered - started).total_seconds()
    whole_s, talk_s = seconds_of(values.get(CdrField.DURATION, "")), seconds_of(values.get(CdrField.TALK, ""))
    return whole_s - talk_s if whole_s is not None and talk_s is not None else None


def _numbers(values: CdrValues) -> frozenset[str]:
    fields = (CdrField.SOURCE, CdrField.SOURCE_NUMBER, CdrField.CALLER_ID, CdrField.DESTINATION, CdrField.FINAL)
    numbers = {party(values[field]).number for field in fields if field in values}
    return frozenset((numbers | {values.get(CdrField.EXTENSION, "")}) - {""})


def _facts(values: CdrValues, settings: CdrSettings) -> dict[str, Any]:
    ends = _ends(values, settings)
    direction = _direction(values, ends, settings)
    facts: dict[str, Any] = {"direction": direction, "team": values.get(CdrField.TEAM)}
    if direction is not None:
        out = direction is Direction.OUTBOUND
        extension = ends.source if out else ends.destination
        own_names, other_names = (_callers(values), _called(values)) if out else (_called(values), _callers(values))
        own = next((one.name for one in own_names if extension and one.number == extension), "")
        other = next((one.name for one in other_names if one.number != extension), "")
        facts["extension"] = extension or None
        facts["agent"] = real_name(own, settings.no_names)
        facts["customer"] = real_name(other, settings.no_names) if settings.caller_id_names else None
    facts |= _said(values)
    return {name: value for name, value in facts.items() if value is not None}


def _said(values: CdrValues) -> dict[str, Any]:
    """What columns of a site's own say outright."""
    said: dict[str, Any] = {}
    readers: dict[CdrField, Callable[[str], Any]] = {
        CdrField.EXTENSION: _extension,
        CdrField.AGENT: lambda text: real_name(text, ()),
        CdrField.CUSTOMER: lambda text: real_name(text, ()),
    }
    for field, read in readers.items():
        if field in values and (value := read(values[field])) is not None:
            said[field.value] = value
    return said


def _extension(text: str) -> str | None:
    try:
        return extension_of(party(text).number or text)
    except ValueError:
        return None


def _ends(values: CdrValues, settings: CdrSettings) -> _Ends:
    """The ends of the call, by its channels if it has some: an agent may call under the company's number."""
    rang, reached = _who_rang(values), _who_was_reached(values)
    source = rang if is_extension(rang, settings.extension_digits) else ""
    destination = reached if is_extension(reached, settings.extension_digits) else ""
    dialled = party(values.get(CdrField.DESTINATION, "")).number
    by_channel = peer(values.get(CdrField.DESTINATION_CHANNEL if source else CdrField.CHANNEL, "")) is not None
    other = dialled if source else rang
    withheld = bool(destination and not source and values.get(CdrField.SOURCE))
    return _Ends(source, destination, outside=is_external(other, settings.external_digits) or by_channel or withheld)


def _who_rang(values: CdrValues) -> str:
    by_channel = peer(values.get(CdrField.CHANNEL, ""))
    if by_channel is not None:
        return by_channel
    return party(values.get(CdrField.SOURCE_NUMBER, "")).number or party(values.get(CdrField.SOURCE, "")).number


def _who_was_reached(values: CdrValues) -> str:
    if CdrField.FINAL in values:
        return party(values[CdrField.FINAL]).number
    by_channel = dialled_peer(values.get(CdrField.DESTINATION_CHANNEL, ""))
    if by_channel is not None:
        return by_channel
    tried = CdrField.DESTINATION_CHANNEL in values or CdrField.CHANNEL not in values
    return (
        party(values.get(CdrField.DESTINATION, "")).number if tried and "queue" not in _direction_words(values) else ""
    )


def _direction(values: CdrValues, ends: _Ends, settings: CdrSettings) -> Direction | None:
    words = _direction_words(values)
    if words:
        return _said_direction(words)
    if ends.source and ends.destination:
        return None
    if any(fnmatchcase(values.get(CdrField.CONTEXT, "").casefold(), known) for known in settings.inbound_contexts):
        return Direction.INBOUND
    if ends.source:
        return Direction.OUTBOUND if ends.outside else None
    return Direction.INBOUND if ends.outside else None


def _is_internal(values: CdrValues, settings: CdrSettings) -> bool:
    """Whether colleagues talk to each other: the record says so, or both ends are extensions."""
    words = _direction_words(values)
    if words:
        return words.split(maxsplit=1)[0] in _AMONG_COLLEAGUES
    ends = _ends(values, settings)
    return bool(ends.source and ends.destination)


def _said_direction(words: str) -> Direction | None:
    for said in (words, words.split(maxsplit=1)[0]):
        with suppress(ValueError):
            return direction_of(said)
    return None


def _unknown_direction(values: CdrValues) -> str:
    """The words for the direction, as shown to people, where they are neither a direction nor a call of colleagues."""
    words = _direction_words(values)
    known = not words or _said_direction(words) or words.split(maxsplit=1)[0] in _AMONG_COLLEAGUES
    return "" if known else cleaned(words)[:_LONGEST_WORD]


def _direction_words(values: CdrValues) -> str:
    return values.get(CdrField.DIRECTION, "").casefold()


def _callers(values: CdrValues) -> list[CdrParty]:
    """The names for who rang, with the number that each belongs to."""
    by_id, by_source = party(values.get(CdrField.CALLER_ID, "")), party(values.get(CdrField.SOURCE, ""))
    number = party(values.get(CdrField.SOURCE_NUMBER, "")).number or by_source.number
    return [one for one in (CdrParty(values.get(CdrField.SOURCE_NAME, ""), number), by_id, by_source) if one.name]


def _called(values: CdrValues) -> list[CdrParty]:
    """The names for who was rung, with the number that each belongs to."""
    dialled, final = party(values.get(CdrField.DESTINATION, "")), party(values.get(CdrField.FINAL, ""))
    by_name = CdrParty(values.get(CdrField.DESTINATION_NAME, ""), dialled.number)
    by_final = CdrParty(values.get(CdrField.FINAL_NAME, ""), final.number)
    return [one for one in (by_final, final, by_name, dialled) if one.name]
