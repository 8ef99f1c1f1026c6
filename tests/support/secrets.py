"""Dialogues with secrets in braces (``spoken_secrets*.yaml``), and how much of them is readable after redaction."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from tests.support.redacting import redacted

from callgrade.model.record import Role

PARTS = ("", "_later", "_everyday", "_indirect", "_hard", "_natural", "_scenes")
FILES = tuple(Path(__file__).with_name(f"spoken_secrets{part}.yaml") for part in PARTS)
_WORD = re.compile(r"[\w'’-]+")
ORDINARY = "ordinary"
_CUSTOMER = "customer: "


@dataclass(frozen=True)
class Secret:
    """One dialogue."""

    language: str
    kind: str
    dialogue: str
    first: Role = Role.AGENT

    @property
    def said(self) -> str:
        return re.sub("[{}]", "", self.dialogue)

    def stays_whole(self) -> bool:
        return self.shown() == self.said

    def shown(self) -> str:
        return redacted(self.said, self.language, first=self.first)

    def is_readable(self) -> bool:
        """Whether more than a quarter of the secret's words is left, and more than one."""
        shown = Counter(_WORD.findall(self.shown()))
        words = [word for part in re.findall(r"{([^}]*)}", self.dialogue) for word in _WORD.findall(part)]
        left = sum((Counter(words) & shown).values())
        return left > max(1, len(words) // 4) or left == len(words)


def secrets() -> Iterator[Secret]:
    for file in FILES:
        yield from _read(file)


def _read(file: Path) -> Iterator[Secret]:
    for language, kinds in yaml.safe_load(file.read_text(encoding="utf-8")).items():
        for kind, lines in kinds.items():
            for dialogue in lines.splitlines():
                first = Role.CUSTOMER if dialogue.startswith(_CUSTOMER) else Role.AGENT
                yield Secret(language, kind, dialogue.removeprefix(_CUSTOMER), first)
