"""Work for worker processes that goes wrong in real ways: signals, exits, hangs, exceptions. Tasks are numbers."""

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from callgrade.errors import ConfigError
from callgrade.workers.child import resident_mib
from callgrade.workers.protocol import ReportStage, Work

Fault = Callable[[], object]
SECRET = "my card is 4111 1111 1111 1111"
STAGE = "squaring"
LONG_S = 600
PAUSES = 10


@dataclass(frozen=True)
class Square:
    """``bulk``: ballast, so that a result does not fit a pipe's buffer."""

    number: int
    pid: int
    resident_mib: float
    bulk: bytes


@dataclass(frozen=True)
class Squaring:
    """Makes work that squares numbers, one each ``pause_s``, which is made of many pauses.

    ``faults``: what happens at which number. ``shared_faults``: what happens when a number is in the group, before
    anything of the group is ready. ``at_start``: what happens in the making. ``pids``: a folder in which a worker that
    has begun leaves its number. ``bulk``: bytes of ballast in a result. ``audio_s``: reported for each number.
    ``memory_mib``: taken and given back for each number.
    """

    faults: Mapping[int, Fault] = field(default_factory=dict)
    shared_faults: Mapping[int, Fault] = field(default_factory=dict)
    at_start: Fault | None = None
    pause_s: float = 0.0
    pids: Path | None = None
    bulk: int = 0
    audio_s: float = 0.0
    memory_mib: int = 0

    def __call__(self) -> Work[int, Square]:
        if self.at_start:
            self.at_start()
        return self._square

    def _square(self, tasks: Sequence[int], report: ReportStage) -> Iterator[Square]:
        if self.pids:
            (self.pids / str(os.getpid())).touch()
        for task in tasks:
            report(STAGE, audio_s=self.audio_s)
            self.shared_faults.get(task, _nothing)()
        for task in tasks:
            self.faults.get(task, _nothing)()
            for _ in range(PAUSES):
                time.sleep(self.pause_s / PAUSES)
            np.ones(self.memory_mib * 2**20, np.uint8).sum()
            yield Square(task * task, os.getpid(), resident_mib(), bytes(self.bulk))


def _nothing() -> None:
    """All is well."""


def die_by(number: int) -> Fault:
    return partial(_signal_oneself, number)


def _signal_oneself(number: int) -> None:
    os.kill(os.getpid(), number)


def leave() -> None:
    os._exit(3)


def sleep() -> None:
    time.sleep(LONG_S)


def sleep_through_sigterm() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(LONG_S)


def stop_oneself() -> None:
    _signal_oneself(signal.SIGSTOP)


def hold_the_interpreter() -> None:
    """Native code that lets no other thread of Python run: a costly pattern, some 10 hours."""
    re.match(r"(\w+\s?)+\.$", "a" * 40)


def raise_with_personal_data() -> None:
    raise ValueError(SECRET)


def run_out_of_memory() -> None:
    bytearray(2**62)


def fail_in_callgrade() -> None:
    from callgrade.workers.cpu_plan import plan

    plan(None, None, None, 1.0)  # type: ignore[arg-type]


def be_deaf_to_ctrl_c() -> None:
    assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def ask_to_exit() -> None:
    sys.exit(0)


def meet_end_of_file() -> None:
    raise EOFError(SECRET)


def find_misconfiguration() -> None:
    raise ConfigError("norms.yaml:3:1: no such norm.", "Remove it.")


def print_personal_data() -> None:
    sys.stdout.write(SECRET)
    sys.stdout.flush()
    os.write(1, SECRET.encode())
    os.write(2, SECRET.encode())
