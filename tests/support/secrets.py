"""Dialogues with secrets in braces (``spoken_secrets.yaml``), and how much of them is readable after redaction."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from tests.support.redacting import redacted

_FILE = Path(__file__).with_name("spoken_secrets.yaml")
_WORD = re.compile(r"[\w'’-]+")
ORDINARY = "ordinary"


@dataclass(frozen=True)
class Secret:
    """One dialogue. ``looked_at``: while the rules were made."""

    language: str
    kind: str
    dialogue: str
    looked_at: bool

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
    for language, kinds in yaml.safe_load(_FILE.read_text(encoding="utf-8")).items():
        for kind, lines in kinds.items():
            for place, dialogue in enumerate(lines.splitlines()):
                yield Secret(language, kind, dialogue, place % 2 == 0)
