"""Values in words, for people: on the terminal and on pages."""

from collections.abc import Iterator

from callgrade.export.clock import clock
from callgrade.model.finding import Finding
from callgrade.model.span import Span
from callgrade.text import plain


def name_of(identifier: str) -> str:
    """An identifier as a heading: ``silence_and_hold`` → Silence and hold."""
    return identifier.replace("_", " ").capitalize()


def stretch(span: Span) -> str:
    """The span as m:ss–m:ss, or as m:ss if both are the same."""
    start, end = clock(span.start_s), clock(span.end_s)
    return start if start == end else f"{start}–{end}"


def percent(share: float) -> str:
    """A share of 0…1 as 66 %."""
    return f"{share:.0%}".replace("%", " %")


def amount(value: float, unit: str | None) -> str:
    """A value with its unit, rounded for reading: 151 wpm, 2.3 st, 66 %."""
    if unit == "share":
        return percent(value)
    shown = round(value, 0 if abs(value) >= 100 else 1)
    number = f"{shown:.0f}" if shown == int(shown) else f"{shown:.1f}"
    number = number.removeprefix("-") if shown == 0 else number.replace("-", "−")
    return number if unit in (None, "", "count") else f"{number} {plain(unit or '')}"


def judged_by(finding: Finding) -> str:
    """Who gave the verdict that counts: the machine, or people by name."""
    judges = finding.review.judges if finding.review else ()
    return ", ".join(judges) or "machine"


def dispute_state(finding: Finding) -> str:
    """Whether the verdict is disputed: ``""``, open or answered."""
    dispute = finding.review.dispute if finding.review else None
    if dispute is None:
        return ""
    return "open" if dispute.answer is None else "answered"


def review_notes(finding: Finding) -> Iterator[tuple[str, str]]:
    """What people say of the verdict, as label and text: each mark, the machine's verdict, the dispute, its answer."""
    review = finding.review
    if review is None:
        return
    for mark in review.marks:
        remark = f": {mark.remark}" if mark.remark else ""
        yield "marked", f"{name_of(mark.verdict).lower()}, {mark.reader}, {mark.at:%Y-%m-%d}{remark}"
    if finding.machine:
        yield "machine", name_of(finding.machine).lower()
    if dispute := review.dispute:
        yield "disputed", f"“{dispute.text}” {dispute.by}, {dispute.at:%Y-%m-%d}"
        if dispute.answer is not None and dispute.answered_at:
            verdict = f"{name_of(dispute.verdict).lower()}: " if dispute.verdict else ""
            said = f"{dispute.answer} {dispute.answered_by}, {dispute.answered_at:%Y-%m-%d}"
            yield "answered", verdict + said


def review_in_brief(finding: Finding) -> str:
    """Who judged, if it was not the machine, and whether that is disputed; else ``""``."""
    by = judged_by(finding)
    parts = [] if by == "machine" else [f"judged by {by}"]
    if dispute_state(finding) == "open":
        parts.append("disputed")
    return ", ".join(parts)
