"""The foot of the card: what the signs mean, and what made the card."""

from rich.console import Group
from rich.text import Text

from callgrade.export.terminal.marks import QUIET, Glyphs, words
from callgrade.model.finding import Verdict
from callgrade.model.scorecard import Scorecard

_NAMES = {
    Verdict.PASS: "pass",
    Verdict.PARTIAL: "partly",
    Verdict.FAIL: "fail",
    Verdict.CANNOT_TELL: "cannot tell",
    Verdict.NOT_APPLICABLE: "does not apply",
}


def footer(card: Scorecard, glyphs: Glyphs) -> Group:
    """Legend and versions."""
    legend = "   ".join(f"{glyphs.verdicts[verdict]} {name}" for verdict, name in _NAMES.items())
    versions = card.versions
    made_by = [f"callgrade {versions.callgrade}", f"model {versions.model}" if versions.model else "no recognition"]
    hashes = [f"norms {versions.norms}", f"configuration {versions.config}"]
    return Group(Text(legend, QUIET), words(f" {glyphs.dot} ".join([*made_by, *hashes]), QUIET))
