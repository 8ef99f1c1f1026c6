"""The documents say what the program does."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

from callgrade.cli import main
from callgrade.errors import ExitCode

DOCS = Path(__file__).parents[3] / "docs"


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def all_commands(command: click.Command, parent: click.Context | None = None) -> Iterator[click.Context]:
    """The contexts of all commands below ``command``.

    With their settings: click keeps the help option that is made first, and other tests read its names.
    """
    name = command.name if parent else "callgrade"
    context = click.Context(command, info_name=name, parent=parent, **command.context_settings)
    if parent:
        yield context
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from all_commands(below, context)


def test_generated_documents_are_up_to_date() -> None:
    for path, text in generator().documents().items():
        assert path.read_text(encoding="utf-8") == text, f"run python docs/generate.py: {path.name} is out of date"


def test_every_exit_code_is_documented_by_its_name() -> None:
    rows = re.findall(
        r"^\| (\d+) \| (\w+) \|", (DOCS / "reference" / "exit-codes.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert {(int(code), name) for code, name in rows} == {(code.value, code.name) for code in ExitCode}


def test_the_manual_page_has_every_command_and_every_option() -> None:
    page = (DOCS / "reference" / "callgrade.1").read_text(encoding="utf-8").replace("\\-", "-")
    for command in all_commands(main):
        assert f".SH {command.command_path.upper()}\n" in page
        for option in command.command.params:
            assert all(name in page for name in option.opts if name.startswith("-"))


@pytest.mark.skipif(not shutil.which("groff"), reason="needs groff")
def test_the_manual_page_is_one_that_groff_reads_without_a_warning() -> None:
    asked = ["groff", "-man", "-ww", "-z", "-Tutf8", "-K", "utf8", str(DOCS / "reference" / "callgrade.1")]
    assert subprocess.run(asked, capture_output=True, text=True, check=True).stderr == ""
