"""Holds: the customer waits while the line is active, or after the agent has announced it.

Conventions: no speech for at least 5 s while music or tones sound (ring-back is neither), or after an announcement;
holds less than 4 s apart are one. Without audio only announced gaps between turns are holds. Sound before the agent's
first word (a queue) is no hold, nor is a busy or dial tone to the end of the recording: the call is over. Limits: sung
music, and an announcement that is not known for a recorded prompt, are speech to voice activity and break a hold.
"""

from callgrade.config.measures import HoldSettings
from callgrade.measures.catalogue import measurement
from callgrade.measures.presence import all_speech, speech_of, why_gaps_hidden, why_not_heard, why_one_sided
from callgrade.measures.speech_rate.net_speech import bridged
from callgrade.model.conversation import Conversation
from callgrade.model.measurement import Measurement
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.span import Span, Spans, intersect, merge, subtract, total_s


def find_holds(conversation: Conversation, announced: Spans, settings: HoldSettings) -> Spans:
    """All holds, sorted and disjoint; ``announced``: silences that the agent announced."""
    by_machine = speech_of(conversation, Role.PROMPT)
    speech = subtract(all_speech(conversation), by_machine)
    active = merge((*by_machine, *(span for party in conversation.parties for span in party.sound)))
    unspoken = subtract(bridged(subtract(active, speech), settings.gap_s), speech)
    first_s = _first_s(speech_of(conversation, Role.AGENT) or speech, conversation.duration_s)
    started = intersect(unspoken, (Span(first_s, conversation.duration_s),))
    over = (conversation.end_tone,) if conversation.end_tone else ()
    waits = (span for span in subtract((*started, *announced), over) if span.duration_s >= settings.hold_min_s)
    return bridged(tuple(waits), settings.gap_s)


def _first_s(speech: Spans, duration_s: float) -> float:
    """When ``speech`` begins; the end of the call if it never does."""
    return min(speech[0].start_s, duration_s) if speech else duration_s


def measure_holds(conversation: Conversation, holds: Spans) -> tuple[Measurement, ...]:
    """The four ``hold.`` measurements."""
    if (reason := why_gaps_hidden(conversation) or why_one_sided(conversation)) is not None:
        names = ("hold.count", "hold.longest", "hold.total", "hold.open_microphone")
        return tuple(measurement(name, None, reason) for name in names)
    longest = max(holds, key=lambda span: span.duration_s, default=None)
    return (
        measurement("hold.count", None, len(holds), spans=holds),
        measurement(
            "hold.longest",
            None,
            longest.duration_s if longest else Reason.NO_HOLD,
            spans=(longest,) if longest else (),
        ),
        measurement("hold.total", None, total_s(holds), {"count": len(holds)}, spans=holds),
        _open_microphone(conversation, holds),
    )


def _open_microphone(conversation: Conversation, holds: Spans) -> Measurement:
    name = "hold.open_microphone"
    if not holds:
        return measurement(name, None, Reason.NO_HOLD)
    if (reason := why_not_heard(conversation, Role.AGENT)) is not None:
        return measurement(name, None, reason)
    heard = intersect(speech_of(conversation, Role.AGENT), holds)
    return measurement(name, None, total_s(heard), {"hold_s": total_s(holds)}, spans=heard)
