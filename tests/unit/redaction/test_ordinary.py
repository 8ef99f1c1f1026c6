"""Ordinary calls keep their numbers: passages written for it, the golden conversations, the shared scripts."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from tests.support import conversations
from tests.support.redacting import conversation, settings, words

from callgrade.model.conversation import Conversation
from callgrade.model.record import Direction
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.redaction import redact

PASSAGES = Path(__file__).parents[2] / "support" / "ordinary_numbers.yaml"
MOST_LOST = 0.01
"""Share of ordinary passages that may lose a number."""
GOLDEN_CODES = {"telecom_scripted.yaml"}
"""The customer tells a password there."""


def passages(*, language_known: bool) -> Iterator[Conversation]:
    for language, dialogues in yaml.safe_load(PASSAGES.read_text(encoding="utf-8")).items():
        yield from (conversation(dialogue, language if language_known else None) for dialogue in dialogues)


@pytest.mark.parametrize("language_known", [True, False])
def test_numbers_of_ordinary_calls_stay(language_known: bool) -> None:
    said = list(passages(language_known=language_known))
    assert len(said) > 200
    lost = [one.turns[0].text for one in said if redact(one, words(), settings())[1]]
    assert len(lost) <= MOST_LOST * len(said), lost


@pytest.mark.parametrize("path", conversations.FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_is_redacted_in_golden_conversations(path: Path) -> None:
    example = conversations.example(conversations.conversation(path))
    said = read_dialogue(example, path.parent.name, Direction.INBOUND).conversation
    for one in (said, replace(said, language=None)):
        found = redact(one, words(), settings())
        assert found == (one, ()) or (path.name in GOLDEN_CODES and found[1][0].kind == "card code")


@pytest.mark.shared
def test_nothing_is_redacted_in_shared_scripts(shared_calls: Path) -> None:
    scripts = sorted((shared_calls / "scripted").glob("*.vcon.json"))
    assert scripts
    for script in scripts:
        vcon = json.loads(script.read_text(encoding="utf-8"))
        said = [
            turn["message"]
            for analysis in vcon["analysis"]
            if analysis["type"] == "transcript"
            for turn in analysis["body"]
        ]
        one = conversation(" / ".join(said))
        assert redact(one, words(), settings()) == (one, ()), script.name
