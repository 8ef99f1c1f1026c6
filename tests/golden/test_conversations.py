"""Whole conversations with the verdicts a person would give, written before the phrases of the pack were chosen."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from callgrade.config.folder import configs_folder
from callgrade.model.finding import Finding
from callgrade.model.record import Direction
from callgrade.norms.dialogue import read_dialogue
from callgrade.norms.evaluate import evaluate
from callgrade.norms.pack import Pack, load_pack
from callgrade.norms.schema import Example

FOLDER = Path(__file__).parent / "conversations"
FILES = sorted(FOLDER.glob("*/*.yaml"))


def conversation(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


def example(data: dict[str, Any]) -> Example:
    record = {key: str(value) for key, value in data["record"].items()}
    if "started" in record:
        record["started"] = datetime.fromisoformat(record["started"]).isoformat()
    return Example.model_validate({"record": record, "dialogue": data["dialogue"]})


@cache
def pack_of(language: str, profile: str) -> Pack:
    return load_pack(configs_folder(), language, profile)


def judged(language: str, data: dict[str, Any]) -> dict[str, Finding]:
    pack = pack_of(language, data.get("profile", "service"))
    call = read_dialogue(example(data), language, Direction.INBOUND)
    return {found.norm: found for found in evaluate(pack, call.conversation, call.measurements, call.record)}


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
    bare = data | {"dialogue": "".join(c for c in data["dialogue"].lower() if c.isalnum() or c in " :'\n")}

    findings = judged(language, bare)

    decided = {n: v for n, v in data["expected"].items() if v != "cannot_tell"}
    wrong = {n: str(findings[n].verdict) for n, v in decided.items() if findings[n].verdict not in (v, "cannot_tell")}
    assert not wrong


def test_there_are_conversations_in_every_direction_and_with_every_outcome() -> None:
    all_data = [conversation(path) for path in FILES]

    assert {data["record"]["direction"] for data in all_data} == {"in", "out"}
    assert {v for data in all_data for v in data["expected"].values()} >= {"pass", "fail", "not_applicable"}
