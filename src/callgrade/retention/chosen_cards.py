"""The stored scorecards that an export or a report asks for."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from callgrade.errors import StoreError
from callgrade.export.options import ExportOptions
from callgrade.report.options import ReportOptions
from callgrade.store import CardFilter, Store, StoredCard


def chosen_cards(store: Store, options: ExportOptions | ReportOptions, damaged: set[str]) -> Iterator[StoredCard]:
    """The calls that ``options`` ask for; digests of those that cannot be read are added to ``damaged``."""
    day = timedelta(days=1)
    wanted = CardFilter(
        begin=datetime.combine(options.since, time()) if options.since else None,
        end=datetime.combine(options.until + day, time()) if options.until else None,
        team=options.team,
        agent=options.agent,
    )
    for stored in store.cards.read(wanted):
        try:
            _ = stored.card
        except StoreError:
            damaged.add(stored.call.sha256)
        else:
            yield stored
