"""Writes the documents that are made from the code: run it after changing a command, an option, the JSON or a norm.

``python docs/generate.py`` writes them. ``--check`` compares them with the files and exits 1 if one is out of date.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from callgrade.cli import main
from callgrade.config.folder import configs_folder
from callgrade.export.document import json_schema
from callgrade.export.table import Table
from callgrade.export.write import tables
from callgrade.model.reason import Reason
from callgrade.model.record import Direction
from callgrade.norms.pack.language import NormWords
from callgrade.norms.pack.load import Norm, Pack, load_pack, section_ids

DOCS = Path(__file__).parent
COLUMNS = 100

INTRODUCTION = """# The command line

Made by `python docs/generate.py` from the commands' own help; `callgrade COMMAND --help` shows the same.
What an exit code means stands in [exit-codes.md](exit-codes.md).
"""

NORMS = """# The norms

Made by `python docs/generate.py` from `configs/norms/` and the English words. What a norm looks for is in
`configs/words/`; `callgrade norms show ID` shows its limits, `callgrade norms explain FILE` why it decided as it did.
How to change them: [site packs](site-packs.md).

Sources are three articles on communicating with customers: NL (Dutch), NO (Norwegian), ZH (Chinese). A critical norm
that fails caps the card; a norm for information (info) is shown and weighs nothing. No norm judges what an agent feels.
"""
MISSING = """# Why a value or a verdict is missing

Made by `python docs/generate.py` from the program's own list. The sentence is for people and may be edited. The code is
for programs and never changes: `reason_code` in the JSON and in the tables, and what the store keeps.

| code | sentence |
|---|---|"""
MOST_EXAMPLES = 2
COLUMNS_BELOW = "<!-- columns -->\n"  # what stands above it in docs/reference/exports.md is written by hand


def documents() -> dict[Path, str]:
    """Every generated document with its text."""
    return {
        DOCS / "scorecard.schema.json": json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n",
        DOCS / "missing.md": "\n".join([MISSING, *missing()]) + "\n",
        DOCS / "norms.md": "\n".join([NORMS, *norms(load_pack(configs_folder(), "en", "service"))]),
        DOCS / "exports.md": exports((DOCS / "exports.md").read_text(encoding="utf-8")),
        DOCS / "command-line.md": "\n".join([INTRODUCTION, *helps(main, "callgrade", None)]),
    }


def missing() -> Iterator[str]:
    """A row a reason."""
    return (f"| `{reason.value}` | {reason.text} |" for reason in Reason)


def exports(page: str) -> str:
    """``page`` with the columns of every table of an export."""
    above = page.partition(COLUMNS_BELOW)[0]
    return "\n".join([above + COLUMNS_BELOW, *map(columns, tables(section_ids(configs_folder())))])


def columns(table: Table[object]) -> str:
    """One table: what a row is, and what stands in it."""
    rows = (f"| `{one.name}` | {one.kind} | {one.unit} | {one.meaning} |" for one in table.headings)
    head = f"### {table.name}\n\n{table.meaning[0].upper()}{table.meaning[1:]}.\n"
    names = "| column | type | unit | meaning |\n|---|---|---|---|"
    return "\n".join([head, names, *rows]) + "\n"


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


def norms(pack: Pack) -> Iterator[str]:
    """Every norm of ``pack``, by section, as Markdown."""
    for section, title in pack.sections.items():
        yield f"## {title}\n"
        for norm in (*pack.norms, *pack.left_out):
            if norm.section == section:
                words = pack.language.norms.get(norm.id, NormWords()) if pack.language else NormWords()
                yield "\n".join(entry(norm, words))


def entry(norm: Norm, words: NormWords) -> Iterator[str]:
    """One norm: what, why, where from, how to pass, examples."""
    calls = "all calls" if len(norm.directions) == len(Direction) else f"calls {next(iter(norm.directions)).value}"
    only = f" · only in the profile {', '.join(norm.profiles)}" if norm.profiles else ""
    yield f"### `{norm.id}`\n"
    yield f"**{norm.title}.** {norm.why}\n"
    yield f"- expected: {norm.expected}"
    yield f"- {norm.severity} · {calls} · source {', '.join(norm.sources)}{only}"
    yield f"- how to pass: {words.advice}\n"
    for group, heading in (("fires", "found"), ("silent", "not found")):
        shown = [text for one in getattr(words.examples, group) if (text := dialogue(one))][:MOST_EXAMPLES]
        if shown:
            yield f"The words are {heading} in:\n\n```text\n" + "\n\n".join(shown) + "\n```\n"


def dialogue(example: object) -> str:
    """The lines of an example, to be shown."""
    said = example if isinstance(example, str) else getattr(example, "dialogue", "")
    return said.strip()


def out_of_date() -> list[str]:
    """The names of the generated documents whose file holds another text."""
    return [path.name for path, text in documents().items() if path.read_text(encoding="utf-8") != text]


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        if stale := out_of_date():
            sys.exit(f"Out of date: {', '.join(stale)}. Run python docs/generate.py.")
    else:
        for path, text in documents().items():
            path.write_text(text, encoding="utf-8")
