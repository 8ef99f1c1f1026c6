"""The table of teams and norms: what a team misses most, and what could not be judged and why.

Norms of the site, such as how long a call rings, are not the team's and are left out. Only running sums are kept.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from callgrade.config.export import ExportSettings
from callgrade.export.for_people.terms import reason_term
from callgrade.export.intervals import Estimate, RunningShare
from callgrade.export.table import Table, number, text, whole
from callgrade.model.finding import Effect, Finding, Severity, Verdict
from callgrade.model.reason import Reason
from callgrade.model.scorecard import Scorecard
from callgrade.text import plain
from callgrade.translation.current import ntr

_MOST_REASONS = 3


class TeamNorm(NamedTuple):
    """A row: ``missed`` of ``judged`` calls broke the norm; ``reasons``: why others were not judged."""

    team: str
    norm: str
    title: str
    severity: Severity
    judged: int
    missed: int
    estimate: Estimate | None
    withheld: int
    reasons: str
    reason: str | None


@dataclass
class _Sums:
    title: str
    severity: Severity
    missed: RunningShare = field(default_factory=RunningShare)
    withheld: Counter[Reason] = field(default_factory=Counter)

    def add(self, finding: Finding) -> None:
        self.title, self.severity = finding.title, finding.severity
        if finding.verdict.judged:
            self.missed.add(finding.short_of_a_pass)
        elif finding.verdict is Verdict.CANNOT_TELL and finding.reason:
            self.withheld[finding.reason] += 1


class TeamSums:
    """The sums of all teams; calls whose team is not known are one group."""

    def __init__(self, settings: ExportSettings) -> None:
        """Start without calls."""
        self._settings = settings
        self._teams: dict[str, dict[str, _Sums]] = defaultdict(dict)

    def add(self, card: Scorecard) -> None:
        """Count a call."""
        norms = self._teams[plain(card.record.team or "")]
        for finding in card.findings:
            if finding.effect is not Effect.SITE:
                norms.setdefault(finding.norm, _Sums(finding.title, finding.severity)).add(finding)

    def rows(self) -> Iterator[TeamNorm]:
        """Rows by team; the norms that are missed most come first, those of too few calls last."""
        for team, norms in sorted(self._teams.items()):
            rows = [self._row(team, norm, sums) for norm, sums in norms.items() if sums.missed.n or sums.withheld]
            yield from sorted(rows, key=lambda row: (-(row.estimate.value if row.estimate else -1.0), row.norm))

    def _row(self, team: str, norm: str, sums: _Sums) -> TeamNorm:
        enough = sums.missed.n >= self._settings.min_calls
        reasons = [f"{reason_term(reason)} ({count})" for reason, count in sums.withheld.most_common(_MOST_REASONS)]
        return TeamNorm(
            team=team,
            norm=norm,
            title=sums.title,
            severity=sums.severity,
            judged=sums.missed.n,
            missed=sums.missed.hits,
            estimate=sums.missed.estimate(self._settings.interval) if enough else None,
            withheld=sums.withheld.total(),
            reasons="; ".join(reasons),
            reason=None if enough else ntr("fewer than {n} call", "fewer than {n} calls", self._settings.min_calls),
        )


TEAM_NORMS: Table[TeamNorm] = Table(
    "team_norms",
    "one row per team and norm, the most missed first",
    (
        text("team", "the team; blank for calls whose team is not known", lambda row: row.team),
        text("title", "title of the norm", lambda row: row.title),
        text("severity", "critical, major, minor or info", lambda row: row.severity),
        whole("judged", "calls in which the norm has a verdict", lambda row: row.judged),
        whole("missed", "of them, those that broke it wholly or partly", lambda row: row.missed),
        number("share", "share", "missed divided by judged", lambda row: row.estimate and row.estimate.value),
        number("low", "share", "lower end of its interval", lambda row: row.estimate and row.estimate.low),
        number("high", "share", "upper end of its interval", lambda row: row.estimate and row.estimate.high),
        text("reason", "why there is no share: too few calls", lambda row: row.reason),
        whole("withheld", "calls in which the norm could not be judged", lambda row: row.withheld),
        text("withheld_reasons", "why not, the commonest first, with numbers of calls", lambda row: row.reasons),
        text("norm", "id of the norm", lambda row: row.norm),
    ),
)
