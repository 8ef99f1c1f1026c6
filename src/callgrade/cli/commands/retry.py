"""``callgrade retry``: calls that were not scored wait for the next batch again."""

from typing import TYPE_CHECKING

import click

from callgrade.cli.edge import say
from callgrade.cli.options import store_option
from callgrade.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from callgrade.store import StoredCall

STATES = ("crashed", "hung", "failed", "refused")
_WHY_NOT = {
    "scored": "is scored; callgrade rescore judges it anew",
    "waiting": "waits for the next callgrade batch already",
    "claimed": "is in the hands of a run",
    "erased": "was erased and is not done again; to see a card: callgrade analyze FILE",
}


@click.command()
@click.argument("calls", metavar="[CALL]...", nargs=-1)
@store_option
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="All calls that ended so.")
def retry(calls: tuple[str, ...], store: str, states: tuple[str, ...]) -> ExitCode:
    """Let the next batch take calls up again that were not scored: each CALL, or all of a --state.

    CALL: a file name, a path, or the beginning of a recording's SHA-256 (6 digits or more).
    """
    from callgrade.store import CallState, open_store

    if bool(calls) == bool(states):
        raise UsageError("Which calls?", "Name some CALLs, or give a --state.")
    with open_store(store, create=False) as opened:
        if states:
            waiting = opened.ledger.retry({CallState(state) for state in states})
        else:
            found = [opened.cards.find(call) for call in calls]
            waiting = opened.ledger.retry(call_ids=[call.id for call in found])
            for call in found:
                _say_why_not(call)
    click.echo(f"Calls that wait for the next batch: {waiting}.")
    return ExitCode.OK


def _say_why_not(call: "StoredCall") -> None:
    if call.state in _WHY_NOT:
        say(f"{call.name or call.sha256[:12]} {_WHY_NOT[call.state]}.")
