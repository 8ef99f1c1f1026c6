"""The program callgrade as a process of its own, as an administrator starts it."""

import subprocess
import sys
import time
from collections.abc import Callable

from tests.support.interrupting import heeding_ctrl_c

Process = subprocess.Popen[bytes]

CALLGRADE = (sys.executable, "-m", "callgrade")


def start(*arguments: object) -> Process:
    """The running program, which reacts to Ctrl-C; its output is kept for ``communicate``."""
    command = [*CALLGRADE, *(part if isinstance(part, bytes) else str(part) for part in arguments)]
    with heeding_ctrl_c():
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def run(*arguments: object) -> "subprocess.CompletedProcess[bytes]":
    """The program, at its end."""
    process = start(*arguments)
    out, err = process.communicate(timeout=300)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def wait_until(happened: Callable[[], bool], *running: Process, patience_s: float = 120) -> None:
    """Until it happened; fails when it does not, or when one of ``running`` ends before."""
    deadline_s = time.monotonic() + patience_s
    while not happened():
        assert time.monotonic() < deadline_s, "it did not happen"
        ended = [process for process in running if process.poll() is not None]
        assert not ended, [process.communicate() for process in ended]
        time.sleep(0.05)
