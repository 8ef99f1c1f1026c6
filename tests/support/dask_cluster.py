"""A scheduler and workers of Dask as real processes on the loopback."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

STARTED_S = 120.0


@dataclass
class DaskCluster:
    """A cluster whose processes are started one by one in ``folder``, which also holds their logs.

    ``under``: what is written before a command. ``environment``: ``None`` for that of the tests.
    """

    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    address: str = ""
    under: tuple[str, ...] = ()
    environment: dict[str, str] | None = None

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        process, line = self._start("scheduler", "Scheduler at:", "--port", "0")
        self.address = line.split("Scheduler at:")[1].strip()
        return process

    def start_worker(self, *options: str) -> subprocess.Popen[bytes]:
        own = ("--memory-limit", "0", "--local-directory", str(self.folder), *options)
        return self._start("worker", "Registered to:", self.address, *own)[0]

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()

    def _start(self, kind: str, until: str, *options: str) -> tuple[subprocess.Popen[bytes], str]:
        log = self.folder / f"{kind}-{len(self.processes)}.log"
        command = [
            *self.under,
            sys.executable,
            "-m",
            f"distributed.cli.dask_{kind}",
            "--host",
            "127.0.0.1",
            "--no-dashboard",
        ]
        with log.open("wb") as stream:
            process = subprocess.Popen([*command, *options], stdout=stream, stderr=stream, env=self.environment)
        self.processes.append(process)
        return process, _wait_for(until, log)


@contextmanager
def dask_cluster(folder: Path) -> Iterator[DaskCluster]:
    """A cluster that is stopped at the end of the block."""
    cluster = DaskCluster(folder)
    try:
        yield cluster
    finally:
        cluster.stop()


def _wait_for(text: str, log: Path) -> str:
    """The line of ``log`` with ``text``."""
    deadline_s = time.monotonic() + STARTED_S
    while time.monotonic() < deadline_s:
        for line in log.read_text(encoding="utf-8").splitlines():
            if text in line:
                return line
        time.sleep(0.05)
    raise AssertionError(f"{text!r} does not come: {log.read_text(encoding='utf-8')}")


def children_of(pid: int) -> list[int]:
    """Processes that ``pid`` started and that live."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):  # the thread has ended
            found.extend(map(int, (task / "children").read_text().split()))
    return found


def kill(process: subprocess.Popen[bytes]) -> None:
    """As the kernel does when memory is short."""
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
