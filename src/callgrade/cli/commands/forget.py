"""``callgrade forget``: one call's words, findings and names erased, here and in exports."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from callgrade.cli.edge import say
from callgrade.cli.options import store_option
from callgrade.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from callgrade.retention.erase import Erased

_DIGITS = 12  # of a digest; enough to find its call


@click.command()
@click.argument("calls", metavar="CALL...", nargs=-1, required=True)
@store_option
def forget(calls: tuple[str, ...], store: str) -> ExitCode:
    """Erase all that is known of CALL: words, findings, names and paths, in the store and in its exports.

    CALL: a file name, a path, or the beginning of a recording's SHA-256 (6 digits or more). The recording itself is
    never deleted, and what is left is its digest, so that no batch does it again. docs/how-to/erasure.md says what
    cannot be reached: backups, copies of exports elsewhere, files of callgrade analyze --out.

    Exit code 9: some of it is left, as the messages say by name; run again when that is mended.
    """
    from callgrade.retention.erase import erase
    from callgrade.store import CallState, open_store

    with open_store(store, create=False) as opened, opened.run_lock():
        try:
            found = [opened.cards.find(call) for call in calls]
        except UsageError as error:
            if not opened.ledger.counts()[CallState.ERASED]:
                raise
            code = told(erase(opened, ()))  # an erasure that was cut off may have taken the name already
            if code is ExitCode.OK:
                raise
            say(str(error))
            return code
        return told(erase(opened, [call.id for call in found]))


def told(erased: "Erased") -> ExitCode:
    """The exit code, after what was done was said, and what was not."""
    from callgrade.text import plain

    click.echo(f"Calls erased: {erased.calls}.")
    for folder in erased.exports:
        click.echo(f"Exports written again: {plain(str(folder))}.")
    click.echo("Recordings are untouched; backups and copies elsewhere were not reached.")
    for folder in erased.absent:
        say(f"{folder} is not there, so its exports were not reached. They are when it is there at the next run.")
    say_damaged(erased.damaged)
    for left in erased.left:
        say(f"Erased calls are still in {left.what}: {left.why}")
    if erased.left:
        say("The erasure is not complete. When that is mended, run callgrade forget or purge again.")
        return ExitCode.INCOMPLETE
    return ExitCode.SOME_NOT_SCORED if erased.damaged else ExitCode.OK


def say_damaged(digests: Sequence[str]) -> None:
    """Name the calls that cannot be read."""
    if digests:
        names = ", ".join(digest[:_DIGITS] for digest in digests)
        say(f"Damaged calls, which are in no table: {names}. Forget them, or take the store from a backup.")
