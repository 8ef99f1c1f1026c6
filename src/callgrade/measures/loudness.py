"""Loudness of each person, from the quality of their line.

Conventions: active speech level of ITU-T P.56 method B in dB relative to overload; difference = agent less customer
in dB; clipping in clipped samples per 10,000 samples of speech. Measured where the line was; here given to the person.
"""

from callgrade.measures.catalogue import measurement
from callgrade.measures.presence import why_line_hides, why_not_heard
from callgrade.model.catalogue import PERSONS
from callgrade.model.conversation import Conversation
from callgrade.model.line import LineGate, LineQuality
from callgrade.model.measurement import Measurement
from callgrade.model.reason import Reason
from callgrade.model.record import Role


def measure_loudness(conversation: Conversation) -> tuple[Measurement, ...]:
    """The ``loudness.`` measurements: level and clipping of both, the difference of the agent."""
    levels = {role: _level(conversation, role) for role in PERSONS}
    return (
        *(measurement("loudness.active_level", role, level) for role, level in levels.items()),
        measurement("loudness.difference", Role.AGENT, _difference(levels[Role.AGENT], levels[Role.CUSTOMER])),
        *(measurement("loudness.clipping", role, _clipping(conversation, role)) for role in PERSONS),
    )


def _line(conversation: Conversation, role: Role) -> LineQuality | Reason:
    if (reason := why_not_heard(conversation, role)) is not None:
        return reason
    party = conversation.party(role)
    return (party.line if party else None) or Reason.NO_AUDIO


def _level(conversation: Conversation, role: Role) -> float | Reason:
    line = _line(conversation, role)
    if isinstance(line, Reason):
        return line
    if (reason := why_line_hides(line, LineGate.NO_ACOUSTICS)) is not None:
        return reason
    return line.active_level_dbov if line.active_level_dbov is not None else line.reason or Reason.NO_SPEECH


def _difference(agent: float | Reason, customer: float | Reason) -> float | Reason:
    if isinstance(agent, Reason):
        return agent
    return customer if isinstance(customer, Reason) else agent - customer


def _clipping(conversation: Conversation, role: Role) -> float | Reason:
    line = _line(conversation, role)
    if isinstance(line, Reason):
        return line
    return line.clipped_per_10k if line.clipped_per_10k is not None else line.reason or Reason.NO_SPEECH
