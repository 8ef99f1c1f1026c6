"""Stored scorecards: read in order, and given new judgements."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, func, or_, select, tuple_, update

from callgrade.model.scorecard import Versions
from callgrade.store.columns import started_key, stored_call
from callgrade.store.conditions import of_person, within
from callgrade.store.connection.database import Database
from callgrade.store.documents.written import WrittenJudgement
from callgrade.store.entries import CallState
from callgrade.store.reviews.review_rows import refresh, reviews_of
from callgrade.store.stored_call import CardFilter, StoredCard
from callgrade.store.tables import CALLS, HEARD, JUDGEMENTS, now

PAGE = 200  # cards read at once; each has some 10 kB
_SCORED = CALLS.c.state == CallState.SCORED
_NOT_IN_WORK = CALLS.c.state.in_((CallState.SCORED, CallState.WAITING))
_HAS_CARD = or_(_NOT_IN_WORK, CALLS.c.state == CallState.CLAIMED)
"""Of the calls that have documents. One that is to be heard again keeps its card until the new one is there."""


class Cards:
    """Scored calls, and those that are to be heard again."""

    def __init__(self, database: Database) -> None:
        """``database``: at the newest version."""
        self._database = database

    def read(self, wanted: CardFilter | None = None) -> Iterator[StoredCard]:
        """Read the calls with a card that match, by start, then digest; calls without a start come first.

        One page is in memory at a time, and nothing is locked. A call that changes meanwhile is read whole, as it was
        before the change or after it.
        """
        fitting = and_(_HAS_CARD, *_conditions(wanted or CardFilter()))
        order = (CALLS.c.started, CALLS.c.sha256)
        after = ("", "")
        while page := self._page(_CARDS.where(fitting, tuple_(*order) > after).order_by(*order).limit(PAGE)):
            yield from page
            after = (started_key(page[-1].call.started), page[-1].call.sha256)

    def replace_judgements(self, rescored: Iterable[tuple[StoredCard, WrittenJudgement]]) -> int:
        """Replace judgements, all or none; returns how many were replaced.

        A call that was heard again, erased or claimed since its card was read is left as it is.
        """
        replaced: list[int] = []
        with self._database.writing() as connection:
            for stored, written in rescored:
                same = and_(CALLS.c.id == stored.call.id, _NOT_IN_WORK, CALLS.c.revision == stored.call.revision)
                columns = {**written.columns, "scored_at": now()}
                if connection.execute(update(CALLS).where(same).values(columns)).rowcount:
                    connection.execute(_REPLACE, {"of_call": stored.call.id, "new": written.document})
                    replaced.append(stored.call.id)
            refresh(connection, replaced)
        return len(replaced)

    def versions(self) -> dict[tuple[str | None, Versions], int]:
        """Count the scored calls by language and by the program, model, norms and configuration that made them."""
        columns = (CALLS.c.language, CALLS.c.callgrade, CALLS.c.model, CALLS.c.norms, CALLS.c.config)
        with self._database.reading() as connection:
            rows = connection.execute(select(*columns, func.count()).where(_SCORED).group_by(*columns)).all()
        return {(row[0], Versions(*row[1:-1])): row[-1] for row in rows}

    def _page(self, query: Select[Any]) -> list[StoredCard]:
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
            reviews = reviews_of(connection, [row.id for row in rows])
        return [
            StoredCard(stored_call(row), row.heard_document, row.judgement_document, reviews.get(row.id, {}))
            for row in rows
        ]


def _document(table: Table, name: str) -> ColumnElement[bytes]:
    return table.c.document.label(name)


_CARDS: Select[Any] = (
    select(CALLS, _document(HEARD, "heard_document"), _document(JUDGEMENTS, "judgement_document"))
    .join(HEARD, HEARD.c.call_id == CALLS.c.id)
    .join(JUDGEMENTS, JUDGEMENTS.c.call_id == CALLS.c.id)
)
_REPLACE = update(JUDGEMENTS).where(JUDGEMENTS.c.call_id == bindparam("of_call")).values(document=bindparam("new"))


def _conditions(wanted: CardFilter) -> Iterator[ColumnElement[bool]]:
    yield from within(wanted.begin, wanted.end)
    yield from of_person(wanted.agent, wanted.team)
    if wanted.call_ids is not None:
        yield CALLS.c.id.in_(wanted.call_ids)
