"""Bursts of tone that follow each other as ring-back does: sequences."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from callgrade.config.hearing import RingingSettings
from callgrade.hearing.ringing.bursts import Burst, offs_s, same_lines
from callgrade.hearing.ringing.ring_sequence import RingSequence, ring_sequence
from callgrade.hearing.ringing.tone_frames import FRAME_S, ToneFrames
from callgrade.model.span import Span

KEY_FRAMES = 6


def find_ring_sequences(
    bursts: Sequence[Burst], frames: ToneFrames, duration_s: float, settings: RingingSettings
) -> tuple[RingSequence, ...]:
    """The ringings among ``bursts`` of one channel, in order of time."""
    kept = (_without_scraps(chain, frames, settings) for chain in _chains(bursts, frames, settings))
    return tuple(ring_sequence(chain, duration_s, settings) for chain in kept if _is_ringing(chain, frames, settings))


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


def _without_scraps(chain: tuple[Burst, ...], frames: ToneFrames, settings: RingingSettings) -> tuple[Burst, ...]:
    """``chain`` without scraps of a voice: bursts too short for a tone, but for the first and the last (cut off)."""
    inner = [burst for burst in chain[1:-1] if burst.on_s >= settings.scrap_s]
    whole = (chain[0], *inner, *chain[1:][-1:])
    if len(whole) > 1 and whole[-1].on_s < settings.min_on_s:
        alone = _quiet_before(whole[-1], frames, settings) and _quiet_after(whole[-1], frames, settings)
        return whole if alone and _in_time(whole, settings) else whole[:-1]
    return whole


def _in_time(bursts: tuple[Burst, ...], settings: RingingSettings) -> bool:
    """Whether the last burst begins when one was due, or after the first silence between rings."""
    *earlier, last = offs_s(bursts)
    if last >= settings.min_pause_s > max(earlier, default=0.0):
        return True
    return any(abs(last - off_s) <= settings.on_tolerance * off_s for off_s in earlier)


def _is_ringing(bursts: tuple[Burst, ...], frames: ToneFrames, settings: RingingSettings) -> bool:
    if max(burst.on_s for burst in bursts) < settings.min_on_s:
        return False
    if len(bursts) == 1:
        return bursts[0].span.start_s <= settings.start_s and _stops(bursts[0], frames, settings)
    longest_off_s, on_s = max(offs_s(bursts)), max(burst.on_s for burst in bursts)
    return (
        longest_off_s >= settings.min_pause_s
        and on_s >= settings.min_duty * (on_s + longest_off_s)
        and _regular([burst.on_s for burst in bursts[1:-1]], settings.on_tolerance)
        and _quiet_between(bursts, frames, settings)
    )


def _stops(burst: Burst, frames: ToneFrames, settings: RingingSettings) -> bool:
    """Whether the tone of a single burst ends there: no tune goes on, and nobody dials as after a dial tone."""
    after_s = burst.span.end_s
    return _quiet_after(burst, frames, settings) and not _dialled(
        frames, Span(after_s, after_s + settings.dial_s), settings
    )


def _quiet_after(burst: Burst, frames: ToneFrames, settings: RingingSettings) -> bool:
    start_s = burst.span.end_s + FRAME_S / 2
    return _quiet(Span(start_s, start_s + settings.stop_s), burst, frames, settings)


def _quiet_before(burst: Burst, frames: ToneFrames, settings: RingingSettings) -> bool:
    end_s = max(0.0, burst.span.start_s - FRAME_S / 2)
    return _quiet(Span(max(0.0, end_s - settings.stop_s), end_s), burst, frames, settings)


def _quiet(span: Span, burst: Burst, frames: ToneFrames, settings: RingingSettings) -> bool:
    """Whether the line is quieter than ``burst`` all through ``span``."""
    return bool(np.all(frames.levels_db()[frames.within(span)] <= burst.level_dbov - settings.quiet_db))


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
