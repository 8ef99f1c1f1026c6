"""The outside of a worker process: start it, give it a group, receive its messages, end it."""

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
from callgrade.workers.child import serve
from callgrade.workers.code_location import location_in_dump
from callgrade.workers.messages import Message
from callgrade.workers.protocol import TaskT
from callgrade.workers.task_group import TaskGroup

GONE_S = 2.0  # s until a killed process is gone, unless it is stuck in the kernel (a dead network disk)
_DUMP_BYTES = 2**16
_SPAWN = multiprocessing.get_context("spawn")  # CTranslate2 does not survive a fork


@dataclass(frozen=True)
class Event:
    """What came from ``worker`` at ``at_s`` (``time.monotonic``).

    ``message``: ``None`` if the worker is gone; an exception if its message cannot be unpickled.
    """

    worker: "WorkerProcess[Any]"
    message: Message | Exception | None
    at_s: float


class WorkerProcess(Generic[TaskT]):
    """One worker. ``group``: the tasks it has, ``None`` while it is free."""

    def __init__(self, make_work: bytes, threads: int, settings: WorkerSettings, events: "SimpleQueue[Event]") -> None:
        """Start a process; its messages are put on ``events``. Raises ``WorkerError``."""
        self.group: TaskGroup[TaskT] | None = None
        self._settings = settings
        self._tasks_given = 0
        self._first_mib: float | None = None
        self._connection, theirs = _SPAWN.Pipe()
        self._dump, dump = _SPAWN.Pipe(duplex=False)
        by_main = threading.current_thread() is threading.main_thread()
        self._process = _SPAWN.Process(target=serve, args=(theirs, dump, make_work, threads, by_main), daemon=True)
        with theirs, dump:  # our copies would keep the pipes open after the worker is gone
            _start(self._process)
        self._listener = threading.Thread(target=self._listen, args=(events,), daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int | None:
        """Number of the process."""
        return self._process.pid

    def give(self, tasks: Sequence[TaskT]) -> None:
        """Hand over a group."""
        self.group = TaskGroup(tasks, self._settings)
        self._tasks_given += len(tasks)
        with suppress(OSError):  # it is gone; that comes as an event
            self._connection.send(tuple(tasks))

    def is_worn(self, resident_mib: float) -> bool:
        """Whether it has done enough tasks, or uses much more memory than after its first group."""
        self._first_mib = resident_mib if self._first_mib is None else self._first_mib
        grown_mib = resident_mib - self._first_mib
        return self._tasks_given >= self._settings.recycle_calls or grown_mib > self._settings.recycle_growth_mib

    def ask_and_kill(self) -> None:
        """Let it dump its traceback, if it can, then kill it; messages already sent still come as events."""
        self._process.terminate()
        self._process.join(self._settings.grace_s)
        self.kill()

    def kill(self) -> None:
        """End it at once; it holds nothing of value."""
        self._process.kill()

    def collect_exit(self) -> tuple[str, str | None]:
        """How it ended (``SIGSEGV``, ``exit 3``) and where in callgrade, once it is killed or gone."""
        self._process.join(GONE_S)
        how, where = _exit_text(self._process.exitcode), location_in_dump(self._read_dump())
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
        """Receive messages, in its own thread, so that half a message of a stopped worker does not block the others."""
        while True:
            message: Message | Exception | None
            try:
                message = self._connection.recv()
            except (EOFError, OSError):
                message = None
            except Exception as error:  # noqa: BLE001  unpickling may raise anything
                message = error
            events.put(Event(self, message, time.monotonic()))
            if message is None:
                return


def _start(process: "multiprocessing.process.BaseProcess") -> None:
    """Start it with Ctrl-C blocked: the signal reaches the whole process group, and only the parent acts on it.

    The process inherits the block, so it ignores Ctrl-C from its first moment.
    """
    resource_tracker.ensure_running()  # otherwise it starts inside the block, and lifts it
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


def _exit_text(exit_code: int | None) -> str:
    if exit_code is None:
        return "stuck"
    if exit_code >= 0:
        return f"exit {exit_code}"
    try:
        return signal.Signals(-exit_code).name
    except ValueError:
        return f"signal {-exit_code}"
