"""A worker process from the outside: start it, give it a group, hear from it, end it."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from queue import SimpleQueue
from typing import Any, Generic

from callgrade.config.batch import WorkerSettings
from callgrade.errors import WorkerError
from callgrade.workers.child import Message, serve
from callgrade.workers.code_location import place_in_dump
from callgrade.workers.protocol import Task
from callgrade.workers.task_group import TaskGroup

GONE_S = 2.0  # s until a killed process is gone, unless it is stuck in the kernel (a dead network disk)
_DUMP_BYTES = 2**16
_SPAWN = multiprocessing.get_context("spawn")  # CTranslate2 does not survive a fork


@dataclass(frozen=True)
class Event:
    """What came from ``worker`` at ``at_s`` (``time.monotonic``).

    ``message``: ``None`` when the worker is gone; an exception when what it sent cannot be read.
    """

    worker: "WorkerProcess[Any]"
    message: Message | Exception | None
    at_s: float


class WorkerProcess(Generic[Task]):
    """One worker. ``group``: what it has to do, ``None`` while it has nothing."""

    def __init__(self, make_work: bytes, threads: int, settings: WorkerSettings, events: "SimpleQueue[Event]") -> None:
        """Start a process; all that it says is put on ``events``. Raises ``WorkerError``."""
        self.group: TaskGroup[Task] | None = None
        self._settings = settings
        self._calls = 0
        self._first_mib: float | None = None
        self._connection, theirs = _SPAWN.Pipe()
        self._dump, dump = _SPAWN.Pipe(duplex=False)
        by_main = threading.current_thread() is threading.main_thread()
        self._process = _SPAWN.Process(target=serve, args=(theirs, dump, make_work, threads, by_main), daemon=True)
        with theirs, dump:  # ours would keep the pipes open when the worker is gone
            _start(self._process)
        self._listener = threading.Thread(target=self._listen, args=(events,), daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int | None:
        """Number of the process."""
        return self._process.pid

    def give(self, tasks: Sequence[Task]) -> None:
        """Hand over a group."""
        self.group = TaskGroup(tasks, self._settings)
        self._calls += len(tasks)
        with suppress(OSError):  # it is gone; that comes as an event
            self._connection.send(tuple(tasks))

    def is_worn(self, resident_mib: float) -> bool:
        """Whether it has done its share, or has grown too much since its first group."""
        self._first_mib = resident_mib if self._first_mib is None else self._first_mib
        grown_mib = resident_mib - self._first_mib
        return self._calls >= self._settings.recycle_calls or grown_mib > self._settings.recycle_growth_mib

    def ask_and_kill(self) -> None:
        """Let it write down where it is, if it can, then kill it; what it has sent still comes as events."""
        self._process.terminate()
        self._process.join(self._settings.grace_s)
        self.kill()

    def kill(self) -> None:
        """End it at once: nothing that it holds is of value."""
        self._process.kill()

    def bury(self) -> tuple[str, str | None]:
        """How it ended (``SIGSEGV``, ``exit 3``) and where in callgrade, once it is killed or gone."""
        self._process.join(GONE_S)
        how, where = _fate(self._process.exitcode), place_in_dump(self._read_dump())
        if self._process.exitcode is not None:
            self._listener.join(GONE_S)
            self._connection.close()
            self._dump.close()
            self._process.close()
        return how, where

    def _read_dump(self) -> str:
        with suppress(OSError):
            if self._dump.poll():
                return os.read(self._dump.fileno(), _DUMP_BYTES).decode(errors="replace")
        return ""

    def _listen(self, events: "SimpleQueue[Event]") -> None:
        """In a thread of its own, so that half a message of a stopped worker holds up nobody else."""
        while True:
            message: Message | Exception | None
            try:
                message = self._connection.recv()
            except (EOFError, OSError):
                message = None
            except Exception as error:  # noqa: BLE001  whatever unpickling may raise
                message = error
            events.put(Event(self, message, time.monotonic()))
            if message is None:
                return


def _start(process: "multiprocessing.process.BaseProcess") -> None:
    """Start it deaf to Ctrl-C, which reaches the whole group of processes: the parent decides.

    It inherits the block, and so is deaf before it could arrange anything itself.
    """
    resource_tracker.ensure_running()  # otherwise started on the way, lifting the block
    with _blocked(signal.SIGINT):
        try:
            process.start()
        except OSError as error:
            raise WorkerError(
                f"No worker process can be started: {error.strerror}.", "Use fewer --workers, or raise the limits."
            ) from error


@contextmanager
def _blocked(number: signal.Signals) -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {number})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _fate(exit_code: int | None) -> str:
    if exit_code is None:
        return "stuck"
    if exit_code >= 0:
        return f"exit {exit_code}"
    try:
        return signal.Signals(-exit_code).name
    except ValueError:
        return f"signal {-exit_code}"
