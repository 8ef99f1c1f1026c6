"""The foot of the card: legend, redactions and versions."""

from collections import Counter

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
    """Redactions, legend and versions."""
    legend = "   ".join(f"{glyphs.verdicts[verdict]} {name}" for verdict, name in _NAMES.items())
    versions = card.versions
    made_by = [f"callgrade {versions.callgrade}", f"model {versions.model}" if versions.model else "no recognition"]
    if versions.meaning:
        made_by.append(f"meaning {versions.meaning}")
    hashes = [f"norms {versions.norms}", f"configuration {versions.config}"]
    lines = [Text(legend, QUIET), words(f" {glyphs.dot} ".join([*made_by, *hashes]), QUIET)]
    return Group(*([words(_redacted(card), QUIET)] if card.redactions else []), *lines)


def _redacted(card: Scorecard) -> str:
    """ "redacted: card number (4 times), card code"."""
    counts = Counter(redaction.kind for redaction in card.redactions)
    return "redacted: " + ", ".join(f"{kind} ({count} times)" if count > 1 else kind for kind, count in counts.items())
