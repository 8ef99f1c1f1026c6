"""The help: every command is in a group and has three examples that the command line takes."""

import shlex
from pathlib import Path

import click
import pytest

from callgrade.cli import main
from callgrade.cli.command_groups import COMMAND_GROUPS
from callgrade.cli.examples import EXAMPLES

PROGRAM = click.Context(main, info_name="callgrade", **main.context_settings)


def test_every_command_is_in_one_group() -> None:
    assert sorted(name for names in COMMAND_GROUPS.values() for name in names) == sorted(main.commands)


@pytest.mark.parametrize("name", main.commands)
def test_a_command_has_three_examples(name: str) -> None:
    assert len(EXAMPLES[name]) == 3
    with click.Context(main.commands[name], parent=PROGRAM) as ctx:
        assert EXAMPLES[name][0] in main.commands[name].get_help(ctx)


@pytest.mark.parametrize("example", [line for lines in EXAMPLES.values() for line in lines])
def test_an_example_is_a_command_line_that_is_understood(example: str, tmp_path: Path) -> None:
    site = tmp_path / "callgrade.yaml"
    site.write_text("defaults: {recordings: calls, store: calls.db}\n", encoding="utf-8")
    program, name, *arguments = shlex.split(example.replace("/etc/callgrade.yaml", str(site)))
    command: click.Command = main.commands[name]
    if isinstance(command, click.Group):
        command, arguments = command.commands[arguments[0]], arguments[1:]
    command.make_context(name, arguments, parent=PROGRAM)
    assert program == "callgrade"
