"""A dead line: a stretch that was not recorded, or muted, and so is digitally silent on a channel that has noise.

A channel with noise of its own has it in every pause. Where it does not move at all for half a second, nothing was
recorded: packets were lost, a leg of the call ended, or the recorder paused. On many channels a gate, a codec or the
telephone replaces each pause with zeros. Zeros show nothing there. The rest of their pauses shows which channels these
are: little is left without the zeros, or many frames of it are zeros, too.
"""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from callgrade.config.missing import DeadLineSettings
from callgrade.hearing.missing.channel_frames import FRAME_S, channel_frames
from callgrade.model.conversation import Conversation
from callgrade.model.record import Role
from callgrade.model.recording import Recording, Sound
from callgrade.model.span import Span, Spans, complement, intersect, merge, subtract, total_s

STEP = 2**-15  # of 16 bits


def find_dead_lines(
    recording: Recording, conversation: Conversation, sides: Mapping[int, Role | None], settings: DeadLineSettings
) -> Iterator[tuple[Span, Role | None]]:
    """Each dead stretch in which somebody may be missing, and who: ``None``, anybody, if all channels are dead at once.

    ``sides``: the channels, and whose each one is.
    """
    still = {side: still_frames(recording.channels[side], recording.sample_rate_hz, settings) for side in sides}
    found = {side: _missing_on(side, still[side], conversation, settings) for side in sides}
    dead = (span for spans in found.values() for span in spans)
    everybodys = merge(span for span in dead if all(_mostly(span, one) for one in still.values()))
    yield from ((span, None) for span in everybodys)
    for side, role in sides.items():
        yield from ((span, role) for span in found[side] if not intersect([span], everybodys))


def still_frames(samples: Sound, sample_rate_hz: int, settings: DeadLineSettings) -> Spans:
    """When the channel hardly moves from one frame's mean, however short."""
    reach = [
        np.abs(block - block.mean(axis=1, keepdims=True)).max(axis=1)
        for block in channel_frames(samples, sample_rate_hz)
    ]
    still = np.concatenate([[False], *(one < settings.steps * STEP for one in reach), [False]])
    edges = np.flatnonzero(np.diff(still.astype(np.int8))).reshape(-1, 2)
    frame_s = round(FRAME_S * sample_rate_hz) / sample_rate_hz
    return tuple(Span(start * frame_s, end * frame_s) for start, end in edges.tolist())


def dead_stretches(still: Spans, speech: Spans, duration_s: float, settings: DeadLineSettings) -> Spans:
    """The dead stretches of one channel; none if it is not alive in all other pauses between its ``speech``."""
    dead = tuple(span for span in still if span.duration_s >= settings.min_s)
    quiet = subtract(complement(speech, duration_s), dead)
    live = [span.duration_s for span in quiet if span.duration_s >= settings.live_s]
    alive = (
        len(live) >= max(settings.live_count, len(dead) + 1)
        and max(live) >= settings.longest_live_s
        and total_s(intersect(quiet, still)) <= settings.still_share * total_s(quiet)
    )
    return dead if alive else ()


def _missing_on(side: int, still: Spans, conversation: Conversation, settings: DeadLineSettings) -> Spans:
    """The dead stretches of channel ``side`` in which somebody may be missing."""
    speech = merge(span for party in conversation.parties if party.channel == side for span in party.speech)
    return tuple(
        span
        for span in dead_stretches(still, speech, conversation.duration_s, settings)
        if not _machine_plays(span, side, conversation, settings)
        and (_inside(span, conversation.duration_s) or _other_speaks_s(span, side, conversation) >= settings.spoken_s)
    )


def _machine_plays(span: Span, side: int, conversation: Conversation, settings: DeadLineSettings) -> bool:
    """Whether a menu plays around ``span``, whose pauses may be zeros, or music for those who are not on ``side``."""
    prompts = (one for party in conversation.parties if party.role is Role.PROMPT for one in party.speech)
    if intersect([Span(max(0.0, span.start_s - settings.machine_s), span.end_s + settings.machine_s)], prompts):
        return True
    music = (one for party in conversation.parties if party.channel != side for one in party.sound)
    return _mostly(span, music)


def _other_speaks_s(span: Span, side: int, conversation: Conversation) -> float:
    """For how long somebody speaks on another channel: before and after the call nobody does."""
    speech = (one for party in conversation.parties if party.channel != side for one in party.speech)
    return total_s(intersect([span], speech))


def _mostly(span: Span, those: Iterable[Span]) -> bool:
    """Whether half of ``span`` or more is in ``those``."""
    return total_s(intersect([span], those)) >= span.duration_s / 2


def _inside(span: Span, duration_s: float) -> bool:
    """Whether the recording goes on before and after ``span``."""
    return span.start_s >= FRAME_S and span.end_s <= duration_s - 2 * FRAME_S
