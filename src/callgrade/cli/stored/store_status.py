"""What is in a store: calls by state, why some have no score, the last runs, its size, and the next run."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from callgrade.cli.stored.next_run import next_run
from callgrade.store import CallState, Store, StoredRun

SCHEMA = "callgrade.status/1"
_RUNS = 5
_MIB = 1024 * 1024


@dataclass(frozen=True)
class StoreStatus:
    """``reasons``: calls by state and code, why they are not scored or have no overall score.

    ``next_run``: ``None`` if this machine has no timer. ``size_bytes``: of the store and its journal.
    """

    store: str
    version: str
    size_bytes: int
    calls: dict[CallState, int]
    reasons: Counter[tuple[CallState, str]]
    runs: list[StoredRun]
    next_run: datetime | None

    def document(self) -> dict[str, Any]:
        """Plain values for JSON; times are ISO 8601 with offset."""
        return {
            "schema": SCHEMA,
            "store": self.store,
            "version": self.version,
            "size_bytes": self.size_bytes,
            "calls": {state.value: count for state, count in self.calls.items()},
            "reasons": {state.value: self._reasons_of(state) for state in CallState if self._reasons_of(state)},
            "runs": [
                {"id": run.id, "started": _iso(run.started_at), "ended": _iso(run.ended_at), "counts": dict(run.counts)}
                for run in self.runs
            ],
            "next_run": _iso(self.next_run),
        }

    def rows(self) -> Iterator[tuple[str, str]]:
        """Name and value of each row, as shown on a terminal."""
        yield "store", f"{self.store}, {self.size_bytes / _MIB:,.1f} MiB, version {self.version}"
        yield "calls", f"{sum(self.calls.values()):,}"
        for state, count in self.calls.items():
            if count:
                yield f"  {state}", f"{count:,}{_listed(self._reasons_of(state))}"
        for run in self.runs:
            yield "run", _shown(run)
        yield (
            "next run",
            f"{self.next_run:%Y-%m-%d %H:%M}" if self.next_run else "no timer of callgrade on this machine",
        )

    def _reasons_of(self, state: CallState) -> dict[str, int]:
        return {code: count for (of, code), count in sorted(self.reasons.items()) if of is state}


def status_of(store: Store) -> StoreStatus:
    """The status of an open store."""
    return StoreStatus(
        store=str(store),
        version=store.version,
        size_bytes=store.size_bytes(),
        calls=store.ledger.counts(),
        reasons=store.calls.reasons(),
        runs=store.runs.last(_RUNS),
        next_run=next_run(),
    )


def _iso(at: datetime | None) -> str | None:
    return at.astimezone().isoformat(timespec="seconds") if at else None


def _listed(reasons: dict[str, int]) -> str:
    return f": {', '.join(f'{code} {count:,}' for code, count in reasons.items())}" if reasons else ""


def _shown(run: StoredRun) -> str:
    began = f"{run.started_at.astimezone():%Y-%m-%d %H:%M}"
    if run.ended_at is None:
        return f"{began}, not ended: it is at work, or it was killed"
    counts = ", ".join(f"{name} {count:,}" for name, count in run.counts.items() if count) or "nothing to do"
    return f"{began} to {run.ended_at.astimezone():%H:%M}: {counts}"
