"""Errors, with the exit code and what to do.

CallgradeError
├── UsageError          2   the command line contradicts itself
├── ConfigError         4   configuration or norm pack
├── InputError          5   a recording or call record that cannot be used
├── OutputError         6   a result that cannot be written
│   └── StoreError      6   the store is damaged, not of callgrade, or of a newer callgrade
├── WorkerError         7   a worker process that died or hung
├── ModelError          8   the recogniser's weights are missing or damaged
└── LockedError        11   another run holds the lock

A call's own outcome in a batch is ``InputError.code``, a reason code in the store, never an exit code.
"""

from enum import IntEnum
from typing import Any

DEBUG = "CALLGRADE_DEBUG"  # the environment variable that shows tracebacks


class ExitCode(IntEnum):
    """Exit codes of the command line, documented in docs/reference/exit-codes.md."""

    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    SOME_NOT_SCORED = 3
    CONFIG = 4
    INPUT = 5
    OUTPUT = 6
    WORKER = 7
    MODEL = 8
    INCOMPLETE = 9
    LOCKED = 11
    INTERRUPTED = 130


def how_to_install(extra: str) -> str:
    """What to do where a library is missing. The name callgrade at a package index may be another's."""
    return f"Install it in callgrade's folder: pip install -c constraints.txt '.[{extra}]'"


class CallgradeError(Exception):
    """An error: ``what`` happened, and as ``remedy`` what the user can do; shown as two sentences."""

    exit_code = ExitCode.UNEXPECTED

    def __init__(self, what: str, remedy: str) -> None:
        """Keep both parts apart for callers that show only one."""
        super().__init__(f"{what} {remedy}".strip())
        self.what = what
        self.remedy = remedy

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the whole error: ``args`` is the text, not the arguments of ``__init__``."""
        return _revived, (type(self), self.args, self.__dict__)


def _revived(kind: type[CallgradeError], args: tuple[Any, ...], known: dict[str, Any]) -> CallgradeError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(known)
    return error


class UsageError(CallgradeError):
    """The command line contradicts itself."""

    exit_code = ExitCode.USAGE


class ConfigError(CallgradeError):
    """A configuration file or norm pack is wrong; ``what`` begins with file:line:column."""

    exit_code = ExitCode.CONFIG


class InputError(CallgradeError):
    """A recording or call record cannot be used; ``code`` is its stable reason code (``empty``, ``too_long`` …)."""

    exit_code = ExitCode.INPUT

    def __init__(self, code: str, what: str, remedy: str) -> None:
        """Keep the reason code beside the text."""
        super().__init__(what, remedy)
        self.code = code


class OutputError(CallgradeError):
    """A result cannot be written."""

    exit_code = ExitCode.OUTPUT


class StoreError(OutputError):
    """The store is damaged, not of callgrade, or of a newer callgrade."""


class WorkerError(CallgradeError):
    """A worker process died or hung."""

    exit_code = ExitCode.WORKER


class ModelError(CallgradeError):
    """The recogniser's weights are missing or damaged."""

    exit_code = ExitCode.MODEL


class LockedError(CallgradeError):
    """Another run holds the lock."""

    exit_code = ExitCode.LOCKED
