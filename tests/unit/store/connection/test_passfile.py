"""The password file, by libpq's description of it."""

from pathlib import Path

import pytest

from callgrade.store.connection.passfile import Login, password_file, password_in

LOGIN = Login("db.example", 5432, "calls", "grader")


def found(tmp_path: Path, text: str, login: Login = LOGIN) -> str | None:
    return password_in(written(tmp_path / "pgpass", text), login)[0]


def written(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    file.chmod(0o600)
    return file


@pytest.mark.parametrize(
    "line",
    ["db.example:5432:calls:grader:word", "*:*:*:*:word", "db.example:*:calls:*:word", "*:*:*:grader:word:not this"],
)
def test_a_line_fits_by_its_four_fields(tmp_path: Path, line: str) -> None:
    assert found(tmp_path, f"{line}\n") == "word"


@pytest.mark.parametrize(
    "line",
    [
        "db.example:5433:calls:grader:word",
        "other.example:*:*:*:word",
        "*:*:other:*:word",
        "*:*:*:other:word",
        r"\*:*:*:*:word",
        "#*:*:*:*:word",
        "*:*:*:word",
        "*:*:*:*:",
        "",
        "\\",
    ],
)
def test_a_line_that_does_not_fit_is_skipped(tmp_path: Path, line: str) -> None:
    assert found(tmp_path, f"{line}\n") is None
    assert found(tmp_path, f"{line}\n*:*:*:*:next\n") == "next"


def test_the_first_line_that_fits_counts(tmp_path: Path) -> None:
    assert found(tmp_path, "*:*:calls:*:first\ndb.example:5432:calls:grader:second\n") == "first"


@pytest.mark.parametrize(
    ("written", "password"),
    [
        (r"a\:b", "a:b"),
        (r"a\\b", r"a\b"),
        (r"a\b:x", "ab"),
        ("end\\", "end\\"),
        (" blank ", " blank "),
        ("ünï你", "ünï你"),
    ],
)
def test_a_backslash_takes_the_next_character_as_it_is(tmp_path: Path, written: str, password: str) -> None:
    assert found(tmp_path, f"*:*:*:*:{written}\r\n") == password


def test_names_are_unescaped_too(tmp_path: Path) -> None:
    login = Login("fe80::1", 5432, "a*b", "c\\d")
    assert found(tmp_path, r"fe80\:\:1:5432:a*b:c\\d:word", login) == "word"
    assert found(tmp_path, login.line, login) == "PASSWORD"


@pytest.mark.parametrize(
    ("host", "named"), [("/run/postgresql", "localhost"), ("/srv/pg", "/srv/pg"), ("localhost", "localhost")]
)
def test_a_socket_in_the_usual_folder_is_localhost(tmp_path: Path, host: str, named: str) -> None:
    assert found(tmp_path, f"{named}:5432:*:*:word", Login(host, 5432, "calls", "grader")) == "word"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_file_that_others_may_read_is_not_used(tmp_path: Path, mode: int) -> None:
    file = written(tmp_path / "pgpass", "*:*:*:*:word")
    file.chmod(mode)
    assert password_in(file, LOGIN) == (None, f"{file} is not used, because others may read it (chmod 600)")


def test_a_missing_password_has_a_reason(tmp_path: Path) -> None:
    assert password_in(tmp_path / "none", LOGIN) == (None, f"there is no {tmp_path / 'none'}")
    assert password_in(tmp_path, LOGIN) == (None, f"{tmp_path} is not a file")
    file = written(tmp_path / "pgpass", "# nothing\n")
    assert password_in(file, LOGIN) == (None, f"no line of {file} fits")


def test_the_file_is_the_named_one_then_that_of_the_environment_then_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PGPASSFILE", raising=False)
    assert password_file(None) == tmp_path / ".pgpass"
    monkeypatch.setenv("PGPASSFILE", "/srv/passwords")
    assert password_file(None) == Path("/srv/passwords")
    assert password_file("~/mine") == tmp_path / "mine"


def test_a_field_of_a_million_characters_is_read(tmp_path: Path) -> None:
    assert found(tmp_path, "\\a" * 500_000 + ":*:*:*:word") is None
