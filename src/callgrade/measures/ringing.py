"""Ringing: rings, seconds to the answer, seconds from the answer to the agent's first word.

Conventions: heard in the recording, or else the telephone system's own count in the call record (the amount
``from_record`` is then 1). A recording that begins while it rings gives lower bounds only, and so does one in which a
recorded prompt answers, not a person: the amount ``at_least`` replaces the value. No ring in the recording is
no value, never 0.
"""

from collections.abc import Mapping

from callgrade.measures.catalogue import measurement
from callgrade.measures.presence import speech_of, why_gaps_hidden, why_not_heard
from callgrade.model.conversation import Conversation
from callgrade.model.measurement import Measurement
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Role
from callgrade.model.ringing import Ringing
from callgrade.model.span import Span, Spans


def measure_ringing(conversation: Conversation, record: CallRecord) -> tuple[Measurement, ...]:
    """The three ``ringing.`` measurements."""
    ringing = conversation.ringing
    if ringing is None:
        reason = _why_none(conversation)
        return (
            measurement("ringing.rings", None, reason),
            _from_record(record, reason),
            _unrung_first_word(conversation, reason),
        )
    if _machine_answered(conversation, ringing):
        reason = Reason.PROMPT_ANSWERED
        return (
            measurement("ringing.rings", None, reason, {"at_least": ringing.rings}, spans=ringing.bursts),
            _from_record(record, reason),
            measurement("ringing.answer_to_first_word", Role.AGENT, reason),
        )
    return _rings(ringing), _ring_to_answer(ringing, record), _answer_to_first_word(conversation, ringing)


def _machine_answered(conversation: Conversation, ringing: Ringing) -> bool:
    """Whether after the ringing a recorded prompt is heard before the agent."""
    rung_s = ringing.bursts[-1].end_s if ringing.bursts else ringing.first_ring_s
    prompt = _first_after(speech_of(conversation, Role.PROMPT), rung_s)
    agent = _first_after(speech_of(conversation, Role.AGENT), rung_s)
    return prompt is not None and (agent is None or prompt.start_s < agent.start_s)


def _why_none(conversation: Conversation) -> Reason:
    if conversation.ringing_reason is not None:
        return conversation.ringing_reason
    return Reason.NO_RINGING if conversation.has_audio else Reason.NO_AUDIO


def _rings(ringing: Ringing) -> Measurement:
    if ringing.starts_mid_ring:
        return measurement(
            "ringing.rings", None, Reason.ALREADY_RINGING, {"at_least": ringing.rings}, spans=ringing.bursts
        )
    return measurement("ringing.rings", None, ringing.rings, spans=ringing.bursts)


def _ring_to_answer(ringing: Ringing, record: CallRecord) -> Measurement:
    heard_s = ringing.ring_to_answer_s
    if heard_s is None:
        return _from_record(record, Reason.NOT_ANSWERED)
    if ringing.starts_mid_ring:
        return _from_record(record, Reason.ALREADY_RINGING, {"at_least": heard_s})
    return measurement(
        "ringing.ring_to_answer", None, heard_s, {"exact": ringing.answer_s is not None}, spans=ringing.bursts
    )


def _from_record(record: CallRecord, reason: Reason, amounts: Mapping[str, float] | None = None) -> Measurement:
    """The telephone system's count, or ``reason`` where the record has none."""
    if record.ring_to_answer_s is None:
        return measurement("ringing.ring_to_answer", None, reason, amounts or {})
    return measurement("ringing.ring_to_answer", None, record.ring_to_answer_s, {**(amounts or {}), "from_record": 1.0})


def _answer_to_first_word(conversation: Conversation, ringing: Ringing) -> Measurement:
    name = "ringing.answer_to_first_word"
    if (reason := why_not_heard(conversation, Role.AGENT)) is not None:
        return measurement(name, Role.AGENT, reason)
    interval = _answer_interval(ringing)
    if interval is None:
        return measurement(name, Role.AGENT, Reason.NOT_ANSWERED)
    first = _first_after(speech_of(conversation, Role.AGENT), interval.start_s)
    if first is None:
        return measurement(name, Role.AGENT, Reason.NO_AGENT)
    latest_s, earliest_s = first.start_s - interval.start_s, max(0.0, first.start_s - interval.end_s)
    if ringing.answer_s is None:
        amounts = {"interval_low_s": earliest_s, "interval_high_s": max(0.0, latest_s)}
        return measurement(name, Role.AGENT, Reason.ANSWER_UNCERTAIN, amounts, spans=(first,))
    return measurement(name, Role.AGENT, earliest_s, spans=(first,))


def _unrung_first_word(conversation: Conversation, reason: Reason) -> Measurement:
    """No ring, no answer to count from; in turn times the answer lies between their zero and the first word."""
    name = "ringing.answer_to_first_word"
    first = _first_after(speech_of(conversation, Role.AGENT), 0.0)
    if conversation.has_audio or why_gaps_hidden(conversation) is not None or first is None:
        return measurement(name, Role.AGENT, reason)
    amounts = {"interval_low_s": 0.0, "interval_high_s": first.start_s}
    return measurement(name, Role.AGENT, Reason.ANSWER_UNCERTAIN, amounts, spans=(first,))


def _answer_interval(ringing: Ringing) -> Span | None:
    if ringing.answer_s is not None:
        return Span(ringing.answer_s, ringing.answer_s)
    return ringing.answer_interval_s


def _first_after(speech: Spans, time_s: float) -> Span | None:
    """The first speech that goes on after ``time_s``: words begun just before the answer was measured count."""
    return next((span for span in speech if span.end_s > time_s), None)
