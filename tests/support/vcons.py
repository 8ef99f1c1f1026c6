"""The JSON Schema of the vCons that callgrade writes, to hold them against."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "vcon.schema.json"


@cache
def _validator() -> Any:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def faults(vcon: Any) -> list[str]:
    """What is wrong with ``vcon``, each with its place."""
    return [f"{error.json_path}: {error.message:.200}" for error in _validator().iter_errors(vcon)]
