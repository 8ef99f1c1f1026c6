"""All calls, whatever their state: found by name, listed and counted. No document is read."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from callgrade.errors import UsageError
from callgrade.store.columns import stored_call
from callgrade.store.conditions import lies_at, named, named_in_part, of_person, within
from callgrade.store.connection.database import Database
from callgrade.store.entries import NOT_SCORED, CallState
from callgrade.store.stored_call import StoredCall
from callgrade.store.tables import CALLS

_LISTED = 10


class CallOrder(StrEnum):
    """By what calls are listed."""

    STARTED = "started"
    SCORE = "score"
    NAME = "name"
    DURATION = "duration"


@dataclass(frozen=True)
class CallQuery:
    """Which calls, and in what order: those that match everything that is not ``None``.

    ``begin``, ``end``, ``agent`` and ``team`` as in ``CardFilter``. ``states``: any of them. ``below``: the overall
    score is less. ``verdicts``: norm → verdict. ``order``: the latest, lowest, first or longest come first, calls
    without a value last. ``limit``: at most so many.
    """

    begin: datetime | None = None
    end: datetime | None = None
    team: str | None = None
    agent: str | None = None
    states: tuple[CallState, ...] = ()
    below: float | None = None
    verdicts: tuple[tuple[str, str], ...] = ()
    order: CallOrder = CallOrder.STARTED
    limit: int | None = None


class Calls:
    """Calls in any state."""

    def __init__(self, database: Database) -> None:
        """``database``: at the newest version."""
        self._database = database

    def listed(self, query: CallQuery) -> list[StoredCall]:
        """The calls that match ``query``, in its order."""
        return self._calls(select(CALLS).where(*_conditions(query)).order_by(*_ORDERS[query.order]).limit(query.limit))

    def count(self, query: CallQuery) -> int:
        """How many calls match ``query``, without its limit."""
        with self._database.reading() as connection:
            return connection.execute(select(func.count()).select_from(CALLS).where(*_conditions(query))).scalar_one()

    def not_scored(self) -> list[StoredCall]:
        """The calls that ended without a scorecard, the newest first."""
        return self._calls(select(CALLS).where(CALLS.c.state.in_(NOT_SCORED)).order_by(CALLS.c.id.desc()))

    def reasons(self) -> Counter[tuple[CallState, str]]:
        """Count the calls by state and code of the reason: why they are not scored, or have no overall score."""
        code = func.coalesce(CALLS.c.reason_code, CALLS.c.withheld)
        query = select(CALLS.c.state, code, func.count()).where(code.is_not(None)).group_by(CALLS.c.state, code)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return Counter({(CallState(state), reason): count for state, reason, count in rows})

    def agents(self) -> list[str]:
        """The names of all agents of scored calls, sorted; the extension of those without a name."""
        name = func.coalesce(CALLS.c.agent, CALLS.c.extension)
        with self._database.reading() as connection:
            return list(connection.scalars(select(name).where(name.is_not(None)).distinct().order_by(name)))

    def teams(self) -> list[str]:
        """The names of all teams of scored calls, sorted."""
        query = select(CALLS.c.team).where(CALLS.c.team.is_not(None)).distinct().order_by(CALLS.c.team)
        with self._database.reading() as connection:
            return list(connection.scalars(query))

    def has_norm(self, norm: str) -> bool:
        """Whether any scored call has a verdict of ``norm``."""
        judged = select(CALLS.c.id).where(CALLS.c.verdicts[norm].as_string().is_not(None)).limit(1)
        with self._database.reading() as connection:
            return connection.execute(judged).first() is not None

    def find(self, text: str) -> StoredCall:
        """Find the call that ``text`` names.

        It may be the path of a recording, a file name, the telephone system's identifier, a digest that begins with
        ``text`` (6 digits or more) or, if none of these fits, a part of a file name. Raises ``UsageError`` for no match
        or several.
        """
        for condition in (*_exactly(text), named_in_part(text)):
            found = self._calls(select(CALLS).where(condition).order_by(CALLS.c.id).limit(_LISTED))
            if len(found) == 1:
                return found[0]
            if found:
                raise UsageError(
                    f"Several calls in the store are called {text}: {_names(found)}.", "Give the digest of one."
                )
        raise UsageError(
            f"No call in the store is called {text}.",
            "Give the path of its recording, 4 characters or more of its name, or 6 digits or more of its digest.",
        )

    def is_named(self, text: str) -> bool:
        """Whether ``text`` names a call by more than a part of its file name."""
        with self._database.reading() as connection:
            return connection.execute(select(CALLS.c.id).where(or_(*_exactly(text))).limit(1)).first() is not None

    def _calls(self, query: Select[Any]) -> list[StoredCall]:
        with self._database.reading() as connection:
            return [stored_call(row) for row in connection.execute(query)]


_ORDERS: dict[CallOrder, tuple[ColumnElement[Any], ...]] = {
    CallOrder.STARTED: (CALLS.c.started.desc(), CALLS.c.id.desc()),
    CallOrder.SCORE: (CALLS.c.overall.asc().nulls_last(), CALLS.c.id),
    CallOrder.NAME: (CALLS.c.name.asc().nulls_last(), CALLS.c.id),
    CallOrder.DURATION: (CALLS.c.duration_s.desc().nulls_last(), CALLS.c.id),
}


def _conditions(query: CallQuery) -> Iterator[ColumnElement[bool]]:
    yield from within(query.begin, query.end)
    yield from of_person(query.agent, query.team)
    if query.states:
        yield CALLS.c.state.in_(query.states)
    if query.below is not None:
        yield CALLS.c.overall < query.below
    for norm, verdict in query.verdicts:
        yield CALLS.c.verdicts[norm].as_string() == verdict


def _exactly(text: str) -> tuple[ColumnElement[bool], ...]:
    return lies_at(Path(text)), named(text)


def _names(calls: Iterable[StoredCall]) -> str:
    return ", ".join(f"{call.sha256[:12]} ({call.path or call.state})" for call in calls)
