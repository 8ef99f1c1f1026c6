"""Which of a transcript's speakers is the agent: the labels decide, else the words.

Two speakers with neutral labels (A and B, SPEAKER_00 and SPEAKER_01) are treated like two voices on one channel: the
first to speak is the party that was called, unless the words show otherwise. A third speaker who says little stays
unknown. If a third one says more, it is not clear how many took part, and all stay unknown.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from callgrade.config.intake import IntakeSettings
from callgrade.intake.documents.speaker_labels import OTHER, roles_of
from callgrade.intake.documents.turns import WrittenTurn
from callgrade.model.conversation import Attribution, Layout
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.text import split_words

_Roles = Mapping[str | None, Role]

PERSONS = frozenset({Role.AGENT, Role.CUSTOMER})
_MOST_NAMED = 5


@dataclass(frozen=True)
class Speakers:
    """``roles``: label → role. ``attribution``: ``None`` if the labels say who is who."""

    roles: _Roles
    attribution: Attribution | None = None
    warnings: tuple[str, ...] = ()


def who_is_who(
    turns: Sequence[WrittenTurn], settings: IntakeSettings, record: CallRecord, given: Mapping[str, Role]
) -> Speakers:
    """The speakers of ``turns``; ``given``: the roles that the document itself gives to labels."""
    labels = list(dict.fromkeys(turn.speaker for turn in turns if turn.speaker is not None))
    named: dict[str | None, Role] = {None: Role.UNKNOWN}
    named.update(roles_of(labels, settings.speaker_labels, record, given, deduce=False))
    unknown = [label for label in labels if named[label] is Role.UNKNOWN]
    persons = PERSONS.intersection(named.values())
    if not persons and len(unknown) > 1:
        return _to_be_learned(turns, named, unknown, settings, record)
    if len(persons) == 1 and len(unknown) == 1:
        return _the_other(named, unknown[0], next(iter(persons)))
    attribution = None if len(persons) == 2 or not _anybody(turns, named) else _untold()
    return Speakers(named, attribution, _nobody(unknown))


def _to_be_learned(
    turns: Sequence[WrittenTurn],
    named: _Roles,
    unknown: Sequence[str],
    settings: IntakeSettings,
    record: CallRecord,
) -> Speakers:
    """Two of the ``unknown`` become agent and customer until the words decide."""
    said = Counter[str]()
    for turn in turns:
        if turn.speaker is not None and turn.speaker in unknown:
            said[turn.speaker] += len(split_words(turn.text))
    two = {label for label, _ in said.most_common(2)}
    others = [label for label in unknown if label not in two]
    if any(said[label] >= settings.third_speaker_share * said.total() for label in others):
        several = Attribution(Layout.TRANSCRIPT, note=Reason.MORE_VOICES)
        return Speakers(named, several, _nobody(unknown))
    called = Role.CUSTOMER if record.direction is Direction.OUTBOUND else Role.AGENT
    first, second = (label for label in unknown if label in two)
    roles = {**named, first: called, second: OTHER[called]}
    return Speakers(roles, Attribution(Layout.TRANSCRIPT), _nobody(others))


def _the_other(named: _Roles, label: str, known: Role) -> Speakers:
    taken = f"transcript: speaker {label!r:.40} was taken for the {OTHER[known]}: the other one is the {known}"
    return Speakers({**named, label: OTHER[known]}, None, (taken,))


def _anybody(turns: Sequence[WrittenTurn], named: _Roles) -> bool:
    """Whether an unknown speaker says something."""
    return any(named[turn.speaker] is Role.UNKNOWN for turn in turns)


def _untold() -> Attribution:
    return Attribution(Layout.TRANSCRIPT, note=Reason.ROLES_NOT_TOLD)


def _nobody(labels: Sequence[str]) -> tuple[str, ...]:
    """A warning for labels that mean neither agent nor customer."""
    if not labels:
        return ()
    shown = ", ".join(f"{label!r:.40}" for label in labels[:_MOST_NAMED])
    more = f" and {len(labels) - _MOST_NAMED} more" if len(labels) > _MOST_NAMED else ""
    return (f"transcript: it is not known who speaks as {shown}{more}",)
