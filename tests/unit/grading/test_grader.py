"""The order of the steps: calls in groups, in their order, none stopping another."""

from pathlib import Path

import pytest

from callgrade.config.load import load_settings
from callgrade.config.settings import Settings
from callgrade.errors import ModelError
from callgrade.export.json import to_json
from callgrade.grading.grader import Grader
from callgrade.grading.outcome import CallInput, GradingStep, Progress, Refused, Scored
from callgrade.grading.spec import GraderSpec
from callgrade.model.record import CallRecord

SAMPLES = Path(__file__).parents[3] / "sample_audio"
UNANSWERED, WRONG_NUMBER = SAMPLES / "08_unanswered.wav", SAMPLES / "10_wrong_number.ogg"
OTHER = SAMPLES / "02_telecom_bad.wav"
ABSENT = SAMPLES / "absent.wav"


def grader(**pipeline: float) -> Grader:
    settings = load_settings()
    data = settings.model_dump(mode="json")
    data["pipeline"] |= pipeline
    return GraderSpec(Settings.model_validate(data), model=None, profile="service", site=None).grader()


@pytest.fixture(scope="module")
def shipped() -> Grader:
    return grader()


def quiet(_: Progress) -> None:
    """Ignore the report."""


def card_of(outcome: object) -> str:
    assert isinstance(outcome, Scored)
    return to_json(outcome.card)


def test_outcomes_come_in_the_order_of_the_files(shipped: Grader) -> None:
    paths = [ABSENT, UNANSWERED, ABSENT, UNANSWERED]
    outcomes = list(shipped.grade(map(CallInput, paths), CallRecord(), quiet))
    assert [outcome.path for outcome in outcomes] == paths
    assert [type(outcome) for outcome in outcomes] == [Refused, Scored, Refused, Scored]


def test_a_call_gets_the_same_card_alone_and_beside_others(shipped: Grader) -> None:
    (alone,) = shipped.grade(map(CallInput, [WRONG_NUMBER]), CallRecord(), quiet)
    *_, together = shipped.grade(map(CallInput, [OTHER, WRONG_NUMBER]), CallRecord(), quiet)
    assert card_of(alone) == card_of(together)


@pytest.mark.parametrize("limits", [{"group_calls": 2}, {"group_audio_s": 20}, {"group_sound_mib": 0.5}])
def test_a_group_ends_when_it_has_enough_calls_or_audio(limits: dict[str, float]) -> None:
    stages: list[GradingStep] = []
    paths = [UNANSWERED] * 4
    list(grader(**limits).grade(map(CallInput, paths), CallRecord(), lambda step: stages.append(step.stage)))
    group = [GradingStep.OPEN] * 2 + [GradingStep.LISTEN] * 2 + [GradingStep.RECOGNISE] + [GradingStep.JUDGE] * 2
    assert [
        stage for i, stage in enumerate(stages) if stage is not GradingStep.RECOGNISE or stages[i - 1] != stage
    ] == group * 2


def test_missing_weights_are_reported_before_the_first_call(tmp_path: Path) -> None:
    without = GraderSpec(load_settings(), model=str(tmp_path), profile="service", site=None).grader()
    stages: list[GradingStep] = []
    with pytest.raises(ModelError):
        list(without.grade(map(CallInput, [UNANSWERED]), CallRecord(), lambda step: stages.append(step.stage)))
    assert GradingStep.LISTEN not in stages


def test_an_unknown_direction_is_assumed_by_the_profile_and_marked(shipped: Grader, transcript: Path) -> None:
    (outcome,) = shipped.grade(map(CallInput, [transcript]), CallRecord(), quiet)
    assert isinstance(outcome, Scored)
    assert outcome.card.record.sources["direction"] == "profile service"


def test_the_card_names_the_versions_that_made_it(shipped: Grader) -> None:
    (outcome,) = shipped.grade(map(CallInput, [UNANSWERED]), CallRecord(), quiet)
    assert isinstance(outcome, Scored)
    versions = outcome.card.versions
    assert versions.model == "base"
    assert (len(versions.norms), len(versions.config)) == (12, 12)


@pytest.fixture
def transcript(tmp_path: Path) -> Path:
    path = tmp_path / "call.json"
    path.write_text('{"turns": [{"role": "agent", "text": "Good morning."}]}', encoding="utf-8")
    return path
