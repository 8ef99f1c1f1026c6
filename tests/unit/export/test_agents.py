"""How each agent's calls went: means and shares with their intervals, and nothing of too few calls."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest
from scipy import stats
from tests import scorecards

from callgrade.config.export import ExportSettings
from callgrade.export.agents import AgentGroup, AgentRow, AgentSums, Figure
from callgrade.export.intervals import RunningMean, RunningShare
from callgrade.export.options import Period
from callgrade.model.finding import Finding, Verdict
from callgrade.model.reason import Reason
from callgrade.model.scorecard import Scorecard

SETTINGS = ExportSettings(min_calls=3, interval=0.95)
MARCH = AgentGroup("", "Carol Jensen", "2026-03")
NORM = "greeting.agent_name"


def call(overall: float | None = 80.0, verdict: Verdict = Verdict.FAIL, **facts: object) -> Scorecard:
    card = scorecards.CARD
    findings = tuple(_judged(one, verdict) if one.norm == NORM else one for one in card.findings)
    record = replace(card.record, **facts)  # type: ignore[arg-type]
    return replace(card, record=record, findings=findings, score=replace(card.score, overall=overall))


def _judged(finding: Finding, verdict: Verdict) -> Finding:
    return replace(finding, verdict=verdict, reason=None if verdict.judged else Reason.NO_SPEECH)


def sums(cards: Iterable[Scorecard], period: Period = Period.MONTH) -> AgentSums:
    counted = AgentSums(period, SETTINGS)
    for card in cards:
        counted.add(card)
    return counted


def row(cards: Iterable[Scorecard], figure: Figure, name: str = "") -> AgentRow:
    (found,) = (one for one in sums(cards).rows() if (one.figure, one.name) == (figure, name))
    return found


def test_the_mean_of_the_overall_scores_has_an_interval() -> None:
    scores = [60.0, 70.0, 95.0, 83.0]
    found = row(map(call, scores), Figure.OVERALL)
    assert (found.group, found.calls, found.n, found.unit, found.reason) == (MARCH, 4, 4, "points", None)
    expected = stats.t.interval(0.95, 3, np.mean(scores), stats.sem(scores))
    assert found.estimate == pytest.approx((np.mean(scores), expected[0], min(100.0, expected[1])))


def test_an_interval_of_scores_stays_between_0_and_100() -> None:
    low, high = row(map(call, [0.0, 2.0, 100.0]), Figure.OVERALL).estimate[1:]  # type: ignore[index]
    assert (low, high) == (0.0, 100.0)


def test_each_section_has_a_row_and_each_norm_the_share_that_passed() -> None:
    cards = [call(verdict=verdict) for verdict in (Verdict.PASS, Verdict.FAIL, Verdict.PARTIAL, Verdict.PASS)]
    assert row(cards, Figure.SECTION, "greeting").estimate == pytest.approx((66.667, 66.667, 66.667), abs=0.4)
    share = row(cards, Figure.NORM, NORM)
    wilson = stats.binomtest(2, 4).proportion_ci(0.95, method="wilson")
    assert share.estimate == pytest.approx((0.5, wilson.low, wilson.high))
    assert share.unit == "share"


def test_a_figure_is_calculated_from_the_calls_where_it_is_known() -> None:
    cards = [call(verdict=Verdict.CANNOT_TELL), call(), call(), call(), call(overall=None)]
    assert (row(cards, Figure.NORM, NORM).n, row(cards, Figure.NORM, NORM).calls) == (4, 5)
    assert row(cards, Figure.OVERALL).n == 4


def test_too_few_calls_give_one_row_with_their_number_and_the_reason() -> None:
    (found,) = sums([call(), call()]).rows()
    assert found == AgentRow(MARCH, 2, Figure.OVERALL, "", 2, "points", None, "fewer than 3 calls")


def test_a_norm_that_was_judged_too_seldom_is_not_shown_either() -> None:
    cards = [call(verdict=Verdict.CANNOT_TELL), call(verdict=Verdict.PASS), call(), call(overall=None)]
    found = row([*cards[:1], *cards], Figure.NORM, NORM)
    assert found.estimate is not None
    found = row([*cards[:1], *cards[:1], *cards[1:3]], Figure.NORM, NORM)
    assert (found.calls, found.n, found.estimate, found.reason) == (4, 2, None, "fewer than 3 calls")


@pytest.mark.parametrize(
    "facts",
    [
        {"agent": None},
        {"agent": " "},
        {"started": None},
        {"sources": {"agent": "conversation"}},
    ],
)
def test_a_call_whose_agent_or_day_is_not_known_is_counted_and_left_out(facts: dict[str, object]) -> None:
    counted = sums([call(**facts), call()])  # type: ignore[arg-type]
    assert counted.nameless == 1
    assert [one.calls for one in counted.rows()] == [1]


def test_agents_teams_and_periods_are_kept_apart_and_come_in_order() -> None:
    april = datetime(2026, 4, 1)
    cards = [call(agent="Ben"), call(started=april), call(team="North"), call()]
    assert [one.group for one in sums(cards).rows()] == [
        AgentGroup("", "Ben", "2026-03"), MARCH,
        AgentGroup("", "Carol Jensen", "2026-04"), AgentGroup("North", "Carol Jensen", "2026-03"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "month", "week"),
    [
        (date(2026, 3, 2), "2026-03", "2026-W10"),
        (date(2027, 1, 1), "2027-01", "2026-W53"),
        (date(999, 5, 1), "0999-05", "0999-W18"),
    ],
)
def test_a_period_is_a_calendar_month_or_a_week_from_monday(day: date, month: str, week: str) -> None:
    assert (Period.MONTH.of(day), Period.WEEK.of(day)) == (month, week)


def test_a_call_late_in_the_evening_belongs_to_its_local_day() -> None:
    cards = [call(started=datetime.fromisoformat("2026-03-31T23:30:00-08:00"))]
    assert [one.group.period for one in sums(cards).rows()] == ["2026-03"]


@pytest.mark.parametrize("values", [[50.0, 50.0], [0.0, 100.0], [99.9, 100.0, 100.0], list(np.linspace(3, 97, 40))])
@pytest.mark.parametrize("coverage", [0.5, 0.95, 0.99])
def test_means_agree_with_scipy(values: list[float], coverage: float) -> None:
    running = RunningMean()
    for value in values:
        running.add(value)
    found = running.estimate(coverage, -1e9, 1e9)
    sem = stats.sem(values)
    low, high = stats.t.interval(coverage, len(values) - 1, np.mean(values), sem) if sem else (values[0], values[0])
    assert found == pytest.approx((np.mean(values), low, high))


@pytest.mark.parametrize(("hits", "n"), [(0, 1), (1, 1), (0, 12), (12, 12), (5, 12), (700, 1000)])
@pytest.mark.parametrize("coverage", [0.5, 0.95, 0.99])
def test_shares_agree_with_scipy(hits: int, n: int, coverage: float) -> None:
    wilson = stats.binomtest(hits, n).proportion_ci(coverage, method="wilson")
    assert RunningShare(n, hits).estimate(coverage) == pytest.approx((hits / n, wilson.low, wilson.high), abs=1e-12)
