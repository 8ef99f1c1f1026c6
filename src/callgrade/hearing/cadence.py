"""Bursts of tone that follow each other as ring-back does: trains."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from callgrade.config.hearing import RingingSettings
from callgrade.hearing.bursts import Burst, offs_s, same_lines
from callgrade.hearing.tone_frames import FRAME_S, ToneFrames
from callgrade.model.span import Span

RUNNING_S = 0.05
PLACE_TOLERANCE = 0.15
KEY_FRAMES = 6


@dataclass(frozen=True)
class Train:
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


def find_trains(
    bursts: Sequence[Burst], frames: ToneFrames, duration_s: float, settings: RingingSettings
) -> tuple[Train, ...]:
    """The ringings among ``bursts`` of one channel, in order of time."""
    kept = (_without_scraps(chain, settings) for chain in _chains(bursts, frames, settings))
    return tuple(_train(chain, duration_s, settings) for chain in kept if _is_ringing(chain, frames, settings))


def _chains(bursts: Sequence[Burst], frames: ToneFrames, settings: RingingSettings) -> list[tuple[Burst, ...]]:
    """``bursts`` with the same lines and level, no more than a cadence's longest silence apart, no dialling between."""
    chains: list[tuple[Burst, ...]] = []
    for burst in bursts:
        for index in range(len(chains) - 1, -1, -1):
            if _follows(burst, chains[index], frames, settings):
                chains[index] = (*chains[index], burst)
                break
        else:
            chains.append((burst,))
    return chains


def _follows(burst: Burst, chain: tuple[Burst, ...], frames: ToneFrames, settings: RingingSettings) -> bool:
    longest = max(chain, key=lambda earlier: earlier.on_s)
    return (
        burst.span.start_s - chain[-1].span.end_s <= settings.max_off_s
        and abs(burst.level_dbov - longest.level_dbov) <= settings.level_tolerance_db
        and same_lines(burst, longest, settings.line_tolerance_hz)
        and not _dialled(frames, Span(chain[-1].span.end_s, burst.span.start_s), settings)
    )


def _dialled(frames: ToneFrames, span: Span, settings: RingingSettings) -> bool:
    """Whether a key was dialled in ``span``: what came before it was a dial tone."""
    return int(frames.dialled(settings)[frames.within(span)].sum()) >= KEY_FRAMES


def _without_scraps(chain: tuple[Burst, ...], settings: RingingSettings) -> tuple[Burst, ...]:
    """``chain`` without scraps of a voice: bursts too short for a tone, but for the first and the last (cut off)."""
    inner = [burst for burst in chain[1:-1] if burst.on_s >= settings.scrap_s]
    whole = (chain[0], *inner, *chain[1:][-1:])
    if len(whole) > 2 and whole[-1].on_s < settings.min_on_s and not _in_time(whole, settings):
        return whole[:-1]
    return whole


def _in_time(bursts: tuple[Burst, ...], settings: RingingSettings) -> bool:
    """Whether the last burst begins when one was due, or after the first silence between rings."""
    *earlier, last = offs_s(bursts)
    if last >= settings.min_pause_s > max(earlier):
        return True
    return any(abs(last - off_s) <= settings.on_tolerance * off_s for off_s in earlier)


def _is_ringing(bursts: tuple[Burst, ...], frames: ToneFrames, settings: RingingSettings) -> bool:
    if max(burst.on_s for burst in bursts) < settings.min_on_s:
        return False
    if len(bursts) == 1:
        return bursts[0].span.start_s <= settings.start_s and _stops(bursts[0], frames, settings)
    longest_off_s, on_s = max(offs_s(bursts)), max(burst.on_s for burst in bursts)
    inner_s = [burst.on_s for burst in bursts[1:-1]]
    return (
        longest_off_s >= settings.min_pause_s
        and on_s >= settings.min_duty * (on_s + longest_off_s)
        and min(inner_s, default=on_s) >= settings.min_on_s
        and _regular(inner_s, settings.on_tolerance)
        and _quiet_between(bursts, frames, settings)
    )


def _stops(burst: Burst, frames: ToneFrames, settings: RingingSettings) -> bool:
    """Whether the tone of a single burst ends there: no tune goes on, and nobody dials as after a dial tone."""
    after_s = burst.span.end_s + FRAME_S / 2
    levels_db = frames.levels_db()[frames.within(Span(after_s, after_s + settings.stop_s))]
    dialled = _dialled(frames, Span(after_s, after_s + settings.dial_s), settings)
    return bool(np.all(levels_db <= burst.level_dbov - settings.quiet_db)) and not dialled


def _regular(ons_s: list[float], tolerance: float) -> bool:
    """Whether at least half of the bursts are of one length."""
    alike = [sum(abs(on_s - other_s) <= tolerance * other_s for on_s in ons_s) for other_s in ons_s]
    return 2 * max(alike, default=0) >= len(ons_s)


def _quiet_between(bursts: tuple[Burst, ...], frames: ToneFrames, settings: RingingSettings) -> bool:
    """Whether the line is mostly quieter than the tone between the bursts, and no other tones sound there."""
    gaps = [
        frames.within(Span(before.span.end_s + FRAME_S / 2, after.span.start_s - FRAME_S / 2))
        for before, after in pairwise(bursts)
    ]
    between = np.concatenate([np.arange(gap.start, gap.stop) for gap in gaps])
    loud = frames.levels_db()[between] > median(burst.level_dbov for burst in bursts) - settings.quiet_db
    tune = loud & frames.lines(settings)[between]
    return bool(np.mean(loud) <= settings.max_loud_share and np.mean(tune) <= settings.max_tune_share)


def _train(bursts: tuple[Burst, ...], duration_s: float, settings: RingingSettings) -> Train:
    ends_recording = duration_s - bursts[-1].span.end_s <= settings.start_s
    usual_on_s = _usual_on_s(bursts)
    return Train(
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
