"""A fault loses only one call of ``callgrade analyze``, and no fault ends in a traceback or a hang."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests import scorecards
from tests.support.named_work import die, hang, make_faulty, raise_with_personal_data
from tests.support.program import CALLGRADE, run, start, wait_until
from tests.support.recordings import pcm16, wav_bytes, write_json

from callgrade.api import graded_from
from callgrade.config.load import load_settings
from callgrade.errors import ExitCode
from callgrade.grading.in_worker import NamedCall, grade_named
from callgrade.grading.outcome import GradingStep, Progress, Scored
from callgrade.workers.protocol import Crashed, Done, Failed, Hung

TURNS = [{"role": role, "start_s": start, "end_s": end, "text": text} for role, start, end, text in scorecards.SAID]


def transcript(path: Path) -> Path:
    return write_json(path, {"language": "en", "turns": TURNS})


@pytest.fixture
def calls(tmp_path: Path) -> list[Path]:
    """Five transcripts."""
    return [transcript(tmp_path / f"{number}.json") for number in range(5)]


@pytest.mark.parametrize(
    ("fault", "kind", "told"),
    [
        (raise_with_personal_data, Failed, "ValueError at "),
        (die, Crashed, "SIGSEGV"),
        (hang, Hung, "not done within 20 s"),
    ],
)
def test_a_fault_loses_only_its_call_and_the_order_is_kept(
    fault: Callable[[], None], kind: type, told: str, calls: list[Path]
) -> None:
    settings = load_settings(None, {"batch": {"workers": {"budget_s": 20.0}}})
    finished = list(grade_named(calls, make_faulty(settings, {calls[2]: fault}), _heed_nothing))
    assert [one.task for one in finished] == [NamedCall(path) for path in calls]
    assert [type(one) for one in finished] == [Done, Done, kind, Done, Done]
    error = graded_from(finished[2]).error
    assert error
    assert told in str(error)
    assert "4111" not in str(error)


def test_the_progress_shows_each_step_of_a_call(calls: list[Path]) -> None:
    seen: list[Progress] = []
    (ended,) = grade_named(calls[:1], make_faulty(load_settings(), {}), seen.append)
    assert isinstance(ended, Done)
    assert isinstance(ended.outcome, Scored)
    assert [(step.stage, step.path) for step in seen] == [(GradingStep.OPEN, calls[0]), (GradingStep.JUDGE, calls[0])]


def test_unusable_calls_are_named_with_their_code_and_the_others_are_scored(calls: list[Path], tmp_path: Path) -> None:
    (tmp_path / "bits64.wav").write_bytes(wav_bytes(bytes(64000), bits=64))
    (tmp_path / "wma.wav").write_bytes(wav_bytes(pcm16(2.0), tag=0x161))
    os.mkfifo(tmp_path / "pipe.wav")
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "socket.wav"))
    unusable = [tmp_path / name for name in ("bits64.wav", "wma.wav", "pipe.wav", "socket.wav", "absent.wav")]
    done = run("analyze", "--format", "json", *unusable, calls[0], "/dev/zero")
    server.close()
    codes = [line.rpartition("[")[2] for line in done.stderr.decode().splitlines()]
    assert codes == ["not_audio]", "not_audio]", "not_a_file]", "not_a_file]", "missing]", "not_a_file]"]
    assert json.loads(done.stdout)["call"]["file"] == "0.json"
    assert done.returncode == ExitCode.SOME_NOT_SCORED
    assert run("analyze", *unusable).returncode == ExitCode.INPUT


@pytest.mark.parametrize("option", ["--config", "--norms"])
def test_a_pipe_instead_of_a_settings_file_is_refused(option: str, calls: list[Path], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    done = run("analyze", calls[0], option, tmp_path / "pipe.yaml")
    assert done.returncode == ExitCode.CONFIG
    assert b"not a regular file" in done.stderr


def test_ctrl_c_ends_analyze_and_leaves_no_worker(calls: list[Path]) -> None:
    process = start("analyze", "--format", "json", *calls * 2000)
    assert process.stdout
    process.stdout.read(1)  # the first call is done
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == ExitCode.INTERRUPTED
    assert err.decode().startswith("callgrade: Interrupted.")
    wait_until(lambda: not _processes_of_group(process.pid))


def test_a_fault_in_an_output_loses_only_its_call(calls: list[Path]) -> None:
    script = (
        "import callgrade.cli.cards.card_text as texts\n"
        "plain, seen = texts.to_json, []\n"
        "def faulty(card, indent):\n"
        "    seen.append(card)\n"
        "    return plain(card, indent=indent) if len(seen) != 2 else {}['4111 1111 1111 1111']\n"
        "texts.to_json = faulty\n"
        "from callgrade.cli import main\n"
        "if __name__ == '__main__': main()\n"
    )
    done = subprocess.run(
        [CALLGRADE[0], "-c", script, "analyze", "--format", "json", *calls[:3]], capture_output=True, check=False
    )
    assert done.returncode == ExitCode.SOME_NOT_SCORED
    assert done.stdout.count(b"\n") == 2
    assert b"KeyError" in done.stderr
    assert b"4111" not in done.stderr


def _processes_of_group(group: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == group:
                found.append(int(folder.name))
        except ProcessLookupError:
            continue
    return found


def _heed_nothing(_step: Progress) -> None:
    """A display that shows nothing."""
