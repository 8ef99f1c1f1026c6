"""Erase calls from the store and from every export that it remembers, so that no byte of them is left.

In this order: the rows, the tables of exports, the space that the rows took. Each is tried, whatever becomes of the
others. A step that fails, or a run that is killed in between, leaves calls that are erased and tables or space that
still hold them; every later run completes that.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from callgrade.config.store import RetentionSettings
from callgrade.errors import UsageError
from callgrade.retention.attempt import Left, attempt
from callgrade.retention.remembered_exports import WrittenAgain, write_again
from callgrade.store import Store


@dataclass(frozen=True)
class Erased:
    """``calls``: their number. ``exports``: folders with tables that were written anew.

    ``left``: what still holds erased calls. ``absent``: folders of exports that are not there now. ``damaged``: digests
    of calls that cannot be read, and so are in no export that was written anew.
    """

    calls: int
    exports: tuple[Path, ...]
    left: tuple[Left, ...]
    absent: tuple[Path, ...]
    damaged: tuple[str, ...]


@dataclass(frozen=True)
class DueForErasure:
    """Calls whose time is over. ``site``: whose rule it is, ``None`` where no site's."""

    site: str | None
    before: datetime
    call_ids: tuple[int, ...]


def erase(store: Store, call_ids: Iterable[int]) -> Erased:
    """Erase calls, write the exports anew without them, and compact the store.

    Also completes an erasure that was cut off, whatever ``call_ids`` are. Raises ``OutputError`` and ``StoreError``
    where the calls themselves cannot be erased.
    """
    erased = store.erasure.erase(call_ids)
    left: list[Left] = []
    exports = WrittenAgain()
    with attempt("the list of exports", left):
        exports = write_again(store)
    with attempt(f"the space that they took in the store {store}", left):
        store.erasure.compact()
    return Erased(
        erased,
        tuple(exports.folders),
        (*exports.left, *left),
        tuple(exports.absent),
        tuple(sorted(exports.damaged)),
    )


def due_by_age(store: Store, now: datetime, age: timedelta) -> list[DueForErasure]:
    """Calls older than ``age``, of whatever site."""
    return [_due(store, None, now - age)]


def due_by_retention(store: Store, now: datetime, rules: RetentionSettings) -> list[DueForErasure]:
    """Calls older than the configuration keeps them; raises ``UsageError`` where it keeps all for ever."""
    days = {site.name: site.days for site in rules.sites}
    if rules.days is None and not any(days.values()):
        raise UsageError(
            "The configuration keeps calls for ever.", "Give --older-than, or set store: retention: in --config."
        )
    due = [_due(store, site, now - timedelta(kept)) for site, kept in days.items() if kept]
    if rules.days is not None:
        due.append(_due(store, None, now - timedelta(rules.days), not_sites=tuple(days)))
    return due


def _due(store: Store, site: str | None, before: datetime, not_sites: Collection[str] = ()) -> DueForErasure:
    return DueForErasure(site, before, tuple(store.erasure.older_than(before, site=site, not_sites=not_sites)))
