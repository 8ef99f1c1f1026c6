"""The timeline of the call: one lane per kind of sound, scaled to the terminal."""

from collections.abc import Iterator

from rich.console import Group
from rich.text import Text

from callgrade.export.clock import clock
from callgrade.export.terminal.marks import QUIET, Glyphs
from callgrade.measures.presence import speech_of, why_gaps_hidden
from callgrade.model.record import Role
from callgrade.model.scorecard import Scorecard
from callgrade.model.span import Span, Spans, complement, intersect, merge, subtract, total_s

LABEL_COLUMNS = 10
SHORTEST_SILENCE_S = 3.0  # dead air, as in measures.md; shorter gaps are part of talking
_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
_COLUMNS_A_TICK = 10
_LANES = {
    Role.AGENT: ("agent", "green"),
    Role.CUSTOMER: ("customer", "blue"),
    Role.UNKNOWN: ("voices", "blue"),
    Role.PROMPT: ("prompts", "yellow"),
}

Lane = tuple[str, str, Spans]


def timeline(card: Scorecard, columns: int, glyphs: Glyphs) -> Group | None:
    """Lanes for rings, voices, speech without words, hold, other sound and silence; ``None`` without times."""
    conversation = card.conversation
    if not conversation.timed or conversation.duration_s <= 0:
        return None
    width = columns - LABEL_COLUMNS - 1
    lanes = [
        Text(f" {label:<{LABEL_COLUMNS - 1}}", QUIET).append(
            strip(spans, conversation.duration_s, width, glyphs), style
        )
        for label, style, spans in _lanes(card)
        if spans
    ]
    if not lanes:
        return None
    axis = Text(" " * LABEL_COLUMNS + ticks(conversation.duration_s, width), QUIET)
    return Group(axis, *lanes)


def strip(spans: Spans, duration_s: float, width: int, glyphs: Glyphs) -> str:
    """``width`` signs: how much of each moment ``spans`` cover. Any cover shows at least the lowest level."""
    moment_s = duration_s / width
    covered = merge(spans)
    shares = (total_s(intersect(covered, (Span(i * moment_s, (i + 1) * moment_s),))) / moment_s for i in range(width))
    top = len(glyphs.levels) - 1
    return "".join(glyphs.levels[min(top, -int(-share * top // 1)) if share > 0 else 0] for share in shares)


def ticks(duration_s: float, width: int) -> str:
    """The time labels above the lanes, at round intervals."""
    step_s = next((s for s in _STEPS_S if s / duration_s * width >= _COLUMNS_A_TICK), _STEPS_S[-1])
    text = [" "] * width
    for time_s in range(0, int(duration_s) + 1, step_s):
        at, label = int(time_s / duration_s * width), clock(time_s)
        if at + len(label) <= width:
            text[at : at + len(label)] = label
    return "".join(text)


def _lanes(card: Scorecard) -> Iterator[Lane]:
    conversation = card.conversation
    rings = conversation.ringing.bursts if conversation.ringing else ()
    hold = _holds(card)
    sound = tuple(span for party in conversation.parties for span in party.sound)
    voices = {party.role: speech_of(conversation, party.role) for party in conversation.parties}
    ringing = [Span(rings[0].start_s, rings[-1].end_s)] if rings else []  # the pauses between rings are not silence
    heard = merge([*ringing, *hold, *sound, *(span for spans in voices.values() for span in spans)])
    yield "rings", "magenta", rings
    for role, spans in voices.items():
        yield *_LANES[role], spans
    yield "unheard", "red", tuple(one.span for one in conversation.unheard)
    yield "hold", "yellow", hold
    yield "sound", "yellow", subtract(sound, hold)
    gaps = complement(heard, conversation.duration_s) if why_gaps_hidden(conversation) is None else ()
    yield "silence", "red", tuple(gap for gap in gaps if gap.duration_s >= SHORTEST_SILENCE_S)


def _holds(card: Scorecard) -> Spans:
    holds = card.measurements.get("hold.total")
    return holds.evidence.spans if holds else ()
