"""``callgrade completion``: scripts by which shells complete the command line."""

import shutil
import subprocess
from pathlib import Path

import pytest
from click.shell_completion import BashComplete
from tests.unit.cli.conftest import Run

from callgrade.cli import main
from callgrade.cli.commands.completion import SHELLS


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_one_that_its_shell_reads(shell: str, run: Run, tmp_path: Path) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    script = tmp_path / "script"
    script.write_text(result.stdout, encoding="utf-8")
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"there is no {shell} here")
    subprocess.run([program, "-n", script], check=True)


@pytest.mark.parametrize(
    ("words", "begun", "completed"),
    [([], "ana", "analyze"), (["calls"], "--sta", "--state"), (["analyze", "--format"], "js", "json")],
)
def test_commands_options_and_values_are_completed(words: list[str], begun: str, completed: str) -> None:
    shell = BashComplete(main, {}, "callgrade", "_CALLGRADE_COMPLETE")
    assert completed in [item.value for item in shell.get_completions(words, begun)]
