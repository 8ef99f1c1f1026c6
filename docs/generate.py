"""Writes the documents that are made from the code: run it after changing a command, an option or the JSON.

``python docs/generate.py`` writes them; a test compares them with what stands here.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from callgrade.cli import main
from callgrade.export.document import json_schema

DOCS = Path(__file__).parent
COLUMNS = 100

INTRODUCTION = """# The command line

Made by `python docs/generate.py` from the commands' own help; `callgrade COMMAND --help` shows the same.
What an exit code means stands in [exit-codes.md](exit-codes.md).
"""


def documents() -> dict[Path, str]:
    """Every generated document with its text."""
    return {
        DOCS / "scorecard.schema.json": json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n",
        DOCS / "command-line.md": "\n".join([INTRODUCTION, *helps(main, "callgrade", None)]),
    }


def helps(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    """The help of ``command`` and of all below it, as Markdown."""
    context = click.Context(
        command,
        info_name=name,
        parent=parent,
        terminal_width=COLUMNS,
        max_content_width=COLUMNS,
        **command.context_settings,
    )
    yield f"## `{context.command_path}`\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            if found:
                yield from helps(found, below, context)


if __name__ == "__main__":
    for path, text in documents().items():
        path.write_text(text, encoding="utf-8")
