"""Rules that hold for the score of any findings."""

import math
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from callgrade.config.load import load_settings
from callgrade.config.scoring import ScoringSettings
from callgrade.model.finding import Effect, Finding, Severity, Verdict
from callgrade.model.reason import Reason
from callgrade.scoring import score

SHIPPED = load_settings().scoring


@st.composite
def finding(draw: st.DrawFn, verdicts: tuple[Verdict, ...] = tuple(Verdict)) -> Finding:
    verdict = draw(st.sampled_from(verdicts))
    return Finding(
        norm=draw(st.sampled_from("abcdef")),
        section=draw(st.sampled_from(["greeting", "closing"])),
        title="",
        verdict=verdict,
        severity=draw(st.sampled_from(Severity)),
        effect=draw(st.sampled_from(Effect)),
        expected="",
        value=1.0 if verdict.judged else None,
        reason=None if verdict.judged else draw(st.sampled_from([Reason.NO_AUDIO, Reason.NO_WORDS])),
    )


findings = st.lists(finding(), max_size=6, unique_by=lambda one: one.norm)
weights = st.floats(0, 100)


@st.composite
def settings(draw: st.DrawFn) -> ScoringSettings:
    changes = {
        "norm_weights": draw(st.dictionaries(st.sampled_from("abcdef"), weights)),
        "partial_credit": draw(st.floats(0, 1)),
        "critical_below": draw(st.integers(1, 100)),
        "minimum_coverage": draw(st.floats(0, 1)),
    }
    return ScoringSettings.model_validate(SHIPPED.model_dump() | changes)


@given(findings, settings())
def test_scores_lie_between_0_and_100_or_have_a_reason(items: list[Finding], knobs: ScoringSettings) -> None:
    card = score(items, knobs)
    assert 0 <= card.coverage <= 1 + 1e-9
    for points, reason in [(card.overall, card.reason), *((s.score, s.reason) for s in card.sections)]:
        assert (points is None) != (reason is None)
        assert points is None or 0 <= points <= 100


@given(findings, settings())
def test_points_lost_add_up_to_the_score(items: list[Finding], knobs: ScoringSettings) -> None:
    card = score(items, knobs)
    lost = math.fsum(card.lost.values())
    assert all(points > 0 for points in card.lost.values())
    assert card.overall is None or math.isclose(lost, 100 - card.overall, abs_tol=1e-6)
    assert math.isclose(math.fsum(section.lost for section in card.sections), lost, abs_tol=0.2)


@given(findings, settings())
def test_a_failed_critical_norm_puts_a_call_below_all_others(items: list[Finding], knobs: ScoringSettings) -> None:
    card = score(items, knobs)
    assert card.overall is None or (card.overall < knobs.critical_below) == bool(card.critical)


@given(findings, settings(), st.data())
def test_a_fail_that_becomes_a_pass_never_lowers_the_score(
    items: list[Finding], knobs: ScoringSettings, data: st.DataObject
) -> None:
    failed = data.draw(finding(verdicts=(Verdict.FAIL,)))
    before, after = score([*items, failed], knobs), score([*items, replace(failed, verdict=Verdict.PASS)], knobs)
    assert (before.overall is None) == (after.overall is None)
    assert before.overall is None or (after.overall or 0) >= before.overall


@given(findings, settings(), finding(verdicts=(Verdict.NOT_APPLICABLE,)))
def test_a_norm_that_does_not_apply_changes_no_score(
    items: list[Finding], knobs: ScoringSettings, absent: Finding
) -> None:
    before, after = score(items, knobs), score([*items, absent], knobs)
    assert (after.overall, after.band, after.coverage) == (before.overall, before.band, before.coverage)
    points = {s.section: s.score for s in after.sections}
    assert all(points[s.section] == s.score for s in before.sections)


@given(findings, settings(), st.randoms())
def test_the_order_of_findings_does_not_matter(items: list[Finding], knobs: ScoringSettings, random: Random) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)
    before, after = score(items, knobs), score(shuffled, knobs)
    assert replace(before, sections=()) == replace(after, sections=())
    assert {s.section: s for s in before.sections} == {s.section: s for s in after.sections}
