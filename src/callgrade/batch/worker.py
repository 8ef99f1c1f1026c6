"""A worker process from the inside: it does the groups it is given until it is told no more, or is killed.

It holds nothing that anybody would miss: results are sent as soon as they are there, and whoever wants to be rid of
it may kill it at any moment. It leaves by ``os._exit``, for native thread pools can deadlock when an interpreter is
taken down around them. This module imports nothing heavy: the number of threads must be set before numpy is loaded.
"""

import ctypes
import faulthandler
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

from callgrade.batch.whereabouts import place_of
from callgrade.batch.work import Work
from callgrade.errors import DEBUG, CallgradeError

_THREADS = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "NUMEXPR_NUM_THREADS",
)  # fmt: skip
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_MIB = 2**20


@dataclass(frozen=True)
class Began:
    """The group is in hand, and its time runs."""


@dataclass(frozen=True)
class Noted:
    """What work reported; see ``work.Report``."""

    stage: str
    audio_s: float
    step: Any


@dataclass(frozen=True)
class Result:
    """The outcome of the next task of the group."""

    outcome: Any


@dataclass(frozen=True)
class Ended:
    """The group is done. ``resident_mib``: memory that the worker holds now."""

    resident_mib: float


@dataclass(frozen=True)
class Raised:
    """Work raised, or could not be made; the worker leaves. See ``work.Failed``."""

    error: str
    where: str | None


@dataclass(frozen=True)
class Halted:
    """Work says that the whole run cannot go on."""

    error: CallgradeError


Message = Began | Noted | Result | Ended | Raised | Halted


def serve(connection: Connection, dump: Connection, make_work: bytes, threads: int, by_main: bool) -> NoReturn:
    """Be a worker.

    ``make_work``: pickled. ``dump``: takes a traceback at a crash, or when asked by ``SIGTERM``. ``by_main``: whether
    the parent's main thread started it.
    """
    _settle(dump, threads, by_main)
    try:
        work = pickle.loads(make_work)()
        while tasks := _next_group(connection):
            _do(work, tasks, connection)
    except CallgradeError as error:
        _last_words(connection, Halted(error), error)
    except BaseException as error:  # noqa: BLE001  whatever it was, it costs one task and not the run
        _last_words(connection, Raised(type(error).__name__, place_of(error)), error)
    os._exit(0)


def resident_mib() -> float:
    """Memory that this process holds, MiB; 0 where the system does not tell."""
    with suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / _MIB
    return 0.0


def _next_group(connection: Connection) -> Sequence[Any]:
    """The next group; none when the pool has closed its end."""
    try:
        group: Sequence[Any] = connection.recv()
    except (EOFError, OSError):
        return ()
    return group


def _do(work: Work[Any, Any], tasks: Sequence[Any], connection: Connection) -> None:
    connection.send(Began())
    last: str | None = None

    def report(stage: str, audio_s: float = 0.0, step: Any = None) -> None:
        nonlocal last
        if stage != last or audio_s or step is not None:
            connection.send(Noted(stage, audio_s, step))
            last = stage

    for _, outcome in zip(tasks, work(tasks, report), strict=True):
        connection.send(Result(outcome))
    connection.send(Ended(resident_mib()))


def _last_words(connection: Connection, message: Message, error: BaseException) -> None:
    traceback.print_exception(error)  # seen only when debugging
    with suppress(OSError):  # nobody listens any more
        connection.send(message)


def _settle(dump: Connection, threads: int, by_main: bool) -> None:
    """Arrange signals, output and surroundings."""
    os.environ.update(dict.fromkeys(_THREADS, str(threads)))
    os.set_blocking(dump.fileno(), False)  # whatever a dump holds beyond the pipe's 64 KiB is dropped
    faulthandler.enable(dump.fileno())
    faulthandler.register(signal.SIGTERM, dump.fileno())
    _die_with_parent(by_main)
    if not os.environ.get(DEBUG):
        _be_silent()


def _be_silent() -> None:
    """What native libraries print would garble the terminal, and might end up in a log with what was said in calls."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _die_with_parent(by_main: bool) -> None:
    """Leave nobody behind when the parent is killed.

    On Linux the kernel sees to it, also while native code holds the interpreter or the worker is stopped. But it
    watches the thread that started the worker, and only the main thread lasts as long as the parent. Otherwise, and
    where the parent is gone already, a thread does.
    """
    if by_main and sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_leave_after_parent, daemon=True).start()


def _leave_after_parent() -> NoReturn:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(1)
