"""The exchange of two persons: latency, overlap, interruption, back-channel, talk share, monologue.

Conventions: times in seconds; the floor (turns, back-channels) is that of ``floor.py``. Latency belongs to the one
who answers: start of their turn less end of the other's, negative where they overlap; typically 0.2 s in all
languages (Stivers et al. 2009, doi:10.1073/pnas.0903616106). A change of speaker across a hold or an announced silence
is no answer. Overlap, interruption and back-channel need a channel each, or turn times that overlap. An interruption
belongs to the one who interrupts (after Schegloff 2000, doi:10.1017/S0047404500001019, and French & Local 1983).
"""

from collections.abc import Iterator
from itertools import islice

import numpy as np

from callgrade.config.measures import FloorSettings, MeasureSettings
from callgrade.measures.catalogue import measurement
from callgrade.measures.floor import Floor, FloorTurn
from callgrade.measures.presence import (
    other,
    speech_of,
    why_gaps_hidden,
    why_not_both,
    why_not_person,
    why_one_sided,
)
from callgrade.measures.questions import Questions
from callgrade.measures.speech_rate.net_speech import bridged
from callgrade.model.conversation import Conversation
from callgrade.model.measurement import Measurement
from callgrade.model.measurement_names import PERSONS
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.span import Span, Spans, intersect, total_s
from callgrade.text import SENTENCE_ENDS

BREAKS_OFF_S = 3.0
"""Seconds within which a person who is cut off stops talking. [conv]"""


def measure_floor(
    conversation: Conversation, floor: Floor, excused: Spans, settings: MeasureSettings
) -> tuple[Measurement, ...]:
    """Latency, overlap, interruption, back-channel, talk share, monologue; ``excused``: holds, announced silences."""
    return (
        *_latency(conversation, floor, excused, settings),
        *_overlap(conversation, floor, settings.floor),
        *_talk(conversation, floor, settings.floor),
    )


def latencies(floor: Floor, role: Role, excused: Spans) -> tuple[tuple[float, Span], ...]:
    """Seconds that ``role`` took to answer, and where, for each turn taken over from the other."""
    found = []
    for before, after in floor.changes():
        where = Span(*sorted((before.end_s, after.start_s)))
        if after.role is role and not intersect((where,), excused):
            found.append((after.start_s - before.end_s, where))
    return tuple(found)


def overlaps(conversation: Conversation, overlap_min_s: float) -> Spans:
    """Where both speak for at least ``overlap_min_s``."""
    both = intersect(speech_of(conversation, Role.AGENT), speech_of(conversation, Role.CUSTOMER))
    return tuple(span for span in both if span.duration_s >= overlap_min_s)


def interruptions(conversation: Conversation, floor: Floor, role: Role, settings: FloorSettings) -> Spans:
    """Where ``role`` interrupts: from their start to the end of the other's speech."""
    both = intersect(speech_of(conversation, Role.AGENT), speech_of(conversation, Role.CUSTOMER))
    taken = (
        Span(after.start_s, before.end_s)
        for before, after in floor.changes()
        if after.role is role and _interrupts(before, after, both, settings)
    )
    cut = () if conversation.has_audio else _cut_off(conversation, role, settings)
    return tuple(sorted({*taken, *cut}))


def _cut_off(conversation: Conversation, role: Role, settings: FloorSettings) -> Iterator[Span]:
    """Where ``role`` speaks into a written turn of the other's that breaks off: nobody writes a full stop there."""
    if not Questions(conversation).punctuated(other(role)):
        return
    starts = [turn.start_s for turn in conversation.turns_of(role)]
    for turn in conversation.turns_of(other(role)):
        if turn.text.rstrip().endswith(SENTENCE_ENDS):
            continue
        earliest_s = max(turn.start_s + settings.turn_min_s, turn.end_s - BREAKS_OFF_S)
        latest_s = turn.end_s - settings.interruption_overlap_s
        inside = (start_s for start_s in starts if earliest_s <= start_s <= latest_s)
        yield from (Span(start_s, turn.end_s) for start_s in islice(inside, 1))


def _interrupts(before: FloorTurn, after: FloorTurn, both: Spans, settings: FloorSettings) -> bool:
    if before.end_s <= after.start_s:
        return False
    overlap_s = total_s(intersect(both, (Span(after.start_s, before.end_s),)))
    return (
        overlap_s >= settings.interruption_overlap_s
        and after.start_s - before.start_s >= settings.turn_min_s
        and after.end_s - before.end_s >= settings.keeps_floor_s
    )


def monologue(floor: Floor, role: Role, gap_s: float) -> Span | None:
    """The longest stretch of one person's talk that the other's turn does not break, nor a silence of ``gap_s``."""
    stretches = [span for turn in floor.turns_of(role) for span in bridged(turn.utterances, gap_s)]
    return max(stretches, key=lambda span: span.duration_s, default=None)


def _latency(
    conversation: Conversation, floor: Floor, excused: Spans, settings: MeasureSettings
) -> tuple[Measurement, ...]:
    names = ("latency.median", "latency.longest")
    reason = why_gaps_hidden(conversation) or why_not_both(conversation)
    if reason is not None:
        return tuple(measurement(name, role, reason) for role in PERSONS for name in names)
    return tuple(item for role in PERSONS for item in _latency_of(role, latencies(floor, role, excused), settings))


def _latency_of(
    role: Role, found: tuple[tuple[float, Span], ...], settings: MeasureSettings
) -> tuple[Measurement, Measurement]:
    seconds = [latency_s for latency_s, _ in found]
    longest = max(found, default=None)
    count = {"count": float(len(seconds))}
    few = len(seconds) < settings.count_min
    return (
        measurement("latency.median", role, Reason.TOO_FEW if few else float(np.median(seconds)), count),
        measurement(
            "latency.longest",
            role,
            longest[0] if longest else Reason.TOO_FEW,
            count,
            spans=(longest[1],) if longest else (),
        ),
    )


def _overlap(conversation: Conversation, floor: Floor, settings: FloorSettings) -> tuple[Measurement, ...]:
    counted = ("interruption.count", "backchannel.count")
    if (reason := _why_no_overlap(conversation)) is not None:
        persons = tuple(measurement(name, role, reason) for role in PERSONS for name in counted)
        return (measurement("overlap.total", None, reason), *persons)
    shared = overlaps(conversation, settings.overlap_min_s)
    return (
        measurement("overlap.total", None, total_s(shared), {"count": float(len(shared))}, spans=shared),
        *(item for role in PERSONS for item in _inserts(conversation, floor, role, settings)),
    )


def _why_no_overlap(conversation: Conversation) -> Reason | None:
    """Of a transcript, only turn times that overlap somewhere can show where they do."""
    if conversation.has_audio:
        return Reason.ONE_CHANNEL if conversation.shares_channel else why_not_both(conversation)
    if (reason := why_gaps_hidden(conversation) or why_not_both(conversation)) is not None:
        return reason
    both = intersect(speech_of(conversation, Role.AGENT), speech_of(conversation, Role.CUSTOMER))
    return None if both else Reason.NO_OVERLAP_TIMES


def _inserts(
    conversation: Conversation, floor: Floor, role: Role, settings: FloorSettings
) -> tuple[Measurement, Measurement]:
    cut = interruptions(conversation, floor, role, settings)
    nods = floor.backchannels_of(role)
    turns = {"turns": float(len(floor.turns_of(other(role))))}
    return (
        measurement("interruption.count", role, len(cut), turns, spans=cut),
        measurement("backchannel.count", role, len(nods), turns, spans=nods),
    )


def _talk(conversation: Conversation, floor: Floor, settings: FloorSettings) -> tuple[Measurement, ...]:
    reason = why_not_both(conversation)
    speech_s = {role: total_s(speech_of(conversation, role)) for role in PERSONS}
    together_s = sum(speech_s.values())
    if reason is None and together_s < settings.speech_min_s:
        reason = Reason.TOO_LITTLE_SPEECH
    amounts = {"agent_s": speech_s[Role.AGENT], "customer_s": speech_s[Role.CUSTOMER]}
    shares = (measurement("talk.share", role, reason or speech_s[role] / together_s, amounts) for role in PERSONS)
    return (*shares, *(_monologue_of(conversation, floor, role, settings) for role in PERSONS))


def _monologue_of(conversation: Conversation, floor: Floor, role: Role, settings: FloorSettings) -> Measurement:
    name = "talk.longest_monologue"
    if (reason := why_not_person(conversation, role) or why_one_sided(conversation)) is not None:
        return measurement(name, role, reason)
    longest = monologue(floor, role, settings.monologue_gap_s)
    if longest is None:
        return measurement(name, role, 0.0, {"turns": 0})
    return measurement(name, role, longest.duration_s, {"turns": len(floor.turns_of(role))}, spans=(longest,))
