"""Conversations drawn by hand: who speaks when, without audio files."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from callgrade.model.conversation import Conversation, Party, Turn, Word
from callgrade.model.line import LineGate, LineQuality
from callgrade.model.measurement import Measurement, Measurements
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.ringing import Ringing
from callgrade.model.span import Span, Spans

Times = Sequence[tuple[float, float]]


def spans(times: Times) -> Spans:
    return tuple(Span(start_s, end_s) for start_s, end_s in times)


def good_line(channel: int, level_dbov: float = -24.0) -> LineQuality:
    return LineQuality(channel, level_dbov, 30.0, 0.0, 0.0, 3400.0, LineGate.GOOD)


def party(role: Role, speech: Times, channel: int = 0, sound: Times = (), line: LineQuality | None = None) -> Party:
    return Party(role, channel, spans(speech), spans(sound), line or good_line(channel))


def spoken(role: Role, start_s: float, end_s: float, text: str) -> Turn:
    """A turn whose words share its time evenly."""
    texts = text.split()
    each = (end_s - start_s) / max(1, len(texts))
    words = tuple(Word(word, start_s + at * each, start_s + (at + 1) * each, 0.9) for at, word in enumerate(texts))
    return Turn(role, start_s, end_s, words, text)


def call(
    agent: Times = (),
    customer: Times = (),
    *,
    turns: Iterable[Turn] = (),
    sound: Times = (),
    duration_s: float | None = None,
    language: str | None = "en",
    ringing: Ringing | None = None,
) -> Conversation:
    """A call of two channels; ``sound``: on the customer's."""
    last_s = max((end_s for _, end_s in (*agent, *customer, *sound)), default=0.0)
    return Conversation(
        language=language,
        language_probability=0.9,
        duration_s=last_s + 1.0 if duration_s is None else duration_s,
        channels=2,
        parties=(party(Role.AGENT, agent, 0), party(Role.CUSTOMER, customer, 1, sound)),
        turns=tuple(sorted(turns, key=lambda turn: turn.start_s)),
        ringing=ringing,
        ringing_reason=None if ringing else Reason.NO_RINGING,
    )


def swapped(conversation: Conversation) -> Conversation:
    """The same call with agent and customer exchanged."""
    other = {Role.AGENT: Role.CUSTOMER, Role.CUSTOMER: Role.AGENT, Role.UNKNOWN: Role.UNKNOWN}
    return replace(
        conversation,
        parties=tuple(replace(found, role=other[found.role]) for found in conversation.parties),
        turns=tuple(replace(turn, role=other[turn.role]) for turn in conversation.turns),
    )


def get(found: Iterable[Measurement], name: str, role: Role | None = None) -> Measurement:
    """The one measurement of this name and role; the test fails if it is missing."""
    measurement = Measurements(tuple(found)).get(name, role)
    assert measurement is not None, f"nobody measured {name} of {role}"
    return measurement
