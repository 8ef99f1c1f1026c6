"""``callgrade analyze -``: a call from standard input."""

import json
import tempfile
from pathlib import Path

import pytest
from tests.support.transcripts import CALL
from tests.unit.cli.conftest import Run

from callgrade.errors import ExitCode

SUBTITLES = "".join(
    f"{number}\n00:00:{start:06.3f} --> 00:00:{end:06.3f}\n{role}: {text}\n\n".replace(".", ",", 2)
    for number, (role, start, end, text) in enumerate(CALL, start=1)
)


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where copies of standard input go."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_a_call_from_standard_input_has_the_card_of_its_file(run: Run, transcript: Path) -> None:
    by_name = json.loads(run("analyze", transcript, "--format", "json").stdout)
    piped = json.loads(run("analyze", "-", "--format", "json", stdin=transcript.read_bytes()).stdout)
    assert piped["call"]["file"] == "stdin.json"
    assert piped["findings"] == by_name["findings"]
    assert piped["call"]["sha256"] == by_name["call"]["sha256"]


def test_subtitles_are_recognised_by_their_content(run: Run) -> None:
    piped = json.loads(run("analyze", "-", "--format", "json", stdin=SUBTITLES.encode()).stdout)
    assert [turn["text"] for turn in piped["turns"]] == [text for _, _, _, text in CALL]


def test_standard_input_may_be_one_of_several_files(run: Run, transcript: Path) -> None:
    result = run("analyze", transcript, "-", "--format", "json", stdin=transcript.read_bytes())
    assert [json.loads(line)["call"]["file"] for line in result.stdout.splitlines()] == ["garage.json", "stdin.json"]


def test_no_copy_is_left(run: Run, transcript: Path, temporary: Path) -> None:
    run("analyze", "-", stdin=transcript.read_bytes())
    run("analyze", "-", stdin=b"no call")
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(("stdin", "code"), [(b"", "empty"), (b"plain words", "not_audio"), (b"{", "bad_json")])
def test_what_is_no_call_is_refused_as_a_file_is(run: Run, stdin: bytes, code: str) -> None:
    result = run("analyze", "-", stdin=stdin)
    assert (result.exit_code, result.stdout) == (ExitCode.INPUT, "")
    assert f"[{code}]" in result.stderr


def test_too_much_is_refused_before_it_fills_the_disk(run: Run, tmp_path: Path, temporary: Path) -> None:
    settings = tmp_path / "small.yaml"
    settings.write_text("intake: {max_stdin_mib: 1}\n", encoding="utf-8")
    result = run("analyze", "-", "--config", settings, stdin=b"RIFF" + bytes(2**20))
    assert result.exit_code == ExitCode.INPUT
    assert "more than 1 MiB" in result.stderr
    assert "intake.max_stdin_mib" in result.stderr
    assert list(temporary.iterdir()) == []


def test_standard_input_is_read_once(run: Run, transcript: Path) -> None:
    result = run("analyze", "-", "-", stdin=transcript.read_bytes())
    assert result.exit_code == ExitCode.USAGE
    assert "once" in result.stderr


def test_a_page_cannot_play_what_is_gone(run: Run, transcript: Path, tmp_path: Path) -> None:
    result = run("analyze", "-", "--format", "html", "--out", tmp_path / "out", stdin=transcript.read_bytes())
    assert result.exit_code == ExitCode.USAGE
    assert "--with-audio" in result.stderr
