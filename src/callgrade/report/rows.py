"""A call as the other pages show it: one row, small enough that all of them fit into memory."""

from dataclasses import dataclass
from datetime import datetime

from callgrade.export.for_people.terms import band_term, reason_term
from callgrade.export.pages import page_name
from callgrade.grading.withheld import why_withheld
from callgrade.model.provenance import Provenance
from callgrade.model.scorecard import Scorecard
from callgrade.report.call_page import lost
from callgrade.report.timeline import moments
from callgrade.text import plain
from callgrade.translation.current import norm_text


@dataclass(frozen=True)
class Why:
    """Why a call is worth opening: a norm, the points that it lost and the second to listen to, if there is one."""

    title: str
    points: float
    at_s: float | None


@dataclass(frozen=True)
class CallRow:
    """One call. ``id``: the name of its page. ``agent``: as the record says, "" if it does not.

    ``critical``: titles of failed critical norms. ``missed``: ids of the norms that it broke. ``why``: the norms that
    cost most, the critical ones first. ``withheld``: why there is no score. ``has_sound``: whether its page plays it.
    """

    id: str
    name: str
    started: datetime | None
    team: str
    agent: str
    direction: str
    language: str
    overall: float | None
    band: str
    critical: tuple[str, ...]
    missed: tuple[str, ...]
    why: tuple[Why, ...]
    withheld: str
    has_sound: bool = False

    @property
    def page(self) -> str:
        """The page of the call."""
        return f"calls/{self.id}.html"


def row_of(card: Scorecard) -> CallRow:
    """The row of a call."""
    record, score = card.record, card.score
    withheld = why_withheld(card)
    return CallRow(
        id=page_name(card.file.sha256),
        name=plain(card.file.name),
        started=record.started.replace(tzinfo=None) if record.started else None,
        team=plain(record.team or ""),
        agent=agent_of(card),
        direction=record.direction or "",
        language=card.conversation.language or record.language or "",
        overall=score.overall,
        band=band_term(score.band),
        critical=tuple(norm_text(finding.headline) for finding in card.to_work_on if finding.norm in score.critical),
        missed=tuple(finding.norm for finding in card.to_work_on),
        why=_why(card),
        withheld=reason_term(withheld),
    )


def agent_of(card: Scorecard) -> str:
    """The agent that the call record names; one that was only heard in the call may be another of that name."""
    record = card.record
    return "" if record.sources.get("agent") == Provenance.CONVERSATION else plain(record.agent or "")


def _why(card: Scorecard) -> tuple[Why, ...]:
    seconds = {finding.norm: at_s for finding, at_s in moments(card)}
    costly = sorted(lost(card), key=lambda pair: pair[0].norm not in card.score.critical)
    return tuple(Why(norm_text(finding.headline), points, seconds.get(finding.norm)) for finding, points in costly[:3])
