"""A command line to call, and calls to give it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests import scorecards
from tests.support.in_process import InProcess

from callgrade.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``callgrade`` with these arguments; ``analyze`` works in this process."""
    monkeypatch.setattr("callgrade.grading.in_worker.Pool", InProcess)

    def invoke(*arguments: object, env: dict[str, str] | None = None, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], env=env, input=stdin)

    return invoke


@pytest.fixture
def transcript(tmp_path: Path) -> Path:
    """A call that was written down, with times."""
    path = tmp_path / "in" / "garage.json"
    path.parent.mkdir()
    turns = [{"role": role, "start_s": start, "end_s": end, "text": text} for role, start, end, text in scorecards.SAID]
    path.write_text(json.dumps({"language": "en", "turns": turns}), encoding="utf-8")
    return path
