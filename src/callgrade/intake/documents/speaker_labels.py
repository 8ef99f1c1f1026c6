"""Labels of speakers → agent, customer or unknown."""

from collections.abc import Mapping, Sequence

from callgrade.config.intake import SpeakerLabels
from callgrade.model.record import CallRecord, Direction, Role

OTHER = {Role.AGENT: Role.CUSTOMER, Role.CUSTOMER: Role.AGENT}


def roles_of(
    labels: Sequence[str],
    words: SpeakerLabels,
    record: CallRecord,
    given: Mapping[str, Role] | None = None,
    deduce: bool = True,
) -> dict[str, Role]:
    """The role of every label: as ``given``, by its words, by the names in ``record``.

    ``deduce``: if only one of two roles is known, the other label has the other role.
    """
    distinct = list(dict.fromkeys(labels))
    roles = {label: (given or {}).get(label) or _by_word(label, words, record) for label in distinct}
    known = set(roles.values()) - {Role.UNKNOWN}
    for label in distinct:
        if roles[label] is Role.UNKNOWN:
            roles[label] = _by_call(label, words, record, known)
    known = set(roles.values()) - {Role.UNKNOWN}
    if deduce and len(distinct) == 2 and len(known) == 1 and Role.UNKNOWN not in distinct:
        other = OTHER.get(next(iter(known)), Role.UNKNOWN)
        roles = {label: other if role is Role.UNKNOWN else role for label, role in roles.items()}
    return roles


def _by_word(label: str, words: SpeakerLabels, record: CallRecord) -> Role:
    plain = _plain(label)
    if plain in words.machine:
        return Role.PROMPT
    for role, known, name in (
        (Role.AGENT, words.agent, record.agent),
        (Role.CUSTOMER, words.customer, record.customer),
    ):
        if plain in known or (name and plain in (_plain(name), _plain(name).split(" ")[0])):
            return role
    return Role.UNKNOWN


def _by_call(label: str, words: SpeakerLabels, record: CallRecord, known: set[Role]) -> Role:
    """Caller and callee: by the direction; a caller beside an agent is the customer."""
    plain = _plain(label)
    if plain not in (*words.caller, *words.callee):
        return Role.UNKNOWN
    if len(known - {Role.PROMPT}) == 1:
        return OTHER[next(iter(known - {Role.PROMPT}))]
    if record.direction is None:
        return Role.UNKNOWN
    inbound, rang = record.direction is Direction.INBOUND, plain in words.caller
    return Role.CUSTOMER if inbound is rang else Role.AGENT


def _plain(label: str) -> str:
    return " ".join(label.casefold().strip(" \t:[]()<>*").split())
