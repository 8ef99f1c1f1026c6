"""The foot of the card: legend, redactions and versions."""

from collections import Counter

from rich.console import Group
from rich.text import Text

from callgrade.export.for_people.terms import VERDICTS, redaction_term, verdict_term
from callgrade.export.terminal.marks import QUIET, Glyphs, words
from callgrade.model.scorecard import Scorecard
from callgrade.translation.current import ntr, tr


def footer(card: Scorecard, glyphs: Glyphs) -> Group:
    """Redactions, legend and versions."""
    legend = "   ".join(f"{glyphs.verdicts[verdict]} {verdict_term(verdict)}" for verdict in VERDICTS)
    versions = card.versions
    model = tr("model {name}", name=versions.model) if versions.model else tr("no recognition")
    made_by = [f"callgrade {versions.callgrade}", model]
    if versions.meaning:
        made_by.append(tr("meaning {name}", name=versions.meaning))
    hashes = [tr("norms {hash}", hash=versions.norms), tr("configuration {hash}", hash=versions.config)]
    lines = [Text(legend, QUIET), words(f" {glyphs.dot} ".join([*made_by, *hashes]), QUIET)]
    return Group(*([words(_redacted(card), QUIET)] if card.redactions else []), *lines)


def _redacted(card: Scorecard) -> str:
    """ "redacted: card number (4 times), card code"."""
    counts = Counter(redaction.kind for redaction in card.redactions)
    kinds = (ntr("{kind}", "{kind} ({n} times)", count, kind=redaction_term(kind)) for kind, count in counts.items())
    return tr("redacted: {kinds}", kinds=", ".join(kinds))
