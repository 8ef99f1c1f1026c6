"""What a vCon knows of a call: who took part, and the record."""

from collections.abc import Mapping
from typing import Any

from callgrade.config.intake import SpeakerLabels
from callgrade.intake.documents.own_card import SCHEMA, heard_facts, is_scorecard, known_facts
from callgrade.intake.documents.speaker_labels import roles_of
from callgrade.intake.documents.vcon import Vcon, VconDialog
from callgrade.intake.documents.vcon_text import first_start, unpacked
from callgrade.intake.facts import direction_of, read_facts
from callgrade.model.provenance import Provenance
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.text import cleaned

_COMPANY_KEYS = ("company", "organization", "organisation", "org")


def party_roles(vcon: Vcon, labels: SpeakerLabels) -> list[Role]:
    """The role of each party, by its ``role``; unknown where several have one role and nobody the other."""
    roles = _named_roles(vcon, labels)
    return [Role.UNKNOWN] * len(roles) if _is_one_sided(roles) else roles


def _named_roles(vcon: Vcon, labels: SpeakerLabels) -> list[Role]:
    named = [cleaned(party.fact("role")) or f"party {index}" for index, party in enumerate(vcon.parties)]
    roles = roles_of(named, labels, CallRecord())
    return [roles[label] for label in named]


def _is_one_sided(roles: list[Role]) -> bool:
    sides = [role for role in roles if role in (Role.AGENT, Role.CUSTOMER)]
    return len(sides) > 1 and len(set(sides)) == 1


def record_of_vcon(vcon: Vcon, dialog: VconDialog | None, labels: SpeakerLabels) -> tuple[CallRecord, tuple[str, ...]]:
    """What the vCon knows of the call that ``dialog`` recorded, and a warning for each fact that cannot be read."""
    roles = party_roles(vcon, labels)
    dialog = dialog or VconDialog()
    known = dict(zip(reversed(roles), reversed(vcon.parties), strict=True))
    agent, customer = known.get(Role.AGENT), known.get(Role.CUSTOMER)
    meta = {**vcon.meta, **dialog.meta}
    said, unknown = _said_direction(meta.get("direction"))
    card = own_card(vcon)
    facts = {
        "direction": said or _direction(dialog.first_party, roles),
        "started": dialog.start if dialog.start or card else first_start(vcon),
        "language": meta.get("language"),
        "agent": agent.fact("name") if agent else None,
        "customer": customer.fact("name") if customer else None,
        "company": (agent.fact(*_COMPANY_KEYS) if agent else None) or _company(meta),
        "channels": _channels(dialog, roles),
    }
    record, warnings = read_facts(facts if card is None else _as_known(facts, card), Provenance.VCON)
    return record, (*unknown, *warnings, *_unread_roles(vcon, roles, labels))


def _as_known(facts: dict[str, Any], card: Mapping[str, Any]) -> dict[str, Any]:
    """``facts`` as they were before ``card`` was written. A name that was changed since then stays changed.

    The direction is the card's: it may be unknown, which the order of the parties cannot show.
    """
    heard, known = heard_facts(card), known_facts(card)
    given = {key: value for key, value in facts.items() if value is not None and value != heard.get(key)}
    return known | given | {"direction": known.get("direction")}


def own_card(vcon: Vcon) -> Mapping[str, Any] | None:
    """The scorecard in a vCon that callgrade wrote."""
    bodies = (unpacked(analysis) for analysis in vcon.analysis if str(analysis.form).startswith(SCHEMA))
    return next((body for body in bodies if is_scorecard(body)), None)


def _unread_roles(vcon: Vcon, roles: list[Role], labels: SpeakerLabels) -> list[str]:
    """Warnings for roles of parties that mean neither agent nor customer."""
    named = [cleaned(party.fact("role")) for party in vcon.parties]
    if _is_one_sided(_named_roles(vcon, labels)):
        return ["vcon: several parties have the same role, and nobody the other one; the roles were left out"]
    known = roles_of(named, labels, CallRecord(), deduce=False)
    unread = [(name, role) for name, role in zip(named, roles, strict=True) if name and known[name] is Role.UNKNOWN]
    return [
        f"vcon: the role {name!r:.40} is not known"
        + (f"; taken for the {role}: the other one is known" if role is not Role.UNKNOWN else "")
        for name, role in unread
    ]


def _company(meta: Mapping[str, Any]) -> Any:
    return next((meta[key] for key in _COMPANY_KEYS if meta.get(key)), None)


def _said_direction(value: object) -> tuple[Direction | None, tuple[str, ...]]:
    """The direction, or a warning for words such as ``internal`` that do not say who serves whom."""
    try:
        return direction_of(value), ()
    except ValueError as error:
        return None, (f"{Provenance.VCON}: direction is not known: {cleaned(error):.120}",)


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
