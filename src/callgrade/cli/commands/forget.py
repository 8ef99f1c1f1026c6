"""``callgrade forget``: erases the words, findings and names of calls, in the store and its exports."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from callgrade.cli.edge import say
from callgrade.cli.options import site_file_option, store_option
from callgrade.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from callgrade.retention.erase import Erased
    from callgrade.store import Store, StoredCall

_DIGITS = 12  # enough of a digest to find its call


@click.command()
@click.argument("calls", metavar="CALL...", nargs=-1, required=True)
@store_option
@site_file_option
@click.option("--yes", is_flag=True, help="Do not ask before a call is erased that a part of its name has found.")
def forget(calls: tuple[str, ...], store: str, yes: bool) -> ExitCode:
    """Erase all words, findings, names and paths of CALL, in the store and in its exports.

    CALL: a file name or a part of it, a path, the telephone system's identifier, or the first digits of a recording's
    SHA-256 (at least 6). The recording itself is never
    deleted. Its digest is kept, so that no batch scores it again. Backups, copies of exports elsewhere and files of
    callgrade analyze --out cannot be reached; see docs/how-to/erasure.md.

    Exit code 9: something could not be erased, and the messages name it. Correct the cause and run the command
    again.
    """
    from callgrade.retention.erase import erase
    from callgrade.store import CallState, open_store

    with open_store(store, create=False) as opened, opened.run_lock():
        try:
            found = [_meant(opened, call, yes) for call in calls]
        except UsageError as error:
            if not opened.ledger.counts()[CallState.ERASED]:
                raise
            code = report(erase(opened, ()))  # an interrupted erasure may have erased the name already
            if code is ExitCode.OK:
                raise
            say(str(error))
            return code
        return report(erase(opened, [call.id for call in found]))


def _meant(store: "Store", text: str, sure: bool) -> "StoredCall":
    """The call that ``text`` names; a part of a name may mean another call, so that is asked first."""
    call = store.calls.find(text)
    if not sure and not store.calls.is_named(text):
        click.confirm(f"Erase {call.path or call.sha256[:_DIGITS]}?", abort=True, err=True)
    return call


def report(erased: "Erased") -> ExitCode:
    """Print what was erased and what was not. Returns the exit code."""
    from callgrade.text import plain

    click.echo(f"Calls erased: {erased.calls}.")
    for folder in erased.exports:
        click.echo(f"Exports rewritten: {plain(str(folder))}.")
    click.echo("Recordings are unchanged. Backups and copies elsewhere cannot be reached.")
    for folder in erased.absent:
        say(f"{folder} does not exist, so its exports were not rewritten; the next run does it if the folder is back.")
    say_damaged(erased.damaged)
    for left in erased.left:
        say(f"Erased calls are still in {left.what}: {left.why}")
    if erased.left:
        say("The erasure is not complete. Correct the cause, then run callgrade forget or purge again.")
        return ExitCode.INCOMPLETE
    return ExitCode.SOME_NOT_SCORED if erased.damaged else ExitCode.OK


def say_damaged(digests: Sequence[str]) -> None:
    """Print the digests of calls that cannot be read."""
    if digests:
        names = ", ".join(digest[:_DIGITS] for digest in digests)
        say(f"Damaged calls, which are in no table: {names}. Forget them, or restore the store from a backup.")
