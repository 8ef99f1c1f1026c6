"""Points, sections, caps, bands and coverage."""

import pytest
from pydantic import ValidationError

from callgrade.config.load import load_settings
from callgrade.config.scoring import ScoringSettings
from callgrade.model.finding import Evidence, Finding, Severity, Verdict
from callgrade.model.reason import Reason
from callgrade.scoring import score

SETTINGS = load_settings().scoring


def finding(
    verdict: Verdict,
    severity: Severity = Severity.MAJOR,
    norm: str = "greeting.salutation",
    section: str = "greeting",
    reason: Reason = Reason.NO_AUDIO,
) -> Finding:
    evidence = (Evidence(1.0, 2.0, None, "hello"),) if verdict.judged else ()
    missing = None if verdict.judged else reason
    return Finding(norm, section, "…", verdict, severity, "…", evidence=evidence, reason=missing)


def settings(**changes: object) -> ScoringSettings:
    return ScoringSettings.model_validate(SETTINGS.model_dump() | changes)


def test_a_card_of_passes_has_100_points_and_the_best_band() -> None:
    card = score([finding(Verdict.PASS), finding(Verdict.PASS, Severity.CRITICAL)], SETTINGS)
    assert (card.overall, card.band, card.coverage, card.reason) == (100, "excellent", 1.0, None)


def test_findings_weigh_by_severity() -> None:
    card = score([finding(Verdict.PASS, Severity.MAJOR), finding(Verdict.FAIL, Severity.MINOR)], SETTINGS)
    assert card.overall == 75  # 3 of 3 + 1


def test_a_norms_own_weight_replaces_its_severitys() -> None:
    findings = [finding(Verdict.PASS), finding(Verdict.FAIL, norm="names.used")]
    assert score(findings, settings(norm_weights={"names.used": 9})).overall == 25


def test_a_partial_pass_earns_its_share() -> None:
    assert score([finding(Verdict.PARTIAL)], SETTINGS).overall == 50
    assert score([finding(Verdict.PARTIAL)], settings(partial_credit=0.25)).overall == 25


@pytest.mark.parametrize("missing", [Verdict.NOT_APPLICABLE, Verdict.CANNOT_TELL])
def test_what_was_not_judged_is_not_in_the_denominator(missing: Verdict) -> None:
    assert score([finding(Verdict.PASS), finding(missing)], SETTINGS).overall == 100


def test_a_failed_critical_norm_caps_the_card_and_is_named() -> None:
    passes = [finding(Verdict.PASS) for _ in range(20)]
    card = score([*passes, finding(Verdict.FAIL, Severity.CRITICAL, "wording.no_rudeness")], SETTINGS)
    assert (card.overall, card.band, card.critical) == (50, "poor", ("wording.no_rudeness",))


def test_a_critical_norm_with_weight_zero_caps_nothing() -> None:
    failed = finding(Verdict.FAIL, Severity.CRITICAL, "wording.no_rudeness")
    card = score([finding(Verdict.PASS), failed], settings(norm_weights={"wording.no_rudeness": 0}))
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
    card = score(findings, settings(norm_weights={"a": 74.6, "b": 25.4}))
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
