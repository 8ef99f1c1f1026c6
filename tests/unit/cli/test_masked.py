"""A password in an argument or in an error reaches no message, wherever it was written by mistake."""

import os
import subprocess
import sys

import pytest
from tests.unit.cli.conftest import Run

from callgrade.database_address import masked
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
    "postgresql:/u:secret@h/d",
    "postgresql:u:secret@h/d",
    "/data/postgresql:/u:secret@h/d",
    "postgresql%3A//u:secret@h/d",
    "postgresql%3A%2F%2Fu%3Asecret%40h/d",
    "postgresql:///u:secret@h/d",
    "postgresql://u:secret/d",
    "postgresql://u:12 secret@h/d",
    "postgresql://u:127.0.0.1:secret/d",
    "postgresql://u@h/d?secret",
    "postgresql://u@h/d?secret=1",
    "postgresql://u@h/d?sslmode=secret",
    "host=h passwort=secret",
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
        "The store postgresql://u@h/d?application_name=night&sslmode=verify-full cannot be used: ann@firm says no.",
        "Write postgresql://USER@HOST:5432/DATABASE; a : / or @ in a password is %3A, %2F or %40.",
        "Give a file, or postgresql://USER@HOST/DATABASE.",
        "callgrade 0.1 · PostgreSQL: 15",
    ],
)
def test_a_text_without_a_password_stays_as_it_is(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    "before",
    [
        [],
        ["batch"],
        ["batch", "--store", "x.db"],
        ["schedule", "--store", "x.db"],
        ["explain"],
        ["show", "--store", "x.db"],
        ["batch", ".", "--until"],
        ["analyze"],
        ["show", "--store"],
        ["export", "--out", ".", "--store"],
    ],
)
@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:secret@h/d?nonsense=1",
        "postgresql://h:x/d?password=secret",
        "postgresql:/u:secret@h/d",
        "postgresql%3A//u:secret@h/d",
        "host=h password=secret dbname=d",
    ],
)
def test_no_command_shows_a_password_that_it_cannot_use(before: list[str], url: str, run: Run) -> None:
    result = run(*before, url)
    assert result.exit_code != ExitCode.OK
    assert "secret" not in result.output


@pytest.mark.slow
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
