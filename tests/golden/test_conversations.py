"""Whole conversations with the verdicts a person would give, written before the phrases of the pack were chosen."""

from pathlib import Path

import pytest
from tests.support.conversations import FILES, conversation, judged, without_marks


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_conversation_gets_the_verdicts_a_person_gives(path: Path) -> None:
    language = path.parent.name
    data = conversation(path)

    findings = judged(language, data)

    verdicts = {norm: str(findings[norm].verdict) for norm in data["expected"]}
    assert verdicts == data["expected"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_casing_and_punctuation_are_not_needed(path: Path) -> None:
    language = path.parent.name
    data = conversation(path)

    findings = judged(language, without_marks(data))

    decided = {n: v for n, v in data["expected"].items() if v != "cannot_tell"}
    wrong = {n: str(findings[n].verdict) for n, v in decided.items() if findings[n].verdict not in (v, "cannot_tell")}
    assert not wrong


def test_there_are_conversations_in_every_direction_and_with_every_outcome() -> None:
    all_data = [conversation(path) for path in FILES]

    assert {data["record"]["direction"] for data in all_data} == {"in", "out"}
    assert {v for data in all_data for v in data["expected"].values()} >= {"pass", "fail", "not_applicable"}
