"""The inside of a worker process: it does the groups it is given, until there are no more or it is killed.

It may be killed at any moment: it sends each outcome as soon as it is ready and holds nothing else of value. It exits
by ``os._exit``, because native thread pools can deadlock while the interpreter shuts down. This module imports nothing
heavy: the number of threads must be set before numpy is loaded.
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
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

from callgrade.errors import DEBUG, CallgradeError
from callgrade.memory import look_for_garbage_seldom
from callgrade.workers.code_location import location_of_error
from callgrade.workers.messages import Began, GroupEnded, Halted, Message, Noted, Raised, Result
from callgrade.workers.protocol import Work

_THREADS = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "NUMEXPR_NUM_THREADS",
)  # fmt: skip
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_MIB = 2**20


def serve(connection: Connection, dump: Connection, make_work: bytes, threads: int, by_main: bool) -> NoReturn:
    """Run a worker.

    ``make_work``: pickled. ``dump``: receives a traceback after a crash, or on ``SIGTERM``. ``by_main``: whether the
    parent's main thread started this process.
    """
    _set_up(dump, threads, by_main)
    try:
        work = pickle.loads(make_work)()
        while tasks := _next_group(connection):
            _do(work, tasks, connection)
    except CallgradeError as error:
        _report_error(connection, Halted(error), error)
    except BaseException as error:  # noqa: BLE001  any exception loses one task, not the run
        _report_error(connection, Raised(type(error).__name__, location_of_error(error)), error)
    os._exit(0)


def resident_mib() -> float:
    """Memory that this process uses, MiB; 0 if the system does not say."""
    with suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / _MIB
    return 0.0


def _next_group(connection: Connection) -> Sequence[Any]:
    """The next group; empty when the pool has closed its end."""
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
    connection.send(GroupEnded(resident_mib()))


def _report_error(connection: Connection, message: Message, error: BaseException) -> None:
    traceback.print_exception(error)  # visible only when debugging
    with suppress(OSError):  # the pool has closed its end
        connection.send(message)


def _set_up(dump: Connection, threads: int, by_main: bool) -> None:
    """Set up threads, signals and output."""
    os.environ.update(dict.fromkeys(_THREADS, str(threads)))
    look_for_garbage_seldom()
    os.set_blocking(dump.fileno(), False)  # the part of a dump beyond the pipe's 64 KiB is dropped
    faulthandler.enable(dump.fileno())
    faulthandler.register(signal.SIGTERM, dump.fileno())
    _die_with_parent(by_main)
    if not os.environ.get(DEBUG):
        _silence_output()


def _silence_output() -> None:
    """Discard what native libraries print: it would garble the terminal, and could put personal data into a log."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _die_with_parent(by_main: bool) -> None:
    """Exit when the parent dies.

    On Linux the kernel kills the worker, even while native code holds the interpreter or the worker is stopped. But it
    watches the thread that started the worker, and only the main thread lives as long as the parent. So a thread here
    watches the parent as well.
    """
    if by_main and sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_exit_after_parent, daemon=True).start()


def _exit_after_parent() -> NoReturn:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(1)
