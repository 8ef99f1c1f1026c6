"""Every way of ending has its exit code and one message."""

import errno
import json
import os
import subprocess
import sys
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.in_process import InProcess
from tests.unit.cli.conftest import Run

from callgrade.cli.plain_usage import plain_usage
from callgrade.errors import CallgradeError, ExitCode, ModelError, OutputError, WorkerError


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """A second of silence."""
    path = tmp_path / "silence.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", "none"))
        file.writeframes(bytes(16000))
    return path


@pytest.fixture
def ends_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Let grading raise an error."""

    def set_up(error: BaseException) -> None:
        def raises(*_: object) -> None:
            raise error

        monkeypatch.setattr(InProcess, "run", raises)

    return set_up


def test_one_message_without_traceback_for_each_file_that_cannot_be_used(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.wav").touch()
    result = run("analyze", tmp_path / "empty.wav", tmp_path / "absent.wav")
    assert (result.exit_code, result.stdout) == (ExitCode.INPUT, "")
    assert [line.startswith("callgrade: ") for line in result.stderr.splitlines()] == [True, True]


def test_some_failed_calls_give_their_own_exit_code(run: Run, transcript: Path) -> None:
    result = run("analyze", "absent.wav", transcript, "--format", "json")
    assert result.exit_code == ExitCode.SOME_NOT_SCORED
    assert json.loads(result.stdout)["call"]["file"] == "garage.json"
    assert "absent.wav" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "pdf"],
        ["--direction", "sideways"],
        ["--channels", "agent"],
        ["--channels", "agent=0,customer=0"],
        ["--channels", "agent=0,agent=1"],
        ["--started", "yesterday"],
        ["--started", "2026-03-02"],
        ["--language", "klingon"],
        ["--language", "xx"],
        ["--language", "ga"],
        ["--nonsense"],
    ],
)
def test_a_usage_error_gives_its_exit_code(arguments: list[str], run: Run, transcript: Path) -> None:
    result = run("analyze", transcript, *arguments)
    assert (result.exit_code, result.stdout) == (ExitCode.USAGE, "")


@pytest.mark.parametrize("command", [["analyze", "call.wav"], ["batch", ".", "--store", "x.db"]])
def test_a_language_that_cannot_be_recognised_is_told_the_codes(command: list[str], run: Run) -> None:
    done = run(*command, "--language", "xx")
    assert done.exit_code == ExitCode.USAGE
    assert all(f"{code}," in done.stderr for code in ("en", "haw", "nb", "yue"))


def test_a_folder_among_the_files_costs_no_other(run: Run, transcript: Path) -> None:
    done = run("analyze", transcript.parent, transcript, "--format", "json")
    assert done.exit_code == ExitCode.SOME_NOT_SCORED
    assert json.loads(done.stdout)["call"]["file"] == transcript.name
    assert "[not_a_file]" in done.stderr


def test_no_files_is_a_usage_error(run: Run) -> None:
    assert run("analyze").exit_code == ExitCode.USAGE


@pytest.mark.parametrize("text", ["scoring: {weights: {major: -1}}", "scoring: [", "scorign: {}", "a: 1\na: 2"])
def test_an_invalid_configuration_is_named_with_its_place(
    text: str, run: Run, transcript: Path, tmp_path: Path
) -> None:
    config = tmp_path / "mine.yaml"
    config.write_text(text, encoding="utf-8")
    result = run("analyze", transcript, "--config", config)
    assert (result.exit_code, result.stdout) == (ExitCode.CONFIG, "")
    assert f"{config}:" in result.stderr


def test_an_unknown_profile_is_a_configuration_error(run: Run, transcript: Path) -> None:
    result = run("analyze", transcript, "--profile", "nobody")
    assert result.exit_code == ExitCode.CONFIG
    assert "service" in result.stderr


def test_missing_weights(run: Run, recording: Path, tmp_path: Path) -> None:
    (tmp_path / "weights").mkdir()
    result = run("analyze", recording, "--model", tmp_path / "weights")
    assert result.exit_code == ExitCode.MODEL
    assert "model.bin" in result.stderr


def test_a_transcript_needs_no_weights(run: Run, transcript: Path, tmp_path: Path) -> None:
    assert run("analyze", transcript, "--model", tmp_path).exit_code == ExitCode.OK


def test_a_folder_that_cannot_be_created_is_an_output_error(run: Run, transcript: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = run("analyze", transcript, "--out", tmp_path / "file" / "below")
    assert result.exit_code == ExitCode.OUTPUT
    assert "cannot be written" in result.stderr


def test_a_full_disk_is_an_output_error(
    run: Run, transcript: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = run("analyze", transcript, "--out", tmp_path / "out")
    assert result.exit_code == ExitCode.OUTPUT
    assert "No space left on device" in result.stderr
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (ModelError("No weights.", "Get some."), ExitCode.MODEL, "No weights. Get some."),
        (WorkerError("It died.", "Again."), ExitCode.WORKER, "It died. Again."),
        (OutputError("Full.", "Make room."), ExitCode.OUTPUT, "Full. Make room."),
        (CallgradeError("Odd.", "Report it."), ExitCode.UNEXPECTED, "Odd. Report it."),
        (KeyboardInterrupt(), ExitCode.INTERRUPTED, "Interrupted"),
        (MemoryError(), ExitCode.UNEXPECTED, "Not enough memory"),
        (OSError(errno.ENOSPC, "No space left on device"), ExitCode.OUTPUT, "No space left"),
        (RuntimeError("a\x1b[31mb\nc"), ExitCode.UNEXPECTED, "unexpected RuntimeError: a\ufffd[31mb c."),
    ],
)
def test_every_error_has_its_code_and_one_line(
    error: BaseException, code: ExitCode, said: str, run: Run, ends_in: Callable[[BaseException], None]
) -> None:
    ends_in(error)
    result = run("analyze", "any.wav")
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_the_traceback_is_shown_on_request_only(
    run: Run, ends_in: Callable[[BaseException], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    ends_in(RuntimeError("odd"))
    assert "Traceback" not in run("analyze", "any.wav").stderr
    monkeypatch.setenv("CALLGRADE_DEBUG", "1")
    assert "Traceback" in run("analyze", "any.wav").stderr


def test_a_broken_pipe_prints_no_error(transcript: Path) -> None:
    files = [str(transcript)] * 30
    with subprocess.Popen(
        [sys.executable, "-c", "from callgrade.cli import main; main()", "analyze", "--format", "json", *files],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == ExitCode.OUTPUT


@pytest.mark.parametrize("command", [[], ["analyze"], ["doctor"], ["norms"], ["norms", "check"]])
def test_help_loads_no_slow_library(command: list[str]) -> None:
    heavy = "{'numpy', 'pandas', 'scipy', 'scipy.stats', 'faster_whisper', 'librosa', 'av', 'pydantic', 'yaml'}"
    script = (
        "import sys; from callgrade.cli import main\n"
        f"try: main({[*command, '--help']!r})\n"
        f"finally: sys.stderr.write(' '.join({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Usage:")
    assert done.stderr == ""


def test_a_command_that_scores_leaves_the_libraries_for_sound_to_its_worker(transcript: Path) -> None:
    heavy = {"av", "ctranslate2", "librosa", "onnxruntime", "pandas", "scipy", "sklearn", "soxr", "swift_f0"}
    script = (
        "import sys\nfrom callgrade.cli import main\n"
        f"try: main(['analyze', '--format', 'json', {str(transcript)!r}])\n"
        f"finally: sys.stderr.write(' '.join({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.startswith('{"schema": "callgrade.scorecard/1"')
    assert done.stderr == ""


def test_scoring_a_call_as_json_needs_no_library_that_takes_seconds_to_load(transcript: Path) -> None:
    """Neither in the command nor in its worker, which loads ``callgrade.grading.grader``."""
    heavy = {"librosa.core", "numba", "pandas", "scipy.signal", "scipy.stats", "sklearn"}
    script = (
        "import sys, callgrade.grading.grader, callgrade.hearing.recognition.recogniser\n"
        "from callgrade.cli import main\n"
        f"try: main(['analyze', '--format', 'json', {str(transcript)!r}])\n"
        f"finally: sys.stderr.write(' '.join({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.startswith('{"schema": "callgrade.scorecard/1"')
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("calls", "--limit", "0"), "0 does not fit: it must be 1 or more."),
        (("calls", "--limit", "many"), "'many' is not a whole number."),
        (("calls", "--below", "low"), "'low' is not a number."),
        (("calls", "--norm"), "--norm needs a value after it."),
        (("doctor", "more"), "There is more than the command takes: more."),
    ],
)
def test_a_wrong_command_line_is_said_in_plain_words(arguments: tuple[str, ...], said: str, run: Run) -> None:
    result = run(*arguments, env={"CALLGRADE_STORE": "calls.db"})
    assert result.exit_code == ExitCode.USAGE
    assert said in result.stderr


@pytest.mark.parametrize(
    ("bounds", "said"),
    [("x>=1", "1 or more"), ("0<=x<=100", "from 0 to 100"), ("x<=5", "5 or less"), ("x>0.5", "0.5 or more")],
)
def test_every_range_has_plain_words(bounds: str, said: str) -> None:
    assert plain_usage(f"7 is not in the range {bounds}.") == f"7 does not fit: it must be {said}."
