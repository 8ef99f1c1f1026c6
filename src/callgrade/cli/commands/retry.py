"""``callgrade retry``: queues calls that were not scored for the next batch."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from callgrade.cli.edge import say
from callgrade.cli.options import site_file_option, store_option
from callgrade.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from callgrade.store import StoredCall

STATES = ("crashed", "hung", "failed", "refused")
_WHY_NOT = {
    "scored": "already has a score; use callgrade rescore, or --heard to hear it again",
    "waiting": "is already waiting for the next callgrade batch",
    "claimed": "is being scored by a run",
    "erased": "was erased and is not scored again; to see a card: callgrade analyze FILE",
}


@click.command()
@click.argument("calls", metavar="[CALL]...", nargs=-1)
@store_option
@site_file_option
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="All calls in this state.")
@click.option("--heard", is_flag=True, help="Also hear a scored CALL again; its recording must still be there.")
def retry(calls: tuple[str, ...], store: str, states: tuple[str, ...], heard: bool) -> ExitCode:
    """Queue calls that were not scored for the next batch: each CALL, or all calls in a --state.

    CALL: a file name or a part of it, a path, the telephone system's identifier, or the first digits of a recording's
    SHA-256 (at least 6).
    """
    from callgrade.store import CallState, open_store

    if bool(calls) == bool(states):
        raise UsageError("Which calls?", "Give one or more CALLs, or a --state.")
    with open_store(store, create=False) as opened:
        if states:
            waiting = opened.ledger.retry({CallState(state) for state in states})
        else:
            found = [opened.calls.find(call) for call in calls]
            again = [call for call in found if heard and _can_be_heard(call)]
            waiting = opened.ledger.retry(call_ids=[call.id for call in found])
            waiting += opened.ledger.retry({CallState.SCORED}, [call.id for call in again])
            for call in found:
                if call not in again:
                    _say_why_not(call)
    click.echo(f"Calls waiting for the next batch: {waiting}.")
    return ExitCode.OK


def _can_be_heard(call: "StoredCall") -> bool:
    """Whether a scored call can be heard again. If its recording is gone, its scorecard must not be lost."""
    if call.state != "scored":
        return False
    there = call.path is not None and Path(call.path).is_file()
    if not there:
        say(f"{call.path or call.sha256[:12]} is not there, so the call keeps its scorecard.")
    return there


def _say_why_not(call: "StoredCall") -> None:
    if call.state in _WHY_NOT:
        say(f"{call.name or call.sha256[:12]} {_WHY_NOT[call.state]}.")
