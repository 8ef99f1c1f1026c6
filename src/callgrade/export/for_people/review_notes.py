"""What people say of a verdict, in words: on the terminal, on pages and in tables."""

from collections.abc import Iterator

from callgrade.export.for_people.terms import verdict_term
from callgrade.model.finding import Dispute, Finding
from callgrade.translation.current import tr

MACHINE = "machine"


def judged_by(finding: Finding) -> str:
    """Who gave the verdict that counts: the machine, or people by name."""
    judges = finding.review.judges if finding.review else ()
    return ", ".join(judges) or MACHINE


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
        yield tr("marked"), f"{verdict_term(mark.verdict)}, {mark.reader}, {mark.at:%Y-%m-%d}{remark}"
    if finding.machine:
        yield tr("machine"), verdict_term(finding.machine)
    if review.dispute:
        yield from _dispute_notes(review.dispute)


def _dispute_notes(dispute: Dispute) -> Iterator[tuple[str, str]]:
    yield tr("disputed"), f"“{dispute.text}” {dispute.by}, {dispute.at:%Y-%m-%d}"
    if dispute.answer is not None and dispute.answered_at:
        verdict = f"{verdict_term(dispute.verdict)}: " if dispute.verdict else ""
        yield tr("answered"), f"{verdict}{dispute.answer} {dispute.answered_by}, {dispute.answered_at:%Y-%m-%d}"


def review_in_brief(finding: Finding) -> str:
    """Who judged, if it was not the machine, and whether that is disputed; else ``""``."""
    by = judged_by(finding)
    parts = [] if by == MACHINE else [tr("judged by {names}", names=by)]
    if dispute_state(finding) == "open":
        parts.append(tr("disputed"))
    return ", ".join(parts)
