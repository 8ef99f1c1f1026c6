"""Stored scorecards: read in order, found by name, and given new judgements."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, func, or_, select, tuple_, update

from callgrade.errors import UsageError
from callgrade.model.scorecard import Versions
from callgrade.store.columns import shown, started_key, stored_call
from callgrade.store.connection.database import Database
from callgrade.store.entries import NOT_SCORED, CallState, path_digest
from callgrade.store.stored_call import CardFilter, StoredCall, StoredCard
from callgrade.store.tables import CALLS, FILES, HEARD, JUDGEMENTS, now
from callgrade.store.written import WrittenJudgement

PAGE = 200  # cards read at once; each has some 10 kB
_SHORTEST_DIGEST = 6
_LISTED = 10
_SCORED = CALLS.c.state == CallState.SCORED


class Cards:
    """Scored calls."""

    def __init__(self, database: Database) -> None:
        """``database``: at the newest version."""
        self._database = database

    def read(self, wanted: CardFilter | None = None) -> Iterator[StoredCard]:
        """Read the scored calls that match, by start, then digest; calls without a start come first.

        One page is in memory at a time, and nothing is locked. A call that changes meanwhile is read whole, as it was
        before the change or after it.
        """
        fitting = and_(_SCORED, *_conditions(wanted or CardFilter()))
        order = (CALLS.c.started, CALLS.c.sha256)
        after = ("", "")
        while page := self._page(_CARDS.where(fitting, tuple_(*order) > after).order_by(*order).limit(PAGE)):
            yield from page
            after = (started_key(page[-1].call.started), page[-1].call.sha256)

    def not_scored(self) -> list[StoredCall]:
        """The calls that ended without a scorecard, the newest first."""
        query = select(CALLS).where(CALLS.c.state.in_(NOT_SCORED)).order_by(CALLS.c.id.desc())
        with self._database.reading() as connection:
            return [stored_call(row) for row in connection.execute(query)]

    def replace_judgements(self, rescored: Iterable[tuple[StoredCard, WrittenJudgement]]) -> int:
        """Replace judgements, all or none; returns how many were replaced.

        A call that was heard again, erased or claimed since its card was read is left as it is.
        """
        replaced = 0
        with self._database.writing() as connection:
            for stored, written in rescored:
                same = and_(CALLS.c.id == stored.call.id, _SCORED, CALLS.c.revision == stored.call.revision)
                columns = {**written.columns, "scored_at": now()}
                if connection.execute(update(CALLS).where(same).values(columns)).rowcount:
                    connection.execute(_REPLACE, {"of_call": stored.call.id, "new": written.document})
                    replaced += 1
        return replaced

    def find(self, text: str) -> StoredCall:
        """Find the call with this file name, this path, or a digest that begins with ``text`` (6 digits or more).

        An exact path of a recording wins over names that merely match. Raises ``UsageError`` for no match or several.
        """
        found = self._calls(_lies_at(Path(text)), _LISTED) or self._calls(_named(text), _LISTED)
        if len(found) == 1:
            return found[0]
        if not found:
            raise UsageError(
                f"No call in the store is called {text}.",
                "Give the path of its recording, or its digest (6 digits or more).",
            )
        names = ", ".join(f"{call.sha256[:12]} ({call.path or call.state})" for call in found)
        raise UsageError(f"Several calls in the store are called {text}: {names}.", "Give the digest of one.")

    def versions(self) -> dict[tuple[str | None, Versions], int]:
        """Count the scored calls by language and by the program, model, norms and configuration that made them."""
        columns = (CALLS.c.language, CALLS.c.callgrade, CALLS.c.model, CALLS.c.norms, CALLS.c.config)
        with self._database.reading() as connection:
            rows = connection.execute(select(*columns, func.count()).where(_SCORED).group_by(*columns)).all()
        return {(row[0], Versions(*row[1:-1])): row[-1] for row in rows}

    def _calls(self, condition: ColumnElement[bool], limit: int) -> list[StoredCall]:
        query = select(CALLS).where(condition).order_by(CALLS.c.id).limit(limit)
        with self._database.reading() as connection:
            return [stored_call(row) for row in connection.execute(query)]

    def _page(self, query: Select[Any]) -> list[StoredCard]:
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return [StoredCard(stored_call(row), row.heard_document, row.judgement_document) for row in rows]


def _document(table: Table, name: str) -> ColumnElement[bytes]:
    return table.c.document.label(name)


_CARDS: Select[Any] = (
    select(CALLS, _document(HEARD, "heard_document"), _document(JUDGEMENTS, "judgement_document"))
    .join(HEARD, HEARD.c.call_id == CALLS.c.id)
    .join(JUDGEMENTS, JUDGEMENTS.c.call_id == CALLS.c.id)
)
_REPLACE = update(JUDGEMENTS).where(JUDGEMENTS.c.call_id == bindparam("of_call")).values(document=bindparam("new"))


def _conditions(wanted: CardFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.begin is not None:
        yield CALLS.c.started >= started_key(wanted.begin)
    if wanted.end is not None:
        yield and_(CALLS.c.started != "", CALLS.c.started < started_key(wanted.end))
    if wanted.team is not None:
        yield CALLS.c.team == wanted.team
    if wanted.agent is not None:
        yield or_(CALLS.c.agent == wanted.agent, CALLS.c.extension == wanted.agent)
    if wanted.call_ids is not None:
        yield CALLS.c.id.in_(wanted.call_ids)


def _lies_at(path: Path) -> ColumnElement[bool]:
    return CALLS.c.sha256.in_(select(FILES.c.sha256).where(FILES.c.path_digest == path_digest(path)))


def _named(text: str) -> ColumnElement[bool]:
    named = or_(CALLS.c.name == shown(text), CALLS.c.path == shown(text))
    digits = text.lower()
    if len(digits) < _SHORTEST_DIGEST or not set(digits) <= set("0123456789abcdef"):
        return named
    return or_(named, and_(CALLS.c.sha256 >= digits, CALLS.c.sha256 < digits + "g"))  # "g": after every hex digit
