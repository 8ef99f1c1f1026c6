"""Line quality, shown before any verdict on a voice."""

from collections import defaultdict

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from callgrade.export.terminal.marks import Glyphs, heading, label, words
from callgrade.model.conversation import Conversation, Layout, Party
from callgrade.model.line import LineGate, LineQuality
from callgrade.model.record import Role
from callgrade.model.scorecard import Scorecard

GATES = {
    LineGate.GOOD: ("good", "green"),
    LineGate.NO_PITCH: ("too noisy for pitch", "yellow"),
    LineGate.NO_ACOUSTICS: ("too noisy for any measure of the voice", "red"),
}

LAYOUTS = {
    Layout.TWO_CHANNELS: "two channels",
    Layout.TWO_VOICES: "two voices on one channel",
    Layout.ONE_VOICE: "one voice",
    Layout.TRANSCRIPT: "speakers of the transcript",
}


def line_quality(card: Scorecard, glyphs: Glyphs) -> RenderableType | None:
    """One row per channel, and how sure the roles are; ``None`` if there is neither."""
    rows = [(party, party.line) for party in card.conversation.parties if party.line]
    roles = _roles(card.conversation, glyphs)
    if not rows and not roles:
        return None
    grid = Table.grid(padding=(0, 2))
    grid.add_column(min_width=12)
    grid.add_row(heading("Line" if rows else "Speakers"))
    if roles:
        grid.add_row(label("voices"), *roles)
    for party, line in rows:
        gate, style = GATES[line.gate]
        grid.add_row(
            label(_who(party)), words(gate, style), words(f" {glyphs.dot} ".join(_facts(line) + _unheard(card, party)))
        )
    return grid


def _roles(conversation: Conversation, glyphs: Glyphs) -> tuple[Text, Text] | None:
    """How sure the roles are; ``None`` if every party has its channel and the words agree."""
    attribution = conversation.attribution
    by_words = (Layout.TWO_VOICES, Layout.TRANSCRIPT)
    if attribution is None or (attribution.layout not in by_words and attribution.note is None):
        return None
    sure = f"roles {attribution.confidence:.0%} sure".replace("%", " %") if attribution.confidence is not None else ""
    note = attribution.note.text if attribution.note else ""
    facts = filter(None, (LAYOUTS[attribution.layout], sure, note))
    sign, style = ("uncertain", "yellow") if note else ("separated", "green")
    return words(sign, style), words(f" {glyphs.dot} ".join(facts))


def _who(party: Party) -> str:
    return "voices" if party.role is Role.UNKNOWN else party.role.value


def _unheard(card: Scorecard, party: Party) -> list[str]:
    """How much of the speech has no words to judge, and why."""
    seconds: dict[str, float] = defaultdict(float)
    for one in card.conversation.unheard:
        if one.role is party.role:
            seconds[one.reason.text] += one.span.duration_s
    return [f"{length_s:.1f} s: {why}" for why, length_s in seconds.items()]


def _facts(line: LineQuality) -> list[str]:
    facts = [
        (line.active_level_dbov, "level {:.0f} dBov"),
        (line.snr_db, "{:.0f} dB above the noise"),
        (line.bandwidth_hz, "up to {:,.0f} Hz"),
    ]
    known = [form.format(value).replace("-", "−") for value, form in facts if value is not None]
    return [*known, *line.flags, *([line.reason.text] if line.reason else [])]
