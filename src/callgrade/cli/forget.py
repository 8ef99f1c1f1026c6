"""``callgrade forget``: one call's words, findings and names erased, here and in exports."""

from typing import TYPE_CHECKING

import click

from callgrade.cli.options import store_option
from callgrade.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from callgrade.batch.erase import Erased


@click.command()
@click.argument("calls", metavar="CALL...", nargs=-1, required=True)
@store_option
def forget(calls: tuple[str, ...], store: str) -> ExitCode:
    """Erase all that is known of CALL: words, findings, names and paths, in the store and in its exports.

    CALL: a file name, a path, or the beginning of a recording's SHA-256 (6 digits or more). The recording itself is
    never deleted, and what is left is its digest, so that no batch does it again. docs/erasure.md tells what cannot be
    reached: backups, copies of exports elsewhere, files of callgrade analyze --out.
    """
    from callgrade.batch.erase import erase
    from callgrade.store import CallState, open_store

    with open_store(store, create=False) as opened, opened.run_lock():
        try:
            found = [opened.find(call) for call in calls]
        except UsageError:
            if opened.counts()[CallState.ERASED]:
                erase(opened, ())  # an erasure that was cut off may have taken the name already
            raise
        erased = erase(opened, [call.id for call in found])
    tell(erased)
    return ExitCode.OK


def tell(erased: "Erased") -> None:
    """Say what was done."""
    from callgrade.export.plain import plain

    click.echo(f"Calls erased: {erased.calls}.")
    for folder in erased.exports:
        click.echo(f"Exports written again: {plain(str(folder))}.")
    click.echo("Recordings are untouched; backups and copies elsewhere were not reached.")
