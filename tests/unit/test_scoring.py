"""Points, sections, caps, bands and coverage."""

import math

import pytest
from pydantic import ValidationError

from callgrade.config.load import load_settings
from callgrade.config.scoring import ScoringSettings
from callgrade.model.finding import Effect, Evidence, Finding, Severity, Verdict
from callgrade.model.reason import Reason
from callgrade.scoring import score

SETTINGS = load_settings().scoring


def finding(
    verdict: Verdict,
    severity: Severity = Severity.MAJOR,
    norm: str = "greeting.salutation",
    section: str = "greeting",
    reason: Reason = Reason.NO_AUDIO,
    effect: Effect = Effect.CREDIT,
) -> Finding:
    evidence = (Evidence(1.0, 2.0, None, "hello"),) if verdict.judged else ()
    missing = None if verdict.judged else reason
    return Finding(norm, section, "…", verdict, severity, "…", evidence=evidence, reason=missing, effect=effect)


def settings(**changes: object) -> ScoringSettings:
    return ScoringSettings.model_validate(SETTINGS.model_dump() | changes)


def deduction(verdict: Verdict, severity: Severity = Severity.MAJOR, norm: str = "wording.no_pressure") -> Finding:
    return finding(verdict, severity, norm, "wording", effect=Effect.DEDUCTION)


def rude(verdict: Verdict = Verdict.FAIL) -> Finding:
    return deduction(verdict, Severity.CRITICAL, "wording.no_rudeness")


def test_a_card_of_passes_has_100_points_and_the_best_band() -> None:
    card = score([finding(Verdict.PASS), rude(Verdict.PASS)], SETTINGS)
    assert (card.overall, card.band, card.coverage, card.reason, card.lost) == (100, "excellent", 1.0, None, {})


def test_a_card_of_fails_keeps_the_points_that_a_critical_fail_would_cost() -> None:
    card = score([finding(Verdict.FAIL)], SETTINGS)
    assert (card.overall, card.lost) == (20, {"greeting.salutation": 80.0})


def test_findings_weigh_by_severity() -> None:
    thanks = finding(Verdict.FAIL, Severity.MINOR, "closing.thanks")
    card = score([finding(Verdict.PASS), thanks], SETTINGS)
    assert (card.overall, card.lost) == (80, {"closing.thanks": 20.0})  # 80 points, 1 of 3 + 1


def test_a_norms_own_weight_replaces_its_severitys() -> None:
    findings = [finding(Verdict.PASS), finding(Verdict.FAIL, norm="names.used")]
    assert score(findings, settings(norm_weights={"names.used": 9})).overall == 40


def test_a_partial_pass_earns_its_share() -> None:
    assert score([finding(Verdict.PARTIAL)], SETTINGS).overall == 60
    assert score([finding(Verdict.PARTIAL)], settings(partial_credit=0.25)).overall == 40


def test_a_fault_that_was_not_made_earns_nothing() -> None:
    half = [finding(Verdict.PASS), finding(Verdict.FAIL, norm="closing.farewell")]
    kept = [deduction(Verdict.PASS), deduction(Verdict.PASS, norm="wording.no_criticism")]
    assert score([*half, *kept], SETTINGS).overall == score(half, SETTINGS).overall


def test_a_fault_costs_what_a_missed_norm_of_its_weight_costs() -> None:
    kept = [finding(Verdict.PASS, norm=norm) for norm in ("a.a", "b.b", "c.c", "d.d")]
    card = score([*kept, deduction(Verdict.FAIL)], SETTINGS)
    assert (card.overall, card.lost) == (80, {"wording.no_pressure": 20.0})


def test_a_fault_is_not_dearer_where_little_could_be_judged() -> None:
    unheard = [finding(Verdict.CANNOT_TELL, norm=norm) for norm in ("b.b", "c.c", "d.d")]
    card = score([finding(Verdict.PASS), *unheard, deduction(Verdict.FAIL)], settings(minimum_coverage=0))
    assert card.lost == {"wording.no_pressure": 20.0}


def test_what_is_the_sites_and_not_the_agents_does_not_count() -> None:
    rings = finding(Verdict.FAIL, norm="answering.ring_count", section="answering", effect=Effect.SITE)
    card = score([finding(Verdict.PASS), rings], SETTINGS)
    assert (card.overall, card.lost, card.sections[1].reason) == (100, {}, Reason.NO_WEIGHT)


def test_points_lost_add_up_to_the_score_and_to_the_sections() -> None:
    findings = [
        *(finding(Verdict.PASS, norm=f"a.{letter}") for letter in "abcdefg"),
        finding(Verdict.FAIL, norm="closing.farewell", section="closing"),
        finding(Verdict.PARTIAL, Severity.MINOR, "closing.thanks", "closing"),
        deduction(Verdict.FAIL, Severity.MINOR),
    ]
    card = score(findings, SETTINGS)
    assert card.overall is not None
    assert math.fsum(card.lost.values()) == pytest.approx(100 - card.overall, abs=1e-9)
    assert [section.lost for section in card.sections] == [
        0.0,
        pytest.approx(card.lost["closing.farewell"] + card.lost["closing.thanks"]),
        card.lost["wording.no_pressure"],
    ]


@pytest.mark.parametrize("missing", [Verdict.NOT_APPLICABLE, Verdict.CANNOT_TELL])
def test_what_was_not_judged_is_not_in_the_denominator(missing: Verdict) -> None:
    assert score([finding(Verdict.PASS), finding(missing)], SETTINGS).overall == 100


def test_a_failed_critical_norm_puts_the_best_call_below_the_worst_without() -> None:
    best = score([*(finding(Verdict.PASS) for _ in range(20)), rude()], SETTINGS)
    worst = score([*(finding(Verdict.FAIL, norm=f"a.{letter}") for letter in "ab"), deduction(Verdict.FAIL)], SETTINGS)
    assert (best.overall, best.band, best.critical) == (19, "poor", ("wording.no_rudeness",))
    assert best.lost == {"wording.no_rudeness": 81.0}
    assert worst.overall == 20


def test_calls_with_a_failed_critical_norm_are_still_ordered() -> None:
    good = score([finding(Verdict.PASS), rude()], SETTINGS)
    bad = score([finding(Verdict.FAIL), rude()], SETTINGS)
    assert (good.overall, bad.overall) == (19, 0)
    assert bad.lost == {"greeting.salutation": 80.0, "wording.no_rudeness": 20.0}


def test_a_critical_norm_with_weight_zero_lowers_nothing() -> None:
    card = score([finding(Verdict.PASS), rude()], settings(norm_weights={"wording.no_rudeness": 0}))
    assert (card.overall, card.critical) == (100, ())


def test_too_little_judged_weight_gives_no_overall_score() -> None:
    card = score([finding(Verdict.PASS), finding(Verdict.CANNOT_TELL), finding(Verdict.CANNOT_TELL)], SETTINGS)
    assert (card.overall, card.band, card.reason) == (None, None, Reason.TOO_LITTLE_JUDGED)
    assert card.coverage == pytest.approx(1 / 3)
    assert card.sections[0].score == 100


def test_what_does_not_apply_does_not_lower_the_coverage() -> None:
    findings = [finding(Verdict.PASS), *(finding(Verdict.NOT_APPLICABLE) for _ in range(9))]
    assert score(findings, SETTINGS).coverage == 1.0


def test_a_card_without_findings_has_no_score() -> None:
    card = score([], SETTINGS)
    assert (card.overall, card.coverage, card.reason, card.sections) == (None, 0.0, Reason.NOTHING_JUDGED, ())


def test_a_card_on_which_all_lack_the_same_thing_says_which() -> None:
    assert score([finding(Verdict.CANNOT_TELL), finding(Verdict.CANNOT_TELL)], SETTINGS).reason is Reason.NO_AUDIO


def test_sections_stand_in_the_order_of_the_findings_with_their_counts() -> None:
    card = score(
        [
            finding(Verdict.PASS, section="names"),
            finding(Verdict.FAIL, section="closing"),
            finding(Verdict.FAIL, Severity.MINOR, section="names"),
            finding(Verdict.CANNOT_TELL, section="names"),
        ],
        SETTINGS,
    )
    names, closing = card.sections
    assert (names.section, names.score, names.judged, names.total) == ("names", 75, 2, 3)
    assert (closing.section, closing.score, closing.judged, closing.total) == ("closing", 0, 1, 1)


def test_a_section_without_a_judgement_says_why() -> None:
    card = score([finding(Verdict.PASS), finding(Verdict.CANNOT_TELL, section="voice")], SETTINGS)
    assert (card.sections[1].score, card.sections[1].reason) == (None, Reason.NO_AUDIO)


def test_a_section_of_information_only_says_so() -> None:
    card = score([finding(Verdict.PASS), finding(Verdict.FAIL, Severity.INFO, section="help")], SETTINGS)
    assert (card.sections[1].score, card.sections[1].reason) == (None, Reason.NO_WEIGHT)


def test_the_band_fits_the_number_that_is_shown() -> None:
    findings = [finding(Verdict.PASS, norm="a"), finding(Verdict.FAIL, norm="b")]
    card = score(findings, settings(norm_weights={"a": 68.3, "b": 31.7}))  # 74.6 points
    assert (card.overall, card.band) == (75, "good")


@pytest.mark.parametrize(
    "bands",
    [
        [],
        [{"name": "good", "at_least": 50}],
        [{"name": "poor", "at_least": 0}, {"name": "good", "at_least": 50}],
    ],
)
def test_bands_that_leave_scores_without_a_name_are_refused(bands: list[object]) -> None:
    with pytest.raises(ValidationError, match="bands"):
        settings(bands=bands)


@pytest.mark.parametrize("weight", [-1, float("nan"), float("inf")])
def test_weights_are_finite_and_not_negative(weight: float) -> None:
    with pytest.raises(ValidationError):
        settings(norm_weights={"names.used": weight})
