"""Write the pages that are made from the code: run it after changing a command, an option, the JSON, a norm or a knob.

``python docs/generate.py`` writes them. ``--check`` compares them with the files and exits 1 if one is out of date.
"""

import json
import os
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import click
from man_page import man_page

from callgrade.cli import main
from callgrade.config.folder import configs_folder
from callgrade.export.document import json_schema
from callgrade.export.table import Table
from callgrade.export.write import tables
from callgrade.model.reason import Reason
from callgrade.model.record import Direction
from callgrade.norms.pack.language import NormWords
from callgrade.norms.pack.load import load_pack, section_ids
from callgrade.norms.pack.norm import Norm, Pack

DOCS = Path(__file__).parent
ROOT = DOCS.parent
REFERENCE = DOCS / "reference"
COLUMNS = 100
WIDTH = 120

INTRODUCTION = """# The command line

Made by `python docs/generate.py` from the commands' own help; `callgrade COMMAND --help` shows the same.
[Exit codes](exit-codes.md) says what each exit code means.
"""

NORMS = """# The norms

Made by `python docs/generate.py` from `configs/norms/` and the English words. What a norm looks for is in
`configs/words/`; `callgrade norms show ID` shows its limits, `callgrade norms explain FILE` why it decided as it did.
[Your own norms](../how-to/own-norms.md) says how to change them.

The sources are three articles on communicating with customers: NL (Dutch), NO (Norwegian), ZH (Chinese). If a critical
norm fails, the score is capped; a norm for information (info) is shown and has no weight. No norm judges what an agent
feels.
"""
MISSING = """# Why a value or a verdict is missing

Made by `python docs/generate.py` from the program's own list. The sentence is for people and may be edited. The code is
for programs and never changes: `reason_code` in the JSON and in the tables, and what the store keeps.

| code | sentence |
|---|---|"""
CONFIGURATION = """# The configuration

Made by `python docs/generate.py` from `configs/callgrade.yaml`, which is the only place of every knob. Write a file of
your own that names only what differs, and give it with `--config FILE`:

```yaml
# office.yaml
intake:
  time_zone: Europe/Oslo
```

The comments give the unit and the source of each value: `[lit]` published, `[meas]` measured on sample recordings,
`[conv]` convention. An unknown key is an error with file, line and column.
"""
MOST_EXAMPLES = 2
COLUMNS_BELOW = "<!-- columns -->\n"  # the text above it in docs/reference/exports.md is written by hand
LINK = re.compile(r"\]\((?!https?:|#)([^)]+)\)")


def documents() -> dict[Path, str]:
    """Every generated document with its text."""
    return {
        REFERENCE / "scorecard.schema.json": json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n",
        REFERENCE / "missing.md": "\n".join([MISSING, *missing()]) + "\n",
        REFERENCE / "norms.md": "\n".join([NORMS, *norms(load_pack(configs_folder(), "en", "service"))]),
        REFERENCE / "exports.md": exports((REFERENCE / "exports.md").read_text(encoding="utf-8")),
        REFERENCE / "command-line.md": "\n".join([INTRODUCTION, *helps(main, "callgrade", None)]),
        REFERENCE / "callgrade.1": man_page(main),
        REFERENCE / "configuration.md": "\n".join([CONFIGURATION, *knobs(configs_folder() / "callgrade.yaml")]),
        DOCS / "explanation" / "privacy.md": project_page(ROOT / "PRIVACY.md", DOCS / "explanation"),
        DOCS / "contributing.md": project_page(ROOT / "CONTRIBUTING.md", DOCS),
    }


def knobs(path: Path) -> Iterator[str]:
    """The sections of the configuration with their comments, a heading each."""
    sections = re.split(r"^(?=\w+:)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return (f"## {text.partition(':')[0]}\n\n```yaml\n{text.rstrip()}\n```\n" for text in sections)


def project_page(source: Path, folder: Path) -> str:
    """A page of the project's top folder as a page of the site in ``folder``, its links turned round to match."""

    def turned(link: re.Match[str]) -> str:
        return f"]({os.path.relpath(source.parent / link[1], folder)})"

    text = LINK.sub(turned, source.read_text(encoding="utf-8"))
    return f"<!-- Made by `python docs/generate.py` from {source.name}. -->\n\n{text}"


def missing() -> Iterator[str]:
    """One row for each reason."""
    return (f"| `{reason.value}` | {reason.text} |" for reason in Reason)


def exports(page: str) -> str:
    """``page`` with the columns of every table of an export."""
    above = page.partition(COLUMNS_BELOW)[0]
    return "\n".join([above + COLUMNS_BELOW, *map(columns, tables(section_ids(configs_folder())))])


def columns(table: Table[object]) -> str:
    """One table: what a row is, and its columns."""
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
                yield "\n".join(entry(norm, pack.words_of(norm)))


def entry(norm: Norm, words: NormWords) -> Iterator[str]:
    """One norm: what, why, where from, how to pass, examples."""
    calls = "all calls" if len(norm.directions) == len(Direction) else f"calls {next(iter(norm.directions)).value}"
    only = f" · only in the profile {', '.join(norm.profiles)}" if norm.profiles else ""
    yield f"### `{norm.id}`\n"
    yield wrapped(f"**{norm.title}.** {norm.why}\n")
    yield wrapped(f"- expected: {norm.expected}")
    yield f"- {norm.severity} · {norm.effect} · {calls} · source {', '.join(norm.sources)}{only}"
    yield wrapped(f"- how to pass: {words.advice}\n")
    for group, heading in (("fires", "found"), ("silent", "not found")):
        shown = [text for one in getattr(words.examples, group) if (text := dialogue(one))][:MOST_EXAMPLES]
        if shown:
            yield f"The words are {heading} in:\n\n```text\n" + "\n\n".join(shown) + "\n```\n"


def wrapped(text: str) -> str:
    """``text`` in lines of a page; what follows the first line of a list item is indented."""
    indent = "  " if text.startswith("- ") else ""
    lines = textwrap.wrap(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines) + "\n" * text.count("\n")


def dialogue(example: object) -> str:
    """The lines of an example."""
    said = example if isinstance(example, str) else getattr(example, "dialogue", "")
    return said.strip()


def out_of_date() -> list[str]:
    """The names of the generated pages whose file is missing or has another text."""
    return [
        path.name for path, text in documents().items() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        if stale := out_of_date():
            sys.exit(f"Out of date: {', '.join(stale)}. Run python docs/generate.py.")
    else:
        for path, text in documents().items():
            path.write_text(text, encoding="utf-8")
