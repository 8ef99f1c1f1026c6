"""Line quality, shown before any verdict on a voice."""

from collections import defaultdict

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from callgrade.export.for_people.terms import flag_term, gate_term, layout_term, party_term, reason_term
from callgrade.export.terminal.marks import Glyphs, heading, label, words
from callgrade.export.wording import percent
from callgrade.model.conversation import Conversation, Layout, Party
from callgrade.model.line import LineGate, LineQuality
from callgrade.model.scorecard import Scorecard
from callgrade.translation.current import number, tr

_STYLES = {LineGate.GOOD: "green", LineGate.NO_PITCH: "yellow", LineGate.NO_ACOUSTICS: "red"}


def line_quality(card: Scorecard, glyphs: Glyphs) -> RenderableType | None:
    """One row per channel, and how sure the roles are; ``None`` if there is neither."""
    rows = [(party, party.line) for party in card.conversation.parties if party.line]
    roles = _roles(card.conversation, glyphs)
    if not rows and not roles:
        return None
    grid = Table.grid(padding=(0, 2))
    grid.add_column(min_width=12)
    grid.add_row(heading(tr("Line") if rows else tr("Speakers")))
    if roles:
        grid.add_row(label(tr("voices")), *roles)
    for party, line in rows:
        grid.add_row(
            label(party_term(party.role)),
            words(gate_term(line.gate), _STYLES[line.gate]),
            words(f" {glyphs.dot} ".join(_facts(line) + _unheard(card, party))),
        )
    return grid


def _roles(conversation: Conversation, glyphs: Glyphs) -> tuple[Text, Text] | None:
    """How sure the roles are; ``None`` if every party has its channel and the words agree."""
    attribution = conversation.attribution
    by_words = (Layout.TWO_VOICES, Layout.TRANSCRIPT)
    if attribution is None or (attribution.layout not in by_words and attribution.note is None):
        return None
    known = attribution.confidence
    sure = "" if known is None else tr("roles {share} sure", share=percent(known))
    note = reason_term(attribution.note)
    facts = filter(None, (layout_term(attribution.layout), sure, note))
    sign, style = (tr("uncertain"), "yellow") if note else (tr("separated"), "green")
    return words(sign, style), words(f" {glyphs.dot} ".join(facts))


def _unheard(card: Scorecard, party: Party) -> list[str]:
    """How much of the speech has no words to judge, and why."""
    seconds: dict[str, float] = defaultdict(float)
    for one in card.conversation.unheard:
        if one.role is party.role:
            seconds[reason_term(one.reason)] += one.span.duration_s
    return [f"{number(f'{length_s:.1f}')} s: {why}" for why, length_s in seconds.items()]


def _facts(line: LineQuality) -> list[str]:
    facts = [
        (line.active_level_dbov, tr("level {number} dBov")),
        (line.snr_db, tr("{number} dB above the noise")),
        (line.bandwidth_hz, tr("up to {number} Hz")),
    ]
    known = [
        form.format(number=number(f"{value:,.0f}").replace("-", "−")) for value, form in facts if value is not None
    ]
    return [*known, *map(flag_term, line.flags), *([reason_term(line.reason)] if line.reason else [])]
