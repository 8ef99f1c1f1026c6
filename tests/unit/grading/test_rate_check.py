"""A recording under a header with another sample rate is not judged, and the card says so."""

from pathlib import Path

import pytest
import soundfile
from tests.support.sample_calls import sample_call

from callgrade.config.load import load_settings
from callgrade.grading.grader import Grader
from callgrade.grading.outcome import CallInput, Scored
from callgrade.grading.spec import GraderSpec
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Role
from callgrade.model.recording import Recording
from callgrade.model.scorecard import Scorecard

FIRST_S = 40
CALL = sample_call("01_insurance_good.wav").recording
ENGLISH = CallRecord(language="en")


@pytest.fixture(scope="module")
def grader() -> Grader:
    return GraderSpec(load_settings(), model=None, profile="service", site=None).grader()


def card(grader: Grader, folder: Path, recording: Recording, header_hz: int) -> Scorecard:
    """The card of the first seconds of ``recording`` under a header with ``header_hz``."""
    path, stop = folder / "call.wav", FIRST_S * recording.sample_rate_hz
    sound = [channel[:stop] for channel in recording.channels]
    soundfile.write(path, list(zip(*sound, strict=True)), header_hz, subtype="PCM_16")
    (outcome,) = grader.grade([CallInput(path)], ENGLISH, lambda _: None)
    assert isinstance(outcome, Scored)
    return outcome.card


@pytest.mark.parametrize("header_hz", [16000, 11025])
def test_a_call_that_plays_too_fast_is_not_judged(header_hz: int, grader: Grader, tmp_path: Path) -> None:
    found = card(grader, tmp_path, CALL, header_hz)
    assert found.score.overall is None
    applicable = [one for one in found.findings if one.verdict is not Verdict.NOT_APPLICABLE]
    assert {(one.verdict, one.reason) for one in applicable} == {(Verdict.CANNOT_TELL, Reason.WRONG_RATE)}
    told = f"rate: the file says {header_hz} Hz, but the recording seems to have been made at 8000 Hz"
    assert {told, f"call: {Reason.WRONG_RATE.text}"} <= set(found.warnings)
    for name in ("rate.articulation_rate", "pitch.median"):
        measured = found.measurements.get(name, Role.AGENT)
        assert measured is not None
        assert (measured.value, measured.reason) == (None, Reason.WRONG_RATE)


def test_a_call_at_its_own_rate_is_judged(grader: Grader, tmp_path: Path) -> None:
    found = card(grader, tmp_path, CALL, CALL.sample_rate_hz)
    assert not any(Reason.WRONG_RATE.text in warning for warning in found.warnings)
    assert any(one.verdict is Verdict.PASS for one in found.findings)
