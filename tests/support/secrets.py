"""Dialogues with secrets in braces (``spoken_secrets*.yaml``), and how much of them is readable after redaction."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from tests.support.redacting import redacted

FILES = tuple(Path(__file__).with_name(f"spoken_secrets{part}.yaml") for part in ("", "_later"))
_WORD = re.compile(r"[\w'’-]+")
ORDINARY = "ordinary"


@dataclass(frozen=True)
class Secret:
    """One dialogue."""

    language: str
    kind: str
    dialogue: str

    @property
    def said(self) -> str:
        return re.sub("[{}]", "", self.dialogue)

    def stays_whole(self) -> bool:
        return redacted(self.said, self.language) == self.said

    def is_readable(self) -> bool:
        """Whether more than a quarter of the secret's words is left, and more than one."""
        shown = Counter(_WORD.findall(redacted(self.said, self.language)))
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
                yield Secret(language, kind, dialogue)
