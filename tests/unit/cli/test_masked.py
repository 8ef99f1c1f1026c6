"""A password in an argument or in an error reaches no message, wherever it was written by mistake."""

import os
import subprocess
import sys

import pytest
from tests.unit.cli.conftest import Run

from callgrade.cli.masked import masked
from callgrade.errors import DEBUG, ExitCode

URLS = [
    "postgresql://u:secret@h/d",
    "postgresql://u:s%65cret@h/d",
    "postgres://u:some secret@h/d",
    "postgresql://u:some@secret@h/d",
    "mysql://u:secret@h/d",
    "postgresql://u@h/d?password=secret",
    "postgresql://u@h/d?sslpassword=a secret&sslmode=require",
    "postgresql://u@h/d?%70assword=secret",
    "postgresql://u@h/d?PASSWORD%3Dsecret",
    "host=h password = secret",
]


@pytest.mark.parametrize("url", URLS)
def test_masking_removes_only_the_password(url: str) -> None:
    shown = masked(f"The store {url} is busy")
    assert "secret" not in shown
    assert "s%65cret" not in shown
    assert "***" in shown
    assert shown.startswith("The store ")


@pytest.mark.parametrize(
    "text",
    [
        "callgrade: tcp://host:8786 does not answer.",
        "The store postgresql://u@h:5432/d?sslmode=require cannot be used.",
        "Put it into ~/.pgpass, as h:5432:d:u:PASSWORD, or into PGPASSWORD.",
        "The password is wrong.",
    ],
)
def test_a_text_without_a_password_stays_as_it_is(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    "before",
    [[], ["batch"], ["batch", ".", "--until"], ["analyze"], ["show", "--store"], ["export", "--out", ".", "--store"]],
)
@pytest.mark.parametrize("url", ["postgresql://u:secret@h/d?nonsense=1", "postgresql://h:x/d?password=secret"])
def test_no_command_shows_a_password_that_it_cannot_use(before: list[str], url: str, run: Run) -> None:
    result = run(*before, url)
    assert result.exit_code != ExitCode.OK
    assert "secret" not in result.output


@pytest.mark.parametrize("url", ["postgresql://u:secret@h:port/d", "postgresql://u@h:port/d?password=secret"])
def test_a_traceback_shows_no_password(url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "callgrade", "export", "--out", ".", "--store", url],
        env=os.environ | {DEBUG: "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == ExitCode.USAGE, done.stderr
    assert "Traceback" in done.stderr
    assert "secret" not in done.stderr


def test_a_password_on_the_command_line_is_warned_of_and_one_in_the_environment_is_not(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "postgresql://u:secret@127.0.0.1:1/d"
    assert "list of processes" in run("export", "--out", ".", "--store", url).stderr
    monkeypatch.setenv("CALLGRADE_STORE", url)
    assert "list of processes" not in run("export", "--out", ".").stderr
