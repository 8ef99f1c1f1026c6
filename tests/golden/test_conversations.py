"""Whole conversations with the verdicts a person would give, written before the phrases of the pack were chosen."""

from pathlib import Path

import pytest
from tests.support.conversations import FILES, conversation, judged, without_marks


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_conversation_gets_the_verdicts_that_a_person_gave(path: Path) -> None:
    language = path.parent.name
    data = conversation(path)

    findings = judged(language, data)

    verdicts = {norm: str(findings[norm].verdict) for norm in data["expected"]}
    assert verdicts == data["expected"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_verdicts_do_not_need_casing_or_punctuation(path: Path) -> None:
    language = path.parent.name
    data = conversation(path)

    findings = judged(language, without_marks(data))

    decided = {n: v for n, v in data["expected"].items() if v != "cannot_tell"}
    wrong = {n: str(findings[n].verdict) for n, v in decided.items() if findings[n].verdict not in (v, "cannot_tell")}
    assert not wrong


def test_the_conversations_cover_every_direction_and_outcome() -> None:
    all_data = [conversation(path) for path in FILES]

    assert {data["record"]["direction"] for data in all_data} == {"in", "out"}
    assert {v for data in all_data for v in data["expected"].values()} >= {"pass", "fail", "not_applicable"}
