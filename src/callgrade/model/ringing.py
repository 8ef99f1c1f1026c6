"""Ring-back heard at the start of a recording."""

from dataclasses import dataclass

from callgrade.model.span import Span, Spans


@dataclass(frozen=True)
class Ringing:
    """Ring-back tone on one channel.

    ``rings``: cadence cycles begun (a British double ring is one); a lower bound when ``starts_mid_ring``.
    ``first_ring_s``: onset of the first ring. ``answer_s``: moment of answering, known exactly only where the last
    burst was cut short. ``answer_interval_s``: otherwise the stretch in which the answer lies.
    ``ring_to_answer_s``: first ring's onset to the answer: exact with ``answer_s``, else to the first speech after
    it (the headline of measures.md), ``None`` when nobody spoke. ``frequencies_hz``: spectral lines of the tone.
    """

    channel: int
    rings: int
    first_ring_s: float
    answer_s: float | None
    answer_interval_s: Span | None
    ring_to_answer_s: float | None
    frequencies_hz: tuple[float, ...]
    starts_mid_ring: bool
    bursts: Spans
