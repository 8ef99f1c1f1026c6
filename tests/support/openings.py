"""Openings of calls with the verdicts of a reader, in tables beside the tests of names.

A block is one opening: an optional line ``# out; customer=…`` about the call record, the turns of the agent (``a:``)
and the customer (``c:``), and ``=>`` with the norms and the verdicts that are right for each. ``~`` before a norm: what
callgrade does not reach yet.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from callgrade.config.folder import configs_folder
from callgrade.model.record import Direction
from callgrade.norms.evaluate import finding_of
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.load import load_pack
from callgrade.norms.pack.norm import Pack
from callgrade.norms.pack.word_files import Example, ExampleRecord
from callgrade.norms.preparation import prepare_call

NORMS = {
    "asked": "names.asked",
    "used": "names.used",
    "right": "names.right",
    "company": "greeting.company",
    "agent": "greeting.agent_name",
}
VERDICTS = {"+": "pass", "-": "fail", "?": "cannot_tell", "0": "not_applicable"}
_SPEAKERS = {"a": "agent", "c": "customer"}


@dataclass(frozen=True)
class Opening:
    """One opening; ``right``: norm → the verdicts that are right; ``missed``: the norms that are not reached yet."""

    language: str
    direction: str
    record: dict[str, str]
    dialogue: str
    right: dict[str, frozenset[str]]
    missed: frozenset[str]


def openings(path: Path) -> Iterator[Opening]:
    """The openings in a table of the language that its file is named after."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.splitlines()
        facts = lines.pop(0).removeprefix("#").split(";") if lines[0].startswith("#") else []
        record = dict(fact.strip().split("=") for fact in facts if "=" in fact)
        texts = lines.pop().removeprefix("=>").split()
        right = dict(_verdict(text.removeprefix("~")) for text in texts)
        missed = frozenset(_verdict(text[1:])[0] for text in texts if text.startswith("~"))
        said = "\n".join(f"{_SPEAKERS[line[0]]}{line[1:]}" for line in lines)
        yield Opening(path.stem, "out" if "out" in map(str.strip, facts) else "in", record, said, right, missed)


def _verdict(text: str) -> tuple[str, frozenset[str]]:
    name = text.rstrip("".join(VERDICTS))
    return NORMS[name], frozenset(VERDICTS[sign] for sign in text[len(name) :])


@cache
def _pack(language: str, profile: str = "service") -> Pack:
    return load_pack(configs_folder(), language, profile)


def verdicts(opening: Opening) -> dict[str, str]:
    """Norm → what callgrade decides."""
    pack = _pack(opening.language)
    record = ExampleRecord.model_validate(opening.record)
    example = Example(dialogue=opening.dialogue, record=record)
    heard = read_dialogue(example, opening.language, Direction(opening.direction))
    call = prepare_call(pack, heard.conversation, heard.record)
    return {norm.id: str(finding_of(norm, pack, call).verdict) for norm in pack.norms if norm.id in opening.right}
