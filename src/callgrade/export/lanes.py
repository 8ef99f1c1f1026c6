"""What happened when in a call, in lanes: rings, voices, speech without words, holds, other sound, silence.

Where noise may hide speech, it may be speech without words, and is no silence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from callgrade.measures.presence import MAY_HOLD_SPEECH, speech_of, why_gaps_hidden
from callgrade.model.conversation import Conversation
from callgrade.model.record import Role
from callgrade.model.scorecard import Scorecard
from callgrade.model.span import Span, Spans, complement, merge, subtract

SHORTEST_SILENCE_S = 3.0  # dead air, as in measures.md; shorter gaps are part of talking


class LaneKind(StrEnum):
    """The kinds of lanes, as they are labelled."""

    RINGS = "rings"
    AGENT = "agent"
    CUSTOMER = "customer"
    VOICES = "voices"
    PROMPTS = "prompts"
    UNHEARD = "unheard"
    HOLD = "hold"
    SOUND = "sound"
    SILENCE = "silence"


_OF_ROLE = {
    Role.AGENT: LaneKind.AGENT,
    Role.CUSTOMER: LaneKind.CUSTOMER,
    Role.UNKNOWN: LaneKind.VOICES,
    Role.PROMPT: LaneKind.PROMPTS,
}


@dataclass(frozen=True)
class Lane:
    """Where in the call something of one kind was heard."""

    kind: LaneKind
    spans: Spans


def lanes(card: Scorecard) -> list[Lane]:
    """The lanes that have anything in them; none without times."""
    conversation = card.conversation
    if not conversation.timed or conversation.duration_s <= 0:
        return []
    return [lane for lane in _lanes(card, conversation) if lane.spans]


def _lanes(card: Scorecard, conversation: Conversation) -> Iterator[Lane]:
    rings = conversation.ringing.bursts if conversation.ringing else ()
    hold = _holds(card)
    sound = tuple(span for party in conversation.parties for span in party.sound)
    voices = {party.role: speech_of(conversation, party.role) for party in conversation.parties}
    ringing = [Span(rings[0].start_s, rings[-1].end_s)] if rings else []  # the pauses between rings are not silence
    hidden = tuple(gap.span for gap in conversation.gaps if gap.reason in MAY_HOLD_SPEECH)
    heard = merge([*ringing, *hold, *sound, *hidden, *(span for spans in voices.values() for span in spans)])
    yield Lane(LaneKind.RINGS, rings)
    for role, spans in voices.items():
        yield Lane(_OF_ROLE[role], spans)
    yield Lane(LaneKind.UNHEARD, (*(one.span for one in conversation.unheard), *hidden))
    yield Lane(LaneKind.HOLD, hold)
    yield Lane(LaneKind.SOUND, subtract(sound, hold))
    gaps = complement(heard, conversation.duration_s) if why_gaps_hidden(conversation) is None else ()
    yield Lane(LaneKind.SILENCE, tuple(gap for gap in gaps if gap.duration_s >= SHORTEST_SILENCE_S))


def _holds(card: Scorecard) -> Spans:
    holds = card.measurements.get("hold.total")
    return holds.evidence.spans if holds else ()
