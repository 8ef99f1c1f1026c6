"""Kind measure: a number against its limits, in the language's band, with the stretches it comes from."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError
from tests.support.norms import call, conversation, judge

from callgrade.model.finding import Verdict
from callgrade.model.gap import Gap
from callgrade.model.measurement import Basis, Measurement
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.span import Span
from callgrade.norms.kinds import KINDS
from callgrade.norms.outcome import Outcome

RATE = "rate.words_per_minute"
BAND: dict[str, Any] = {"role": "agent", "unit": "wpm", "bands": {"en": [110, 180], "zh": None}, "tolerance": 10}


def measured(
    name: str, value: float | None, unit: str, role: Role | None = Role.AGENT, reason: Reason | None = None,
    spans: tuple[Span, ...] = (),
) -> Measurement:  # fmt: skip
    return Measurement(name, role, value, unit, reason, Basis(spans=spans))


def judged(checks: Mapping[str, object], *items: Measurement, **record: object) -> Outcome:
    return judge(KINDS["measure"], call("agent: hello", *items, **record), checks=checks)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (110, Verdict.PASS), (150, Verdict.PASS), (180, Verdict.PASS), (181, Verdict.PARTIAL), (190, Verdict.PARTIAL),
        (191, Verdict.FAIL), (100, Verdict.PARTIAL), (99, Verdict.FAIL),
    ],
)  # fmt: skip
def test_inside_passes_within_the_tolerance_is_partial_beyond_fails(value: float, verdict: Verdict) -> None:
    outcome = judged({RATE: BAND}, measured(RATE, value, "wpm"))
    assert (outcome.verdict, outcome.value, outcome.unit) == (verdict, value, "wpm")


@pytest.mark.parametrize(("role", "reason"), [(Role.AGENT, Reason.BADLY_HEARD), (Role.CUSTOMER, None)])
def test_the_rate_of_somebody_who_was_badly_heard_is_not_judged(role: Role, reason: Reason | None) -> None:
    heard = conversation("agent: hello").with_gaps([Gap(Span(0.0, 9.0), Reason.BADLY_HEARD, role)])
    outcome = judge(KINDS["measure"], call(heard, measured(RATE, 150, "wpm")), checks={RATE: BAND})
    assert outcome.reason is reason


@pytest.mark.parametrize(("rings", "verdict"), [(1, "partial"), (2, "pass"), (3, "pass"), (4, "fail")])
def test_below_the_lower_limit_a_tolerance_of_its_own_may_hold(rings: float, verdict: str) -> None:
    check = {"ringing.rings": {"role": None, "unit": "count", "lower": 2, "upper": 3, "tolerance_below": 1}}
    assert judged(check, measured("ringing.rings", rings, "count", role=None)).verdict == verdict


def test_one_limit_is_enough() -> None:
    check = {"dead_air.longest": {"role": "agent", "unit": "s", "upper": 10, "tolerance": 5}}
    for value, verdict in ((0.0, Verdict.PASS), (12.0, Verdict.PARTIAL), (16.0, Verdict.FAIL)):
        assert judged(check, measured("dead_air.longest", value, "s")).verdict is verdict


def test_only_silences_that_are_too_long_are_shown() -> None:
    check = {"dead_air.longest": {"role": "agent", "unit": "s", "upper": 10, "tolerance": 5}}
    spans = (Span(1, 5), Span(20, 36), Span(50, 62))
    outcome = judged(check, measured("dead_air.longest", 16.0, "s", spans=spans))
    assert [(e.start_s, e.end_s) for e in outcome.evidence] == [(20, 36), (50, 62)]


def test_all_interruptions_are_shown() -> None:
    check = {"interruption.count": {"role": "agent", "unit": "count", "upper": 0}}
    spans = (Span(1, 2), Span(20, 21))
    assert len(judged(check, measured("interruption.count", 2.0, "count", spans=spans)).evidence) == 2


def test_the_other_partys_number_is_not_judged() -> None:
    assert judged({RATE: BAND}, measured(RATE, 150, "wpm", Role.CUSTOMER)).verdict is Verdict.CANNOT_TELL


def test_a_missing_value_gives_its_reason() -> None:
    outcome = judged({RATE: BAND}, measured(RATE, None, "wpm", reason=Reason.TOO_LITTLE_SPEECH))
    assert (outcome.verdict, outcome.reason) == (Verdict.CANNOT_TELL, Reason.TOO_LITTLE_SPEECH)


def test_a_measure_that_the_call_does_not_have_does_not_apply() -> None:
    check = {"hold.longest": {"role": None, "unit": "s", "upper": 120}}
    outcome = judged(check, measured("hold.longest", None, "s", None, Reason.NO_HOLD))
    assert (outcome.verdict, outcome.reason) == (Verdict.NOT_APPLICABLE, Reason.NO_HOLD)


def test_a_transcript_without_the_measure_is_not_judged() -> None:
    assert judged({RATE: BAND}).reason is Reason.NO_AUDIO


@pytest.mark.parametrize(
    ("language", "reason"), [("zh", Reason.NO_BAND), ("fr", Reason.NO_BAND), (None, Reason.NO_LANGUAGE)]
)
def test_a_language_without_limits_is_not_judged(language: str | None, reason: Reason) -> None:
    heard = replace(conversation("agent: hello"), language=language)
    outcome = judge(KINDS["measure"], call(heard, measured(RATE, 150, "wpm")), checks={RATE: BAND})
    assert outcome.reason is reason


def test_the_record_stands_in_for_the_sound() -> None:
    check = {"ringing.ring_to_answer": {"role": None, "unit": "s", "upper": 20, "record": "ring_to_answer_s"}}
    silent = measured("ringing.ring_to_answer", None, "s", None, Reason.NO_RINGING)
    assert judged(check, silent, ring_to_answer_s=12.0).verdict is Verdict.PASS
    assert judged(check, silent, ring_to_answer_s=32.0).verdict is Verdict.FAIL
    heard = measured("ringing.ring_to_answer", 8.0, "s", None)
    assert judged(check, heard, ring_to_answer_s=32.0).value == 8.0
    assert judged(check, silent).reason is Reason.NO_RINGING


class TestSeveralChecks:
    CHECKS = {  # noqa: RUF012
        "loudness.clipping": {"role": "agent", "unit": "per 10,000", "upper": 10},
        "loudness.difference": {"role": "agent", "unit": "dB", "lower": -10, "tolerance": 3, "optional": True},
    }

    def test_the_worst_of_several_checks_decides(self) -> None:
        clipping = measured("loudness.clipping", 3.0, "per 10,000")
        outcome = judged(self.CHECKS, clipping, measured("loudness.difference", -12.0, "dB"))
        assert (outcome.verdict, outcome.value, outcome.unit) == (Verdict.PARTIAL, -12.0, "dB")

    def test_an_optional_check_may_be_missing(self) -> None:
        assert judged(self.CHECKS, measured("loudness.clipping", 3.0, "per 10,000")).verdict is Verdict.PASS

    def test_a_missing_required_check_prevents_judging(self) -> None:
        assert judged(self.CHECKS, measured("loudness.difference", 0.0, "dB")).verdict is Verdict.CANNOT_TELL

    def test_a_failed_check_decides_although_another_is_missing(self) -> None:
        assert judged(self.CHECKS, measured("loudness.difference", -20.0, "dB")).verdict is Verdict.FAIL


@pytest.mark.parametrize(
    "checks",
    [
        {},
        {RATE: BAND | {"upper": 3}},
        {RATE: BAND | {"tolerance": -1}},
        {RATE: {"role": "agent", "unit": "wpm", "upper": float("nan")}},
        {RATE: BAND | {"role": "robot"}},
        {RATE: BAND | {"limit": 3}},
    ],
)
def test_parameters_that_make_no_sense_are_refused(checks: Mapping[str, object]) -> None:
    with pytest.raises(ValidationError):
        KINDS["measure"].parameters.model_validate({"checks": checks})
