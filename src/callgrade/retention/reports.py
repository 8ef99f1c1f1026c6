"""Reports of a store: written from what it holds, and remembered, so that an erasure can write them again."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from callgrade.config.intake import IntakeSettings
from callgrade.errors import StoreError
from callgrade.report.morning import Night, NotScored
from callgrade.report.options import ReportOptions
from callgrade.report.site import Reported, ReportedCall, write_site
from callgrade.retention.chosen_cards import chosen_cards
from callgrade.store import CallState, Store, StoredCall
from callgrade.text import plain

REPORT = "html"
"""The key of a report among the formats of a remembered folder."""


def write_report(store: Store, folder: Path, options: ReportOptions, intake: IntakeSettings | None) -> Reported:
    """Write the report that ``options`` ask for into ``folder``; ``intake``: ``None`` makes no new copies of sound.

    Damaged calls are left out. Raises ``OutputError``.
    """
    damaged: set[str] = set()
    done = write_site(_calls(store, options, damaged), _night(store, options), folder, options, intake)
    return replace(done, damaged=tuple(sorted(damaged)))


def rewrite_report(store: Store, folder: Path, options: Mapping[str, Any]) -> Reported:
    """Write a remembered report again; raises ``StoreError`` if its options cannot be read."""
    try:
        read = ReportOptions.model_validate(options)
    except ValidationError as error:
        raise StoreError("How it was made cannot be read.", "Delete it, or run callgrade report again.") from error
    return write_report(store, folder, read, None)


def _calls(store: Store, options: ReportOptions, damaged: set[str]) -> Iterator[ReportedCall]:
    for stored in chosen_cards(store, options, damaged):
        yield ReportedCall(stored.card, Path(stored.call.path) if stored.call.path else None)


def _night(store: Store, options: ReportOptions) -> Night:
    """The last run and what it could not score; a report of one team or agent lists only that."""
    run = store.runs.last_ended()
    whole = options.team is None and options.agent is None
    return Night(
        ended=run.ended_at.astimezone() if run and run.ended_at else None,
        run=run.counts if run and whole else {},
        states={CallState(state).value: count for state, count in store.ledger.counts().items()} if whole else {},
        refused=[_not_scored(call) for call in store.calls.not_scored()] if whole else [],
    )


def _not_scored(call: StoredCall) -> NotScored:
    name, why = call.name or call.sha256[:12], call.reason_text or call.state
    return NotScored(plain(name), call.reason_code or call.state, plain(why))
