"""Agents and teams over time: figures by week and month with their intervals. Nobody is ranked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from callgrade.config.export import ExportSettings
from callgrade.export.agents import HIGHEST, LOWEST
from callgrade.export.for_people.absence import searched
from callgrade.export.for_people.terms import section_term
from callgrade.export.intervals import Estimate, RunningMean, RunningShare
from callgrade.export.options import Period
from callgrade.model.finding import Effect, Finding, Severity, Verdict
from callgrade.model.line import LineGate
from callgrade.model.record import Role
from callgrade.model.scorecard import Score, Scorecard
from callgrade.report.change import Change, change
from callgrade.report.rows import CallRow
from callgrade.report.timeline import moment_of
from callgrade.translation.current import norm_text

WEEKS = 8
GOOD_MOMENTS = 2
_OVERALL = "overall"


@dataclass
class _Sums:
    """The running values of one period, by figure."""

    means: dict[str, RunningMean] = field(default_factory=lambda: defaultdict(RunningMean))
    shares: dict[str, RunningShare] = field(default_factory=lambda: defaultdict(RunningShare))

    def add(self, score: Score, judged: Iterable[Finding]) -> None:
        if score.overall is not None:
            self.means[_OVERALL].add(score.overall)
        for section in score.sections:
            if section.score is not None:
                self.means[section.section].add(section.score)
        for finding in judged:
            self.shares[finding.norm].add(finding.short_of_a_pass)

    def mean(self, name: str, settings: ExportSettings) -> Estimate | None:
        mean = self.means.get(name)
        enough = mean is not None and mean.n >= settings.min_calls
        return mean.estimate(settings.interval, LOWEST, HIGHEST) if mean and enough else None

    def share(self, name: str, settings: ExportSettings) -> Estimate | None:
        share = self.shares.get(name)
        enough = share is not None and share.n >= settings.min_calls
        return share.estimate(settings.interval) if share and enough else None


@dataclass(frozen=True)
class Moment:
    """A moment of a call to listen to."""

    row: CallRow
    title: str
    at_s: float
    quote: str


@dataclass(frozen=True)
class InMonth:
    """A figure of one month. ``month``: its first day."""

    month: date
    estimate: Estimate


@dataclass(frozen=True)
class FigureOverTime:
    """A figure over time. ``weeks``: an estimate or ``None`` for each; ``judged`` … ``withheld``: numbers of calls.

    ``before``, ``now``: of the newest two months with enough calls, ``None`` where there is no such month.
    """

    name: str
    weeks: tuple[Estimate | None, ...]
    before: InMonth | None
    now: InMonth | None
    judged: int
    missed: int
    withheld: int
    whole: Estimate | None

    @property
    def change(self) -> Change:
        """The change from ``before`` to ``now``."""
        return change(self.before.estimate, self.now.estimate) if self.before and self.now else Change.TOO_FEW


class Group:
    """An agent in a team, or a team (``agent`` is empty)."""

    def __init__(self, team: str, agent: str) -> None:
        """Start without calls."""
        self.team, self.agent, self.calls, self.withheld = team, agent, 0, 0
        self.lines: Counter[LineGate | None] = Counter()
        self.members: dict[str, Counter[LineGate | None]] = defaultdict(Counter)
        self._in_order: dict[str, None] = {_OVERALL: None}
        self.titles: dict[str, str] = {}
        self._all = _Sums()
        self._weeks: dict[str, _Sums] = defaultdict(_Sums)
        self._months: dict[str, _Sums] = defaultdict(_Sums)
        self._not_judged: Counter[str] = Counter()
        self._good: dict[str, tuple[Severity, Moment]] = {}
        self._missed: dict[str, Moment] = {}

    def add(self, card: Scorecard, row: CallRow, day: date) -> None:
        """Count a call; calls come in the order of their time."""
        self.calls += 1
        self.withheld += card.score.overall is None
        judged = [one for one in card.findings if one.verdict.judged and one.effect is not Effect.SITE]
        for sums in (self._all, self._weeks[Period.WEEK.of(day)], self._months[Period.MONTH.of(day)]):
            sums.add(card.score, judged)
        party = card.conversation.party(Role.AGENT)
        gate = party.line.gate if party and party.line else None
        self.lines[gate] += 1
        self.members[row.agent][gate] += 1
        self._in_order |= dict.fromkeys(section.section for section in card.score.sections)
        for finding in card.findings:
            self.titles[finding.norm] = finding.title
            self._not_judged[finding.norm] += finding.verdict is Verdict.CANNOT_TELL
            self._remember(finding, row, timed=card.conversation.timed)

    @property
    def weeks(self) -> list[str]:
        """The newest weeks with calls, in order."""
        return sorted(self._weeks)[-WEEKS:]

    def sections(self, settings: ExportSettings) -> Iterator[FigureOverTime]:
        """The overall score and those of sections, in the order of the norms."""
        for name in self._in_order:
            mean = self._all.means.get(name)
            if mean is None:
                continue
            weeks = tuple(self._weeks[week].mean(name, settings) for week in self.weeks)
            months = _newest_two({month: sums.mean(name, settings) for month, sums in self._months.items()})
            whole = self._all.mean(name, settings)
            yield FigureOverTime(section_term(name), weeks, *months, mean.n, 0, 0, whole)

    def norms(self, settings: ExportSettings) -> list[FigureOverTime]:
        """The share of judged calls that missed each norm, the most missed first."""
        figures = [
            FigureOverTime(
                norm_text(self.titles[norm]),
                tuple(self._weeks[week].share(norm, settings) for week in self.weeks),
                *_newest_two({month: sums.share(norm, settings) for month, sums in self._months.items()}),
                share.n,
                share.hits,
                self._not_judged[norm],
                self._all.share(norm, settings),
            )
            for norm, share in self._all.shares.items()
        ]
        return sorted(figures, key=lambda one: (-(one.whole.value if one.whole else -1.0), -one.missed, one.name))

    def good_moments(self) -> list[Moment]:
        """Two moments that went well, of different norms: the most severe norms, their newest calls."""
        severities = list(Severity)
        found = sorted(self._good.values(), key=lambda pair: severities.index(pair[0]))
        return [moment for _, moment in found[:GOOD_MOMENTS]]

    def to_work_on(self) -> Moment | None:
        """The newest moment of the norm that was missed most often."""
        missed = {norm: self._all.shares[norm].hits for norm in self._missed}
        return self._missed[max(missed, key=lambda norm: (missed[norm], norm))] if missed else None

    def _remember(self, finding: Finding, row: CallRow, *, timed: bool) -> None:
        at_s = moment_of(finding) if timed and finding.counts and finding.verdict.judged else None
        if at_s is None:
            return
        quote = next((evidence.quote for evidence in finding.evidence if evidence.quote), "")
        if finding.short_of_a_pass:
            said = "" if searched(finding) else quote
            self._missed[finding.norm] = Moment(row, norm_text(finding.headline), at_s, said)
        elif finding.verdict is Verdict.PASS and finding.effect is Effect.CREDIT and quote:
            self._good[finding.norm] = finding.severity, Moment(row, norm_text(finding.title), at_s, quote)


def _newest_two(by_month: Mapping[str, Estimate | None]) -> tuple[InMonth | None, InMonth | None]:
    """The figures of the newest two months with enough calls: a month that began today has none."""
    known = [InMonth(date.fromisoformat(f"{month}-01"), one) for month, one in sorted(by_month.items()) if one]
    before, now = [None, None, *known][-2:]
    return before, now


class Groups:
    """All agents and teams."""

    def __init__(self) -> None:
        """Start without calls."""
        self.agents: dict[tuple[str, str], Group] = {}
        self.teams: dict[str, Group] = {}

    def add(self, card: Scorecard, row: CallRow) -> None:
        """Count a call for its agent and its team, as far as they and the day are known."""
        if row.started is None:
            return
        if row.agent:
            key = row.team, row.agent
            self.agents.setdefault(key, Group(*key)).add(card, row, row.started.date())
        if row.team:
            self.teams.setdefault(row.team, Group(row.team, "")).add(card, row, row.started.date())
