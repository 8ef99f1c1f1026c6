"""The two ends of a call in one row of call detail records, and the direction between them."""

from contextlib import suppress
from fnmatch import fnmatchcase
from typing import NamedTuple

from callgrade.config.batch import CdrField, CdrSettings
from callgrade.intake.cdr.layout import CdrValues
from callgrade.intake.cdr.party import dialled_peer, is_extension, is_external, party, peer
from callgrade.intake.facts import direction_of
from callgrade.model.record import Direction
from callgrade.text import cleaned

_LONGEST_WORD = 40
_AMONG_COLLEAGUES = ("internal", "local")


class Ends(NamedTuple):
    """The extensions at the two ends of a call, empty where there is none; ``outside``: the other end is outside."""

    source: str
    destination: str
    outside: bool


def ends_of(values: CdrValues, settings: CdrSettings) -> Ends:
    """The ends of the call, by its channels if it has some: an agent may call under the company's number."""
    rang, reached = _who_rang(values), _who_was_reached(values)
    source = rang if is_extension(rang, settings.extension_digits) else ""
    destination = reached if is_extension(reached, settings.extension_digits) else ""
    dialled = party(values.get(CdrField.DESTINATION, "")).number
    by_channel = peer(values.get(CdrField.DESTINATION_CHANNEL if source else CdrField.CHANNEL, "")) is not None
    other = dialled if source else rang
    withheld = bool(destination and not source and values.get(CdrField.SOURCE))
    return Ends(source, destination, outside=is_external(other, settings.external_digits) or by_channel or withheld)


def direction_between(values: CdrValues, ends: Ends, settings: CdrSettings) -> Direction | None:
    """The direction: by the record's own word, by its context, by which end is an extension; ``None`` if not known."""
    words = direction_words(values)
    if words:
        return _said_direction(words)
    if ends.source and ends.destination:
        return None
    if any(fnmatchcase(values.get(CdrField.CONTEXT, "").casefold(), known) for known in settings.inbound_contexts):
        return Direction.INBOUND
    if ends.source:
        return Direction.OUTBOUND if ends.outside else None
    return Direction.INBOUND if ends.outside else None


def is_internal(values: CdrValues, settings: CdrSettings) -> bool:
    """Whether colleagues talk to each other: the record says so, or both ends are extensions."""
    words = direction_words(values)
    if words:
        return words.split(maxsplit=1)[0] in _AMONG_COLLEAGUES
    ends = ends_of(values, settings)
    return bool(ends.source and ends.destination)


def unknown_direction(values: CdrValues) -> str:
    """The words for the direction, as shown to people, where they are neither a direction nor a call of colleagues."""
    words = direction_words(values)
    known = not words or _said_direction(words) or words.split(maxsplit=1)[0] in _AMONG_COLLEAGUES
    return "" if known else cleaned(words)[:_LONGEST_WORD]


def direction_words(values: CdrValues) -> str:
    """The record's own words for the direction, case folded; empty if it has none."""
    return values.get(CdrField.DIRECTION, "").casefold()


def _said_direction(words: str) -> Direction | None:
    for said in (words, words.split(maxsplit=1)[0]):
        with suppress(ValueError):
            return direction_of(said)
    return None


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
        party(values.get(CdrField.DESTINATION, "")).number if tried and "queue" not in direction_words(values) else ""
    )
