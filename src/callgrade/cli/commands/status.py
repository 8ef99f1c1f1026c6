"""``callgrade status``: shows what is in the store, what the last runs did and when the next one starts."""

import json

import click

from callgrade.cli.options import site_file_option, store_option
from callgrade.errors import ExitCode


@click.command()
@store_option
@site_file_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def status(store: str, form: str) -> ExitCode:
    """Show how many calls are in each state and why, the last runs, the store's size, and the next run."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from callgrade.cli.stored.store_status import status_of
    from callgrade.store import open_store
    from callgrade.text import plain

    with open_store(store, create=False) as opened:
        found = status_of(opened)
    if form == "json":
        click.echo(json.dumps(found.document(), indent=2))
        return ExitCode.OK
    table = Table(show_header=False, box=None, pad_edge=False)
    for name, value in found.rows():
        table.add_row(name, Text(plain(value)))
    Console().print(table)
    return ExitCode.OK
