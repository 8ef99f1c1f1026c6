"""The roles of a transcript's speakers: given by labels, left to the words, or unknown."""

import pytest

from callgrade.config.intake import IntakeSettings
from callgrade.intake.documents.speakers import Speakers, who_is_who
from callgrade.intake.documents.turns import WrittenTurn
from callgrade.model.conversation import Layout
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Direction, Role

AGENT, CUSTOMER, UNKNOWN, PROMPT = Role.AGENT, Role.CUSTOMER, Role.UNKNOWN, Role.PROMPT


def speakers(
    said: list[tuple[str | None, int]], intake: IntakeSettings, direction: Direction | None = None
) -> Speakers:
    """``said``: a label and how many words it says, turn by turn."""
    turns = [WrittenTurn(label, " ".join(["word"] * count), None, None, ()) for label, count in said]
    return who_is_who(turns, intake, CallRecord(direction=direction), {})


@pytest.mark.parametrize(
    ("direction", "roles"),
    [(None, [AGENT, CUSTOMER]), (Direction.INBOUND, [AGENT, CUSTOMER]), (Direction.OUTBOUND, [CUSTOMER, AGENT])],
)
def test_two_neutral_labels_are_treated_like_voices_on_one_channel(
    direction: Direction | None, roles: list[Role], intake: IntakeSettings
) -> None:
    found = speakers([("SPEAKER_01", 5), ("SPEAKER_00", 5)], intake, direction)
    assert [found.roles["SPEAKER_01"], found.roles["SPEAKER_00"]] == roles
    assert found.attribution is not None
    assert found.attribution.layout is Layout.TRANSCRIPT
    assert found.warnings == ()


def test_a_third_speaker_of_few_words_is_unknown(intake: IntakeSettings) -> None:
    found = speakers([("A", 40), ("C", 2), ("B", 40)], intake)
    assert [found.roles[label] for label in "ABC"] == [AGENT, CUSTOMER, UNKNOWN]
    assert found.warnings == ("transcript: it is not known who speaks as 'C'",)


def test_three_speakers_are_all_unknown(intake: IntakeSettings) -> None:
    found = speakers([("A", 40), ("B", 40), ("C", 40)], intake)
    assert {found.roles[label] for label in "ABC"} == {UNKNOWN}
    assert found.attribution is not None
    assert found.attribution.note is Reason.MORE_VOICES


def test_the_second_of_two_speakers_gets_the_other_role(intake: IntakeSettings) -> None:
    found = speakers([("Agent", 5), ("Supervisor", 5)], intake)
    assert found.roles["Supervisor"] is CUSTOMER
    assert found.warnings == (
        "transcript: speaker 'Supervisor' was taken for the customer: the other one is the agent",
    )


def test_a_machine_is_not_a_person(intake: IntakeSettings) -> None:
    found = speakers([("IVR", 9), ("Agent", 5)], intake)
    assert [found.roles["IVR"], found.roles["Agent"]] == [PROMPT, AGENT]
    found = speakers([("IVR", 9), ("A", 5), ("B", 5)], intake)
    assert [found.roles[label] for label in ("IVR", "A", "B")] == [PROMPT, AGENT, CUSTOMER]


@pytest.mark.parametrize("said", [[(None, 5)], [("SPEAKER_00", 5)], [("agent", 5), ("A", 5), ("B", 5)]])
def test_without_any_sign_of_roles_the_reason_is_about_roles(
    said: list[tuple[str | None, int]], intake: IntakeSettings
) -> None:
    found = speakers(said, intake)
    assert found.attribution is not None
    assert found.attribution.note is Reason.ROLES_NOT_TOLD


def test_a_part_without_speaker_beside_two_known_ones_is_unknown(intake: IntakeSettings) -> None:
    found = speakers([("agent", 5), ("customer", 5), (None, 5)], intake)
    assert (found.roles[None], found.attribution) == (UNKNOWN, None)
