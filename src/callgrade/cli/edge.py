"""The edge: every error becomes one message on stderr and one exit code (docs/reference/exit-codes.md).

``CALLGRADE_DEBUG=1`` shows the traceback as well.
"""

import errno
import os
import sys
import traceback
from contextlib import suppress
from typing import Any

import click

from callgrade.cli.plain_usage import plain_usage
from callgrade.database_address import masked
from callgrade.errors import DEBUG, CallgradeError, ExitCode

_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG, errno.EROFS}


class Edge(click.Group):
    """A group whose commands return an ``ExitCode`` and may raise any exception."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and exit with its exit code."""
        _replace_unencodable()
        try:
            code = super().invoke(ctx) or ExitCode.OK
            sys.stdout.flush()
        except click.exceptions.Exit:
            raise  # after help: click's own
        except click.ClickException as error:
            vars(error).update(message=masked(plain_usage(error.message)))
            raise  # usage: click's own, exit code 2
        except BaseException as error:  # noqa: BLE001  no exception may pass the edge
            code = translated(error)
        ctx.exit(int(code))


def translated(error: BaseException) -> ExitCode:
    """Print the message of ``error`` and return its exit code."""
    if os.environ.get(DEBUG):
        click.echo(masked("".join(traceback.format_exception(error))), err=True, nl=False)
    if isinstance(error, CallgradeError):
        say(str(error))
        return error.exit_code
    if isinstance(error, KeyboardInterrupt | click.Abort):
        say("Interrupted. Results written so far are complete.")
        return ExitCode.INTERRUPTED
    if isinstance(error, BrokenPipeError):
        _close_stdout()
        return ExitCode.OUTPUT
    if isinstance(error, OSError) and error.errno in _DISK:
        say(f"The output cannot be written: {error.strerror}. Make room, then run again.")
        _close_stdout()
        return ExitCode.OUTPUT
    if isinstance(error, MemoryError):
        say("Not enough memory. Give fewer or shorter recordings at once.")
        return ExitCode.UNEXPECTED
    say(f"Stopped by an unexpected {type(error).__name__}: {error}. Set {DEBUG}=1 to see where, and report it.")
    return ExitCode.UNEXPECTED


def say(message: str) -> None:
    """Print one line on stderr, without control characters and passwords. A closed stderr is not an error."""
    from callgrade.text import plain

    with suppress(OSError):
        click.echo(f"callgrade: {masked(plain(message))}", err=True)


def _replace_unencodable() -> None:
    """Print ``?`` for a character that the output encoding lacks, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")


def _close_stdout() -> None:
    """Point stdout at the null device, so the interpreter's last flush does not fail."""
    with suppress(OSError, ValueError):
        stdout = sys.stdout.fileno()
        os.dup2(os.open(os.devnull, os.O_WRONLY), stdout)
