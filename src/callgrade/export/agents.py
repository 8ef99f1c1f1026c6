"""The table of agents: means and shares of each agent's calls, per period.

Norms of the site, such as how long a call rings, are not the agent's and are left out.
Only running sums are kept, so memory grows with agents and periods, not with calls. A name that was only heard in the
call does not identify an agent (two Carols, a misheard name); such calls are counted and left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from callgrade.config.export import ExportSettings
from callgrade.export.intervals import Estimate, RunningMean, RunningShare
from callgrade.export.options import Period
from callgrade.export.table import Table, number, text, whole
from callgrade.model.finding import Effect, Verdict
from callgrade.model.provenance import Provenance
from callgrade.model.scorecard import Scorecard
from callgrade.text import plain
from callgrade.translation.current import ntr

LOWEST, HIGHEST = 0.0, 100.0


class AgentGroup(NamedTuple):
    """One agent in one team and period. ``team``: empty if unknown."""

    team: str
    agent: str
    period: str


class Figure(StrEnum):
    """The figures of a group, in the order of the rows."""

    OVERALL = "overall"
    SECTION = "section"
    NORM = "norm"


@dataclass
class _Sums:
    """Number of calls and running values of one group."""

    calls: int = 0
    overall: RunningMean = field(default_factory=RunningMean)
    sections: dict[str, RunningMean] = field(default_factory=dict)
    norms: dict[str, RunningShare] = field(default_factory=dict)

    def add(self, card: Scorecard) -> None:
        self.calls += 1
        if card.score.overall is not None:
            self.overall.add(card.score.overall)
        for section in card.score.sections:
            if section.score is not None:
                self.sections.setdefault(section.section, RunningMean()).add(section.score)
        for finding in card.findings:
            if finding.verdict.judged and finding.effect is not Effect.SITE:
                self.norms.setdefault(finding.norm, RunningShare()).add(finding.verdict is Verdict.PASS)


class AgentRow(NamedTuple):
    """A row of the table. ``n``: number of calls behind the figure."""

    group: AgentGroup
    calls: int
    figure: Figure
    name: str
    n: int
    unit: str
    estimate: Estimate | None
    reason: str | None


class AgentSums:
    """The sums of all agents and periods. ``nameless``: calls left out because agent or day is unknown."""

    def __init__(self, period: Period, settings: ExportSettings) -> None:
        """Start without calls."""
        self.nameless = 0
        self._period, self._settings = period, settings
        self._groups: dict[AgentGroup, _Sums] = {}

    def add(self, card: Scorecard) -> None:
        """Count one call."""
        record = card.record
        agent = plain(record.agent or "")
        if not agent or record.sources.get("agent") == Provenance.CONVERSATION or record.started is None:
            self.nameless += 1
            return
        group = AgentGroup(plain(record.team or ""), agent, self._period.of(record.started.date()))
        self._groups.setdefault(group, _Sums()).add(card)

    def rows(self) -> Iterator[AgentRow]:
        """Rows by team, agent and period. A group of too few calls has one row that says so."""
        for group, sums in sorted(self._groups.items()):
            yield self._mean(group, sums, Figure.OVERALL, "", sums.overall)
            if sums.calls < self._settings.min_calls:
                continue
            for section, mean in sorted(sums.sections.items()):
                yield self._mean(group, sums, Figure.SECTION, section, mean)
            for norm, share in sorted(sums.norms.items()):
                enough = share.n >= self._settings.min_calls
                estimate = share.estimate(self._settings.interval) if enough else None
                yield self._row(group, sums, Figure.NORM, norm, share.n, "share", estimate)

    def _mean(self, group: AgentGroup, sums: _Sums, figure: Figure, name: str, mean: RunningMean) -> AgentRow:
        enough = mean.n >= self._settings.min_calls
        estimate = mean.estimate(self._settings.interval, LOWEST, HIGHEST) if enough else None
        return self._row(group, sums, figure, name, mean.n, "points", estimate)

    def _row(
        self, group: AgentGroup, sums: _Sums, figure: Figure, name: str, n: int, unit: str, estimate: Estimate | None
    ) -> AgentRow:
        few = self._settings.min_calls
        reason = None if estimate else ntr("fewer than {n} call", "fewer than {n} calls", few)
        return AgentRow(group, sums.calls, figure, name, n, unit, estimate, reason)


AGENTS: Table[AgentRow] = Table(
    "agents",
    "one row per agent, period and figure",
    (
        text("team", "the agent's team; an agent who changes teams has rows in both", lambda row: row.group.team),
        text("agent", "the agent's name, from the call record", lambda row: row.group.agent),
        text("period", "calendar month (2026-03) or week from Monday (2026-W10)", lambda row: row.group.period),
        whole("calls", "calls of the agent in the period", lambda row: row.calls),
        text(
            "figure",
            "overall: mean score; section: mean score of a section; norm: share of the judged calls that passed it",
            lambda row: row.figure,
        ),
        text("name", "id of the section or norm; blank for overall", lambda row: row.name),
        whole(
            "n",
            "number of calls behind the figure: those with a score, or with a verdict of the norm",
            lambda row: row.n,
        ),
        number("value", "as in unit", "mean or share", lambda row: row.estimate and row.estimate.value),
        number("low", "as in unit", "lower end of its interval", lambda row: row.estimate and row.estimate.low),
        number("high", "as in unit", "upper end of its interval", lambda row: row.estimate and row.estimate.high),
        text("unit", "points (0 to 100) or share (0 to 1)", lambda row: row.unit),
        text("reason", "why there is no value: too few calls", lambda row: row.reason),
    ),
)
