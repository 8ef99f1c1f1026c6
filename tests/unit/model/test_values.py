"""Values of the model refuse to exist without what makes them checkable."""

import pytest

from callgrade.model.finding import Finding, Severity, Verdict
from callgrade.model.measurement import Measurement, Measurements
from callgrade.model.reason import Reason
from callgrade.model.record import Role


def finding(verdict: Verdict, *, value: float | None = None, reason: Reason | None = None) -> Finding:
    return Finding("x.y", "x", "X", verdict, Severity.MAJOR, "something", value=value, reason=reason)


@pytest.mark.parametrize("verdict", [Verdict.PASS, Verdict.PARTIAL, Verdict.FAIL])
def test_a_judgement_needs_evidence_or_a_value(verdict: Verdict) -> None:
    with pytest.raises(ValueError, match="without evidence"):
        finding(verdict)
    assert finding(verdict, value=1.0).verdict.judged


@pytest.mark.parametrize("verdict", [Verdict.NOT_APPLICABLE, Verdict.CANNOT_TELL])
def test_no_judgement_needs_a_reason(verdict: Verdict) -> None:
    with pytest.raises(ValueError, match="without a reason"):
        finding(verdict)
    assert not finding(verdict, reason=Reason.NO_AUDIO).verdict.judged


@pytest.mark.parametrize(("value", "reason"), [(None, None), (0.0, Reason.NO_SPEECH), (float("nan"), None)])
def test_a_measurement_is_a_finite_number_or_a_reason(value: float | None, reason: Reason | None) -> None:
    with pytest.raises(ValueError, match="rate"):
        Measurement("rate", None, value, "s", reason)


def test_measurements_are_found_by_name_and_role() -> None:
    agent = Measurement("talk.share", Role.AGENT, 0.5, "share")
    assert Measurements((agent,)).get("talk.share", Role.AGENT) is agent
    assert Measurements((agent,)).get("talk.share", Role.CUSTOMER) is None


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_in_a_message_is_its_sentence(reason: Reason) -> None:
    assert f"{reason}" == str(reason) == reason.text
