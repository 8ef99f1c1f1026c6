"""One ringing: what its bursts tell of its cadence, of its start and of its answer."""

from dataclasses import dataclass

from callgrade.config.hearing import RingingSettings
from callgrade.hearing.ringing.bursts import Burst, offs_s
from callgrade.model.span import Span

RUNNING_S = 0.05
PLACE_TOLERANCE = 0.15


@dataclass(frozen=True)
class RingSequence:
    """The bursts of one ringing, in order of time.

    ``starts_mid_ring``: the first burst was on when the recording began. ``cut_short``: the last burst ended before
    its time. ``ends_recording``: the last burst was on when the recording ended. ``next_off_s``: the silence that
    would have followed the last burst, seconds.
    """

    bursts: tuple[Burst, ...]
    starts_mid_ring: bool
    cut_short: bool
    ends_recording: bool
    next_off_s: float
    rings: int

    @property
    def span(self) -> Span:
        """From the first burst's onset to the last one's end."""
        return Span(self.bursts[0].span.start_s, self.bursts[-1].span.end_s)

    @property
    def longest(self) -> Burst:
        """The burst that shows the tone best."""
        return max(self.bursts, key=lambda burst: burst.on_s)


def ring_sequence(bursts: tuple[Burst, ...], duration_s: float, settings: RingingSettings) -> RingSequence:
    """The sequence of ``bursts`` (at least one) in a recording of ``duration_s``."""
    ends_recording = duration_s - bursts[-1].span.end_s <= settings.start_s
    usual_on_s = _usual_on_s(bursts)
    return RingSequence(
        bursts=bursts,
        starts_mid_ring=_starts_mid_ring(bursts, settings),
        cut_short=not ends_recording and bursts[-1].on_s < usual_on_s - settings.cut_margin_s,
        ends_recording=ends_recording,
        next_off_s=_next_off_s(bursts, settings),
        rings=1 + sum(off_s >= settings.min_pause_s for off_s in offs_s(bursts)),
    )


def _running_at_start(bursts: tuple[Burst, ...]) -> bool:
    return bursts[0].span.start_s <= RUNNING_S


def _starts_mid_ring(bursts: tuple[Burst, ...], settings: RingingSettings) -> bool:
    """Whether the recording begins inside the first burst: it was on, and no later burst shows that it is whole."""
    others = bursts[1:-1] or bursts[1:]
    whole = any(abs(burst.on_s - bursts[0].on_s) <= settings.cut_margin_s for burst in others)
    return _running_at_start(bursts) and not whole


def _twin(bursts: tuple[Burst, ...]) -> int | None:
    """The latest earlier burst at the last one's place of the cadence: after an equal burst and an equal silence."""
    offs = offs_s(bursts)
    for index in range(len(bursts) - 2, 0, -1):
        pairs = (bursts[index - 1].on_s, bursts[-2].on_s), (offs[index - 1], offs[-1])
        if all(abs(left_s - right_s) <= PLACE_TOLERANCE * right_s for left_s, right_s in pairs):
            return index
    return None


def _usual_on_s(bursts: tuple[Burst, ...]) -> float:
    """How long the last burst would have lasted uncut; 0 when nothing tells."""
    twin = _twin(bursts)
    if twin is not None:
        return bursts[twin].on_s
    earlier = bursts[1:-1] if _running_at_start(bursts) else bursts[:-1]
    return min((burst.on_s for burst in earlier or bursts[:-1]), default=0.0)


def _next_off_s(bursts: tuple[Burst, ...], settings: RingingSettings) -> float:
    """How long the silence after the last burst would have lasted at most, and what of the next one goes unheard."""
    twin = _twin(bursts)
    usual_off_s = offs_s(bursts)[twin] if twin is not None else max(offs_s(bursts), default=settings.usual_off_s)
    return usual_off_s + settings.fragment_s
