"""``callgrade retry``: queues calls that were not scored for the next batch."""

from typing import TYPE_CHECKING

import click

from callgrade.cli.edge import say
from callgrade.cli.options import store_option
from callgrade.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from callgrade.store import StoredCall

STATES = ("crashed", "hung", "failed", "refused")
_WHY_NOT = {
    "scored": "already has a score; use callgrade rescore",
    "waiting": "is already waiting for the next callgrade batch",
    "claimed": "is being scored by a run",
    "erased": "was erased and is not scored again; to see a card: callgrade analyze FILE",
}


@click.command()
@click.argument("calls", metavar="[CALL]...", nargs=-1)
@store_option
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="All calls in this state.")
def retry(calls: tuple[str, ...], store: str, states: tuple[str, ...]) -> ExitCode:
    """Queue calls that were not scored for the next batch: each CALL, or all calls in a --state.

    CALL: a file name, a path, or the first digits of a recording's SHA-256 (at least 6).
    """
    from callgrade.store import CallState, open_store

    if bool(calls) == bool(states):
        raise UsageError("Which calls?", "Give one or more CALLs, or a --state.")
    with open_store(store, create=False) as opened:
        if states:
            waiting = opened.ledger.retry({CallState(state) for state in states})
        else:
            found = [opened.cards.find(call) for call in calls]
            waiting = opened.ledger.retry(call_ids=[call.id for call in found])
            for call in found:
                _say_why_not(call)
    click.echo(f"Calls waiting for the next batch: {waiting}.")
    return ExitCode.OK


def _say_why_not(call: "StoredCall") -> None:
    if call.state in _WHY_NOT:
        say(f"{call.name or call.sha256[:12]} {_WHY_NOT[call.state]}.")
