"""Scorecards as three tables for spreadsheets: calls, findings, measurements.

The only writer of CSV, and so the owner of its escaping: a spreadsheet runs a text cell that begins with = + - @ (or
their full-width forms) as a formula; an apostrophe in front makes it text again. Numbers and telephone numbers stay
as they are. Control characters, which spreadsheets skip before they look for a formula, never reach a cell.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from callgrade.export.document import rounded
from callgrade.export.plain import clock, plain
from callgrade.model.finding import Finding
from callgrade.model.measurement import Measurement
from callgrade.model.scorecard import Scorecard

SCORECARDS, FINDINGS, MEASUREMENTS = "scorecards.csv", "findings.csv", "measurements.csv"

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?[0-9(][0-9 ()./-]*")

Row = dict[str, Any]


def to_tables(cards: Sequence[Scorecard]) -> dict[str, str]:
    """File name → CSV text (UTF-8 with a header) of the three tables."""
    return {
        SCORECARDS: _csv(_call_row(card) for card in cards),
        FINDINGS: _csv(_finding_row(card, finding) for card in cards for finding in card.findings),
        MEASUREMENTS: _csv(_measurement_row(card, item) for card in cards for item in card.measurements.items),
    }


def cell(value: object) -> object:
    """``value`` as it may stand in a cell: numbers rounded, text on one line and never a formula."""
    if isinstance(value, float):
        return rounded(value)
    if not isinstance(value, str):
        return value
    text = plain(value)
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def _csv(rows: Iterable[Row]) -> str:
    safe = [{cell(key): cell(value) for key, value in row.items()} for row in rows]
    return pd.DataFrame(safe, dtype=object).to_csv(index=False, lineterminator="\n")


def _call_row(card: Scorecard) -> Row:
    file, record, score = card.file, card.record, card.score
    return {
        "file": file.name,
        "sha256": file.sha256,
        "duration_s": file.duration_s,
        "direction": record.direction,
        "started": record.started.isoformat() if record.started else None,
        "language": record.language,
        "agent": record.agent,
        "customer": record.customer,
        "company": record.company,
        "overall": score.overall,
        "band": score.band,
        "reason": score.reason,
        "coverage": score.coverage,
        "critical": "; ".join(score.critical),
        **{section.section: section.score for section in score.sections},
        "warnings": "; ".join(file.warnings),
    }


def _finding_row(card: Scorecard, finding: Finding) -> Row:
    first = finding.evidence[0] if finding.evidence else None
    start_s = first.start_s if first else None
    return {
        "file": card.file.name,
        "sha256": card.file.sha256,
        "norm": finding.norm,
        "section": finding.section,
        "title": finding.title,
        "verdict": finding.verdict,
        "severity": finding.severity,
        "value": finding.value,
        "unit": finding.unit,
        "expected": finding.expected,
        "at": clock(start_s) if start_s is not None else None,
        "start_s": start_s,
        "end_s": first.end_s if first else None,
        "role": first.role if first else None,
        "quote": first.quote if first else None,
        "places": len(finding.evidence),
        "reason": finding.reason,
        "advice": finding.advice,
    }


def _measurement_row(card: Scorecard, item: Measurement) -> Row:
    amounts = (f"{name}={rounded(amount):g}" for name, amount in item.evidence.amounts.items())
    spans = (f"{clock(span.start_s)}–{clock(span.end_s)}" for span in item.evidence.spans)
    return {
        "file": card.file.name,
        "sha256": card.file.sha256,
        "name": item.name,
        "role": item.role,
        "value": item.value,
        "unit": item.unit,
        "reason": item.reason,
        "amounts": "; ".join(amounts),
        "spans": "; ".join(spans),
    }
