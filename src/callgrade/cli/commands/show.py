"""``callgrade show``: shows one call of the store."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from callgrade.cli.cards.card_format import TRANSCRIPTS, CardFormat
from callgrade.cli.edge import say
from callgrade.cli.options import config_option, reader_language_of, settings_of, store_option, ui_language_option
from callgrade.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from callgrade.store import StoredCall

_WHAT_TO_DO = {
    "waiting": "The next callgrade batch scores it.",
    "claimed": "A run is scoring it; if that run died, the next callgrade batch scores it.",
    "refused": "Correct the recording or its sidecar; the next callgrade batch scores it again.",
    "crashed": "Run callgrade retry once. If it crashes again, the recording is the cause: please report it.",
    "hung": "Run callgrade retry once, when the machine is less busy.",
    "failed": "Please report it, and run callgrade retry after an update.",
    "erased": "Nothing: it was erased on request. To see a card again, run callgrade analyze FILE.",
}


@click.command()
@click.argument("call")
@store_option
@click.option(
    "--format",
    "form",
    type=CardFormat(["terminal", "json", "vcon", *TRANSCRIPTS]),
    default="terminal",
    show_default=True,
)
@click.option("--full", is_flag=True, help="Print the whole card, not only the score and what to work on.")
@ui_language_option
@config_option
def show(call: str, store: str, form: str, full: bool, ui_language: str | None, config: Path | None) -> ExitCode:
    """Show the scorecard of CALL from the store, or why it has none.

    CALL: a file name or a part of it, a path, the telephone system's identifier, or the first digits of a recording's
    SHA-256 (at least 6).
    """
    from callgrade.cli.outputs import print_in
    from callgrade.store import CallState, CardFilter, open_store
    from callgrade.translation.current import in_language

    with open_store(store, create=False) as opened:
        found = opened.calls.find(call)
        stored = next(iter(opened.cards.read(CardFilter(call_ids=(found.id,)))), None)
        if stored is not None:
            with in_language(reader_language_of(ui_language, settings_of(config))):
                print_in(form, stored.card, full=full)
            if found.state != CallState.SCORED:
                say("This is the card from before: the call is to be heard again.")
        elif form == "terminal":
            for name, value in _facts(found):
                click.echo(f"{name:<12} {value}")
        else:
            state = CallState(found.state)
            raise UsageError(f"This call has no scorecard: it is {state}.", "See callgrade show without --format.")
    return ExitCode.OK


def _facts(call: "StoredCall") -> Iterator[tuple[str, str]]:
    """What the store knows of a call without a scorecard."""
    from callgrade.text import plain

    yield "call", call.sha256
    if call.path:
        yield "file", plain(call.path)
    yield "state", call.state + (f": {call.reason_code}" if call.reason_code else "")
    if call.reason_text:
        yield "why", plain(call.reason_text)
    yield "known since", f"{call.enrolled_at:%Y-%m-%d %H:%M} UTC"
    if call.attempts:
        yield "attempts", f"{call.attempts}, each stopped together with its run"
    yield "what to do", _WHAT_TO_DO[call.state]
