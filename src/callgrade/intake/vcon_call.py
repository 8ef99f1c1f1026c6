"""What a vCon knows of a call: who took part, the record, and the turns of its transcript."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from callgrade.config.intake import SpeakerLabels
from callgrade.intake.facts import direction_of, moment, record_of
from callgrade.intake.own_card import SCHEMA, heard_facts, is_scorecard, known_facts
from callgrade.intake.roles import roles_of
from callgrade.intake.text import plain
from callgrade.intake.turns import find_turns
from callgrade.intake.vcon import Vcon, VconAnalysis, VconDialog
from callgrade.model.record import CallRecord, Direction, Role

SOURCE = "vcon"
_COMPANY_KEYS = ("company", "organization", "organisation", "org")


def party_roles(vcon: Vcon, labels: SpeakerLabels) -> list[Role]:
    """The role of each party, by its ``role``."""
    named = [plain(party.fact("role")) or f"party {index}" for index, party in enumerate(vcon.parties)]
    roles = roles_of(named, labels, CallRecord())
    return [roles[label] for label in named]


def record_of_vcon(vcon: Vcon, dialog: VconDialog | None, labels: SpeakerLabels, name: str) -> CallRecord:
    """What the vCon knows of the call that ``dialog`` recorded; raises ``InputError`` (``bad_record``)."""
    roles = party_roles(vcon, labels)
    dialog = dialog or VconDialog()
    known = dict(zip(reversed(roles), reversed(vcon.parties), strict=True))
    agent, customer = known.get(Role.AGENT), known.get(Role.CUSTOMER)
    meta = {**vcon.meta, **dialog.meta}
    facts = {
        "direction": _said_direction(meta.get("direction")) or _direction(dialog.first_party, roles),
        "started": dialog.start,
        "language": meta.get("language"),
        "agent": agent.fact("name") if agent else None,
        "customer": customer.fact("name") if customer else None,
        "company": (agent.fact(*_COMPANY_KEYS) if agent else None) or _company(meta),
        "channels": _channels(dialog, roles),
    }
    card = own_card(vcon)
    return record_of(facts if card is None else _as_known(facts, card), SOURCE, name)


def _as_known(facts: dict[str, Any], card: Mapping[str, Any]) -> dict[str, Any]:
    """``facts`` as they were before ``card`` was written. A name that somebody has changed since stays changed.

    The card knows more: it can say that nobody knows who rang, where the order of the parties cannot.
    """
    heard, known = heard_facts(card), known_facts(card)
    given = {key: value for key, value in facts.items() if value is not None and value != heard.get(key)}
    return known | given | {"direction": known.get("direction")}


def own_card(vcon: Vcon) -> Mapping[str, Any] | None:
    """The scorecard in a vCon that callgrade wrote."""
    bodies = (_unpacked(analysis) for analysis in vcon.analysis if str(analysis.form).startswith(SCHEMA))
    return next((body for body in bodies if is_scorecard(body)), None)


def find_vcon_turns(vcon: Vcon) -> list[Any] | None:
    """The turns of the vCon's transcript, else of its text dialogs; ``None`` without either."""
    for analysis in vcon.analysis:
        if "transcript" in analysis.type.casefold():
            turns = find_turns(_unpacked(analysis))
            if turns:
                return turns
    return _text_dialogs(vcon) or None


def _unpacked(analysis: VconAnalysis) -> Any:
    """The body as a value: written out, or as JSON in a string."""
    if not isinstance(analysis.body, str) or analysis.encoding != "json":
        return analysis.body
    try:
        return json.loads(analysis.body)
    except (ValueError, RecursionError):
        return None


def _text_dialogs(vcon: Vcon) -> list[dict[str, Any]]:
    """Messages as turns, their times counted from the first one's start."""
    texts = [dialog for dialog in vcon.dialog if dialog.type == "text" and isinstance(dialog.body, str)]
    starts = [_instant(dialog.start) for dialog in texts]
    known = [start for start in starts if start is not None]
    turns = []
    for dialog, start in zip(texts, starts, strict=True):
        turn = {"party": dialog.first_party, "text": dialog.body}
        if start is not None and len(known) == len(starts):
            turn["start_s"] = (start - min(known)).total_seconds()
        turns.append(turn)
    return turns


def _instant(value: object) -> datetime | None:
    """A time that can be compared with others; one without an offset counts as UTC."""
    try:
        time = moment(value)
    except ValueError:
        return None
    return time.replace(tzinfo=UTC) if time and time.tzinfo is None else time


def _company(meta: Mapping[str, Any]) -> Any:
    return next((meta[key] for key in _COMPANY_KEYS if meta.get(key)), None)


def _said_direction(value: object) -> Direction | None:
    """``None`` for words such as ``internal``, which say nothing of who serves whom."""
    try:
        return direction_of(value)
    except ValueError:
        return None


def _direction(originator: int | None, roles: list[Role]) -> Direction | None:
    role = roles[originator] if originator is not None and originator < len(roles) else Role.UNKNOWN
    return {Role.CUSTOMER: Direction.INBOUND, Role.AGENT: Direction.OUTBOUND}.get(role)


def _channels(dialog: VconDialog, roles: list[Role]) -> dict[Role, int] | None:
    """One party a channel, in the order of the channels; says nothing of a mixed recording."""
    channels: dict[Role, int] = {}
    for channel, entry in enumerate(dialog.parties):
        party = entry[0] if isinstance(entry, list) and len(entry) == 1 else entry
        if isinstance(party, int) and party < len(roles) and roles[party] is not Role.UNKNOWN:
            channels.setdefault(roles[party], channel)
    return channels if len(channels) == len(dialog.parties) == 2 else None
