"""The documents say what the program does."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

from callgrade.errors import ExitCode

DOCS = Path(__file__).parents[3] / "docs"


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_documents_are_up_to_date() -> None:
    for path, text in generator().documents().items():
        assert path.read_text(encoding="utf-8") == text, f"run python docs/generate.py: {path.name} is out of date"


def test_every_exit_code_is_documented_by_its_name() -> None:
    rows = re.findall(
        r"^\| (\d+) \| (\w+) \|", (DOCS / "reference" / "exit-codes.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert {(int(code), name) for code, name in rows} == {(code.value, code.name) for code in ExitCode}
