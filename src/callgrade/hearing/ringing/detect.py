"""Ring-back heard in a recording: how often it rang, and when it was answered.

It finds steady bursts in the band of all national ring-back tones (bursts.py) that
follow each other in a cadence (cadence.py). The country is never inferred: networks play each other's tones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from callgrade.config.hearing import RingingSettings
from callgrade.hearing.ringing.bursts import find_bursts
from callgrade.hearing.ringing.cadence import find_ring_sequences
from callgrade.hearing.ringing.ring_sequence import RingSequence
from callgrade.hearing.ringing.tone_frames import tone_frames
from callgrade.model.reason import Reason
from callgrade.model.recording import Sound
from callgrade.model.ringing import Ringing
from callgrade.model.span import Span, Spans, intersect, merge, subtract, total_s

ECHO_S = 0.5
WORD_S = 0.1


@dataclass(frozen=True)
class RingBack:
    """All ring-back of a recording.

    ``ringing``: the first sequence, ``None`` with a ``reason``; its answer is not yet checked against speech (see
    ``resolve_answer``). ``spans``: per channel, every stretch from a first to a last burst, transfers included.
    """

    ringing: Ringing | None
    reason: Reason | None
    spans: tuple[Spans, ...]


def detect_ringing(channels: Sequence[Sound], sample_rate_hz: int, settings: RingingSettings) -> RingBack:
    """Ring-back on any of ``channels`` (full scale 1.0), before any speech detection."""
    sequences = [_ring_sequences(samples, sample_rate_hz, settings) for samples in channels]
    spans = tuple(tuple(sequence.span for sequence in of_channel) for of_channel in sequences)
    heard = [(channel, sequence) for channel, of_channel in enumerate(sequences) for sequence in of_channel]
    if not heard:
        return RingBack(None, Reason.NO_RINGING, spans)
    first_s = min(sequence.span.start_s for _, sequence in heard)
    echoes = [(channel, sequence) for channel, sequence in heard if sequence.span.start_s <= first_s + ECHO_S]
    channel, sequence = max(echoes, key=lambda item: item[1].longest.level_dbov)
    return RingBack(_ringing(channel, sequence, channels[channel].size / sample_rate_hz), None, spans)


def transfers(ring_back: RingBack, speech: Spans, settings: RingingSettings) -> Spans:
    """Ring-back after people had talked for longer than ``settings.max_talk_before_s``: they are put through."""
    rung = merge(span for spans in ring_back.spans for span in spans)
    return tuple(
        span for span in rung if total_s(intersect(speech, (Span(0.0, span.start_s),))) > settings.max_talk_before_s
    )


def resolve_answer(ringing: Ringing, speech: Spans, duration_s: float, settings: RingingSettings) -> Ringing | None:
    """``ringing`` with its answer bounded by ``speech`` of all channels (timing pass).

    ``None`` if people had talked for longer than ``settings.max_talk_before_s`` before it rang: then somebody was
    transferred, and this ring does not lead to the answer.
    """
    voices = [span for span in subtract(speech, ringing.bursts) if span.duration_s >= WORD_S]
    if total_s(span for span in voices if span.start_s < ringing.first_ring_s) > settings.max_talk_before_s:
        return None
    last_s = ringing.bursts[-1].end_s
    spoken_s = min((span.start_s for span in voices if span.start_s >= last_s), default=None)
    if ringing.answer_s is not None:
        return replace(ringing, ring_to_answer_s=ringing.answer_s - ringing.first_ring_s)
    if ringing.answer_interval_s is None or spoken_s is None:
        return replace(ringing, answer_interval_s=None, ring_to_answer_s=None)
    latest_s = min(spoken_s, ringing.answer_interval_s.end_s, duration_s)
    return replace(
        ringing,
        answer_interval_s=Span(last_s, max(last_s, latest_s)),
        ring_to_answer_s=spoken_s - ringing.first_ring_s,
    )


def _ring_sequences(samples: Sound, sample_rate_hz: int, settings: RingingSettings) -> tuple[RingSequence, ...]:
    frames = tone_frames(samples, sample_rate_hz, settings)
    bursts = find_bursts(samples, sample_rate_hz, frames, settings)
    return find_ring_sequences(bursts, frames, samples.size / sample_rate_hz, settings)


def _ringing(channel: int, sequence: RingSequence, duration_s: float) -> Ringing:
    """``sequence`` as the model has it, with the answer that the tone alone shows."""
    end_s = sequence.span.end_s
    open_ended = not sequence.cut_short and not sequence.ends_recording
    return Ringing(
        channel=channel,
        rings=sequence.rings,
        first_ring_s=sequence.span.start_s,
        answer_s=end_s if sequence.cut_short else None,
        answer_interval_s=Span(end_s, min(duration_s, end_s + sequence.next_off_s)) if open_ended else None,
        ring_to_answer_s=end_s - sequence.span.start_s if sequence.cut_short else None,
        frequencies_hz=sequence.longest.lines_hz,
        starts_mid_ring=sequence.starts_mid_ring,
        bursts=tuple(burst.span for burst in sequence.bursts),
    )
