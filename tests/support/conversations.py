"""Whole conversations with the verdicts a person gives: read and judged, for the golden tests and the benchmark."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from callgrade.config.folder import configs_folder
from callgrade.model.finding import Finding
from callgrade.model.record import Direction
from callgrade.norms.evaluate import evaluate
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.load import load_pack
from callgrade.norms.pack.norm import Pack
from callgrade.norms.pack.word_files import Example
from callgrade.norms.preparation import prepare_call

FOLDER = Path(__file__).parents[1] / "golden" / "conversations"
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
    return {
        found.norm: found
        for found in evaluate(pack, prepare_call(pack, call.conversation, call.record, call.measurements))
    }


def without_marks(data: dict[str, Any]) -> dict[str, Any]:
    """The same conversation as a recogniser may write it: lower case, no punctuation."""
    return data | {"dialogue": "".join(c for c in data["dialogue"].lower() if c.isalnum() or c in " :'\n")}
