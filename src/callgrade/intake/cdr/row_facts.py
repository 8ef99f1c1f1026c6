"""What one row of call detail records says of the call's people: names, extension, team, direction."""

from collections.abc import Callable
from typing import Any

from callgrade.config.batch import CdrField, CdrSettings
from callgrade.intake.cdr.call_ends import direction_between, ends_of
from callgrade.intake.cdr.layout import CdrValues
from callgrade.intake.cdr.party import CdrParty, party, real_name
from callgrade.intake.facts import extension_of
from callgrade.model.record import Direction


def facts_of(values: CdrValues, settings: CdrSettings) -> dict[str, Any]:
    """The known facts of a row, named as in ``CallRecord``."""
    ends = ends_of(values, settings)
    direction = direction_between(values, ends, settings)
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


def numbers_of(values: CdrValues) -> frozenset[str]:
    """The telephone numbers and extensions of all parties."""
    fields = (CdrField.SOURCE, CdrField.SOURCE_NUMBER, CdrField.CALLER_ID, CdrField.DESTINATION, CdrField.FINAL)
    numbers = {party(values[field]).number for field in fields if field in values}
    return frozenset((numbers | {values.get(CdrField.EXTENSION, "")}) - {""})
