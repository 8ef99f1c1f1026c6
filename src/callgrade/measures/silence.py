"""Silence: pauses inside turns, and dead air with its owner.

Conventions: a silence is a stretch in which nobody speaks, between the first and the last speech of the call. Pause: ≥
0.25 s, the same person before and after, outside holds (Goldman-Eisler 1968). Dead air: ≥ 3 s, without sound on any
channel, outside ringing and holds with sound. Its owner: *announced* between the agent's announcement and their next
speech; the *customer* where the agent spoke last and asked, or where the customer asked for time and speaks next; else
the *agent*, because the customer spoke last or the agent works in silence. If the agent spoke last and the words have
no punctuation at all, the owner is unknown: it may have been a question. A silence beside a recorded prompt is
nobody's. Without audio a silence is a gap between turns; pauses inside turns are then not known.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np

from callgrade.config.measures import MeasureSettings, SilenceSettings
from callgrade.measures.catalogue import measurement
from callgrade.measures.presence import speech_of, why_gaps_hidden, why_not_both, why_not_person, why_one_sided
from callgrade.measures.questions import Questions
from callgrade.measures.speech_rate.net_speech import bridged
from callgrade.model.conversation import Conversation
from callgrade.model.measurement import Measurement
from callgrade.model.measurement_names import PERSONS
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.span import Span, Spans, intersect, merge, subtract, total_s

ANSWER_S = 1.5
"""Longest words of the agent that only answer the customer after an announcement. [conv]"""

AT_ONCE_S = 10.0
"""Longest time from an announcement to them: the customer answers in it. [conv]"""


class Owner(StrEnum):
    """Who is responsible for a stretch of dead air."""

    ANNOUNCED = "announced"
    AGENT = "agent"
    CUSTOMER = "customer"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Silence:
    """Nobody speaks; ``before`` and ``after``: who spoke last and who speaks next (both, if to the same sample)."""

    span: Span
    before: frozenset[Role]
    after: frozenset[Role]


def silences(conversation: Conversation) -> tuple[Silence, ...]:
    """All silences between the first and the last speech of the call, in order of time."""
    speech = {role: speech_of(conversation, role) for role in Role}
    spoken = merge(span for spans in speech.values() for span in spans)
    ends = {(role, span.end_s) for role, spans in speech.items() for span in spans}
    starts = {(role, span.start_s) for role, spans in speech.items() for span in spans}
    return tuple(
        Silence(
            Span(left.end_s, right.start_s),
            frozenset(role for role in Role if (role, left.end_s) in ends),
            frozenset(role for role in Role if (role, right.start_s) in starts),
        )
        for left, right in pairwise(spoken)
    )


def announced_silences(conversation: Conversation, hold_announcements: Spans, settings: MeasureSettings) -> Spans:
    """Silences between an announcement of the agent's and their next speech, sorted and disjoint.

    A few words to the customer's answer ("promised") do not end it; nor does a call that ends before the agent is back.
    """
    end_s, answers = conversation.duration_s, speech_of(conversation, Role.CUSTOMER)
    talk = bridged(speech_of(conversation, Role.AGENT), settings.rate.pause_in_turn_s)
    waits: list[Span] = []
    for now, following in pairwise((*talk, Span(end_s, end_s))):
        announced = any(
            now.start_s <= said.middle_s
            and now.end_s - settings.silence.announcement_reach_s <= said.end_s
            and said.middle_s < following.start_s
            for said in hold_announcements
        )
        if announced or (waits and _only_answers(now, waits[-1], answers)):
            waits.append(Span(now.end_s, following.start_s))
    return intersect((silence.span for silence in silences(conversation)), waits)


def _only_answers(said: Span, wait: Span, answers: Spans) -> bool:
    """Whether the agent's words that end ``wait`` only answer what the customer says at once to the announcement."""
    short = said.duration_s <= ANSWER_S and wait.end_s == said.start_s and wait.duration_s <= AT_ONCE_S
    return short and bool(intersect(answers, (wait,)))


def waits_of_customer(conversation: Conversation, announced: Spans, customer_waits: Spans = ()) -> Spans:
    """The ``announced`` silences in which the customer waits.

    Not those that the customer ends, but with a question ("hello?"): "so, it is off now" shows that they were busy.
    Where they had asked for time (``customer_waits``) they were, too.
    """
    questions, spoken = Questions(conversation), speech_of(conversation, Role.CUSTOMER)
    back = [
        silence.span
        for silence in silences(conversation)
        if silence.after == {Role.CUSTOMER}
        and questions.punctuated(Role.CUSTOMER)
        and not any(questions.asked(Role.CUSTOMER, span.end_s) for span in spoken if span.start_s == silence.span.end_s)
    ]
    busy = (silence.span for silence in _away(conversation, customer_waits))
    return subtract(announced, merge((*back, *busy)))


def dead_air(
    conversation: Conversation, announced: Spans, holds: Spans, settings: SilenceSettings, customer_waits: Spans = ()
) -> tuple[tuple[Owner, Span], ...]:
    """Each stretch of dead air with its owner; ``customer_waits``: where the customer asks for time."""
    sounding = merge((*(span for party in conversation.parties for span in party.sound), *_ringing(conversation)))
    # A hold with sound covers its own short silences; an announced silence is both a hold and announced dead air.
    elsewhere = merge((*sounding, *(hold for hold in holds if intersect((hold,), sounding))))
    questions = Questions(conversation)
    away = _away(conversation, customer_waits)
    return tuple(
        (Owner.CUSTOMER if silence in away else _owner(silence, piece, announced, questions), piece)
        for silence in silences(conversation)
        if Role.PROMPT not in silence.before | silence.after
        for piece in subtract((silence.span,), elsewhere)
        if piece.duration_s >= settings.dead_air_s
    )


def _ringing(conversation: Conversation) -> Spans:
    """From the first ring to its answer (its end, where that is not known), transfers, and the tone at the end."""
    ringing = conversation.ringing
    if ringing is None or not ringing.bursts:
        return conversation.network
    until_s = ringing.answer_s if ringing.answer_s is not None else max(burst.end_s for burst in ringing.bursts)
    return (Span(min(ringing.first_ring_s, until_s), until_s), *conversation.network)


def _away(conversation: Conversation, customer_waits: Spans) -> tuple[Silence, ...]:
    """The silences after the customer asked for time in their last words, and until they speak again."""
    spoken = speech_of(conversation, Role.CUSTOMER)
    waits = [
        Span(now.start_s, following.start_s)
        for now, following in pairwise(spoken)
        if any(now.start_s <= asked.middle_s < following.start_s for asked in customer_waits)
    ]
    return tuple(
        silence
        for silence in (silences(conversation) if waits else ())
        if Role.CUSTOMER in silence.after and any(wait.contains(silence.span.middle_s) for wait in waits)
    )


def _owner(silence: Silence, piece: Span, announced: Spans, questions: Questions) -> Owner:
    if any(span.contains(piece.middle_s) for span in announced):
        return Owner.ANNOUNCED
    if Role.AGENT not in silence.before:
        return Owner.UNKNOWN if Role.UNKNOWN in silence.before else Owner.AGENT
    if questions.asked(Role.AGENT, silence.span.start_s):
        return Owner.CUSTOMER
    return Owner.AGENT if questions.punctuated(Role.AGENT) else Owner.UNKNOWN


def measure_pauses(conversation: Conversation, holds: Spans, settings: MeasureSettings) -> tuple[Measurement, ...]:
    """The three ``pause.`` measurements of agent and customer."""
    return tuple(item for role in PERSONS for item in _pauses_of(conversation, role, holds, settings))


def _pauses_of(
    conversation: Conversation, role: Role, holds: Spans, settings: MeasureSettings
) -> tuple[Measurement, ...]:
    names = ("pause.count", "pause.median", "pause.longest")
    unheard = why_one_sided(conversation) if conversation.has_audio else Reason.NO_AUDIO
    if (reason := unheard or why_not_person(conversation, role)) is not None:
        return tuple(measurement(name, role, reason) for name in names)
    pauses = tuple(
        silence.span
        for silence in silences(conversation)
        if silence.before == silence.after == {role}
        and silence.span.duration_s >= settings.silence.pause_min_s
        and not intersect((silence.span,), (*holds, *conversation.network))
    )
    seconds = [pause.duration_s for pause in pauses]
    few = len(pauses) < settings.count_min
    longest = max(pauses, key=lambda span: span.duration_s, default=None)
    amounts = {"count": float(len(pauses)), "speech_s": total_s(speech_of(conversation, role))}
    return (
        measurement("pause.count", role, len(pauses), amounts, spans=pauses),
        measurement("pause.median", role, Reason.TOO_FEW if few else float(np.median(seconds)), amounts),
        measurement(
            "pause.longest",
            role,
            longest.duration_s if longest else Reason.TOO_FEW,
            amounts,
            spans=(longest,) if longest else (),
        ),
    )


def measure_dead_air(
    conversation: Conversation, found: tuple[tuple[Owner, Span], ...], settings: SilenceSettings
) -> tuple[Measurement, ...]:
    """The five ``dead_air.`` measurements."""
    amounts = {"threshold_s": settings.dead_air_s}
    nobody = _why_no_dead_air(conversation)
    person = nobody or why_not_both(conversation)
    total = _total(found, nobody, amounts)
    if person is not None:
        return (
            *(measurement("dead_air.longest", role, person, amounts) for role in PERSONS),
            measurement("dead_air.owed", Role.AGENT, person, amounts),
            measurement("dead_air.announced_longest", Role.AGENT, person, amounts),
            total,
        )
    return (
        _longest("dead_air.longest", Role.AGENT, Owner.AGENT, found, amounts),
        _longest("dead_air.longest", Role.CUSTOMER, Owner.CUSTOMER, found, amounts),
        _owed(found, amounts | {"window_s": settings.sum_window_s}, settings),
        _longest("dead_air.announced_longest", Role.AGENT, Owner.ANNOUNCED, found, amounts),
        total,
    )


def _why_no_dead_air(conversation: Conversation) -> Reason | None:
    """A person who was not recorded looks like silence, so both channels must hold speech."""
    if (hidden := why_gaps_hidden(conversation)) is not None:
        return hidden
    if conversation.party(Role.UNKNOWN) is not None:
        return None if speech_of(conversation, Role.UNKNOWN) else Reason.NO_SPEECH
    return why_not_both(conversation)


def _longest(
    name: str, role: Role, owner: Owner, found: tuple[tuple[Owner, Span], ...], amounts: dict[str, float]
) -> Measurement:
    own = tuple(span for whose, span in found if whose is owner)
    longest_s = max((span.duration_s for span in own), default=0.0)
    unowned_s = max((span.duration_s for whose, span in found if whose is Owner.UNKNOWN), default=0.0)
    undecided = owner is not Owner.ANNOUNCED and unowned_s > longest_s
    value = Reason.UNCERTAIN_WORDS if undecided else longest_s
    return measurement(name, role, value, amounts | {"count": float(len(own))}, spans=own)


def _owed(found: tuple[tuple[Owner, Span], ...], amounts: dict[str, float], settings: SilenceSettings) -> Measurement:
    """The most that the agent owes within any ``sum_window_s`` of the call, in however many pieces."""
    own = [span for whose, span in found if whose is Owner.AGENT]
    fullest = max((_within(own, first, settings) for first in own), key=total_s, default=())
    unowned_s = total_s(span for whose, span in found if whose is Owner.UNKNOWN)
    value = Reason.UNCERTAIN_WORDS if unowned_s > total_s(fullest) else total_s(fullest)
    return measurement("dead_air.owed", Role.AGENT, value, amounts | {"count": float(len(fullest))}, spans=fullest)


def _within(spans: list[Span], first: Span, settings: SilenceSettings) -> Spans:
    """Those of ``spans`` that begin less than ``sum_window_s`` after ``first`` does."""
    return tuple(span for span in spans if 0 <= span.start_s - first.start_s < settings.sum_window_s)


def _total(found: tuple[tuple[Owner, Span], ...], reason: Reason | None, amounts: dict[str, float]) -> Measurement:
    if reason is not None:
        return measurement("dead_air.total", None, reason, amounts)
    spans = tuple(span for _, span in found)
    owned = {f"{owner}_s": total_s(span for whose, span in found if whose is owner) for owner in Owner}
    return measurement("dead_air.total", None, total_s(spans), amounts | owned, spans=spans)
