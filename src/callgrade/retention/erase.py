"""Erase calls from the store and from every export that it remembers, so that no byte of them is left.

The steps, in order: erase the rows, write the exported tables again, free the space of the rows. Each is tried even if
another fails. If a step fails, or the run is killed between steps, tables or free space may still hold erased calls;
every later run completes that.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from callgrade.config.store import RetentionSettings
from callgrade.errors import UsageError
from callgrade.retention.attempt import Left, attempt
from callgrade.retention.remembered_exports import RewrittenExports, rewrite_exports
from callgrade.store import Store


class Because(StrEnum):
    """Why calls are erased, as the store logs it."""

    NAMED = "calls that were named"
    PERSON = "a person's calls"
    AGE = "older than an age that was given"
    RETENTION = "the retention of the configuration"


@dataclass(frozen=True)
class Erased:
    """What was erased. ``calls``: how many; ``exports``: folders whose tables were written again.

    ``left``: what still holds erased calls. ``absent``: folders of exports that are missing now. ``damaged``: digests
    of calls that cannot be read, so they are missing from the tables that were written again.
    """

    calls: int
    exports: tuple[Path, ...]
    left: tuple[Left, ...]
    absent: tuple[Path, ...]
    damaged: tuple[str, ...]


@dataclass(frozen=True)
class DueForErasure:
    """Calls that are due for erasure. ``site``: the site with the rule; ``None`` for the general rule."""

    site: str | None
    before: datetime
    call_ids: tuple[int, ...]


def erase(store: Store, call_ids: Iterable[int], because: Because = Because.NAMED) -> Erased:
    """Erase calls, write the exports again without them, and compact the store. The store logs when, why and how many.

    Also completes an earlier erasure that was cut off, whatever ``call_ids`` are. Raises ``OutputError`` and
    ``StoreError`` if the calls themselves cannot be erased.
    """
    logged = store.runs.begin_erasure(because)
    done = _erase(store, call_ids)
    store.runs.end_erasure(logged, {"erased": done.calls, "left": len(done.left)})
    return done


def _erase(store: Store, call_ids: Iterable[int]) -> Erased:
    erased = store.erasure.erase(call_ids)
    left: list[Left] = []
    exports = RewrittenExports()
    with attempt("the list of exports", left):
        exports = rewrite_exports(store)
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
    """Calls older than ``age``, of all sites."""
    return [_due(store, None, now - age)]


def due_by_retention(store: Store, now: datetime, rules: RetentionSettings) -> list[DueForErasure]:
    """Calls older than the configuration keeps them; raises ``UsageError`` if it keeps all calls for ever."""
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
