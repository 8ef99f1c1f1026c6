"""What the line permits, said before any verdict on a voice."""

from rich.console import RenderableType
from rich.table import Table

from callgrade.export.terminal.marks import Glyphs, heading, label, words
from callgrade.model.conversation import Party
from callgrade.model.line import LineGate, LineQuality
from callgrade.model.record import Role
from callgrade.model.scorecard import Scorecard

_GATES = {
    LineGate.GOOD: ("good", "green"),
    LineGate.NO_PITCH: ("too noisy for pitch", "yellow"),
    LineGate.NO_ACOUSTICS: ("too noisy for any measure of the voice", "red"),
}


def line_quality(card: Scorecard, glyphs: Glyphs) -> RenderableType | None:
    """One row a channel; ``None`` without audio."""
    rows = [(party, party.line) for party in card.conversation.parties if party.line]
    if not rows:
        return None
    grid = Table.grid(padding=(0, 2))
    grid.add_column(min_width=12)
    grid.add_row(heading("Line"))
    for party, line in rows:
        gate, style = _GATES[line.gate]
        grid.add_row(label(_who(party)), words(gate, style), words(f" {glyphs.dot} ".join(_facts(line))))
    return grid


def _who(party: Party) -> str:
    return "voices" if party.role is Role.UNKNOWN else party.role.value


def _facts(line: LineQuality) -> list[str]:
    facts = [
        (line.active_level_dbov, "level {:.0f} dBov"),
        (line.snr_db, "{:.0f} dB above the noise"),
        (line.bandwidth_hz, "up to {:,.0f} Hz"),
    ]
    known = [form.format(value).replace("-", "−") for value, form in facts if value is not None]
    return [*known, *line.flags, *([line.reason] if line.reason else [])]
