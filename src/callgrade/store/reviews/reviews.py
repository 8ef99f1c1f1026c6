"""The part of the store that holds what people say of verdicts, with the trail of every change."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Table, and_, select

from callgrade.errors import UsageError
from callgrade.model.finding import Verdict
from callgrade.reviewing import Reviews
from callgrade.store.columns import utc
from callgrade.store.connection.database import Database
from callgrade.store.documents.stored_documents import read_judgement
from callgrade.store.entries import CallState
from callgrade.store.reviews.review_rows import refresh, reviews_of
from callgrade.store.tables import CALLS, DISPUTES, JUDGEMENTS, REVIEW_CHANGES, REVIEWS, now
from callgrade.text import storable

_TIMES = ("marked_at", "disputed_at", "answered_at")


class NewMark(NamedTuple):
    """A verdict of a person on a norm of a call, to be kept."""

    call_id: int
    norm: str
    reader: str
    verdict: Verdict
    remark: str = ""


class Marked(NamedTuple):
    """How many verdicts are ``new``, ``changed`` or the ``same`` as before."""

    new: int
    changed: int
    same: int


@dataclass(frozen=True)
class ReviewChange:
    """One change: when (UTC), by whom, of which call and norm. ``what``: mark, dispute or answer.

    ``before`` and ``after``: the values; ``before`` is ``None`` where there was nothing.
    """

    at: datetime
    who: str
    sha256: str
    name: str | None
    norm: str
    what: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


class ReviewStore:
    """Verdicts of people, disputes and their answers. Nothing but an erasure removes them."""

    def __init__(self, database: Database) -> None:
        """``database``: at the newest version."""
        self._database = database

    def of(self, call_ids: Collection[int]) -> dict[int, Reviews]:
        """What people say of these calls; calls without reviews are left out."""
        with self._database.reading() as connection:
            return reviews_of(connection, call_ids)

    def reviewed_calls(self) -> list[int]:
        """The ids of all calls that people marked."""
        with self._database.reading() as connection:
            return list(connection.scalars(select(REVIEWS.c.call_id).distinct().order_by(REVIEWS.c.call_id)))

    def mark(self, marks: Iterable[NewMark], who: str) -> Marked:
        """Keep the verdicts of people, all or none; a reader's later verdict replaces the earlier one.

        ``who``: brings them in. Raises ``UsageError`` for a call that is not scored or does not have the norm.
        """
        counts = {"new": 0, "changed": 0, "same": 0}
        with self._database.writing() as connection:
            marks = list(marks)
            _check(connection, {(mark.call_id, mark.norm) for mark in marks})
            for mark in marks:
                key = {"call_id": mark.call_id, "norm": mark.norm, "reader": _kept(mark.reader)}
                values = {"verdict": mark.verdict.value, "remark": _kept(mark.remark)}
                counts[self._put(connection, REVIEWS, key, values, "marked_at", ("mark", who))] += 1
            refresh(connection, {mark.call_id for mark in marks})
        return Marked(**counts)

    def dispute(self, call_id: int, norm: str, text: str, who: str) -> None:
        """Keep the words of ``who`` against a verdict; they replace an earlier dispute of it. Raises as ``mark``."""
        key = {"call_id": call_id, "norm": norm}
        answer = dict.fromkeys(("answer", "answered_by", "answered_at", "verdict"))
        with self._database.writing() as connection:
            _check(connection, {(call_id, norm)})
            values = {"words": _kept(text), "disputed_by": _kept(who), **answer}
            self._put(connection, DISPUTES, key, values, "disputed_at", ("dispute", who))
            refresh(connection, [call_id])

    def answer(self, call_id: int, norm: str, text: str, verdict: Verdict | None, who: str) -> None:
        """Keep the answer to a dispute. ``verdict`` counts from now on; ``None``: it stays as it is.

        Raises ``UsageError`` if nobody disputes the verdict, and as ``mark``.
        """
        key = {"call_id": call_id, "norm": norm}
        with self._database.writing() as connection:
            _check(connection, {(call_id, norm)})
            if _row(connection, DISPUTES, key) is None:
                raise UsageError(f"Nobody disputes {norm} of this call.", "See callgrade review log.")
            values = {"answer": _kept(text), "answered_by": _kept(who), "verdict": verdict and verdict.value}
            self._put(connection, DISPUTES, key, values, "answered_at", ("answer", who))
            refresh(connection, [call_id])

    def changes(self, call_id: int | None = None) -> list[ReviewChange]:
        """The trail of changes, the first first; ``call_id``: of one call."""
        query = select(REVIEW_CHANGES, CALLS.c.sha256, CALLS.c.name).join(CALLS).order_by(REVIEW_CHANGES.c.id)
        if call_id is not None:
            query = query.where(REVIEW_CHANGES.c.call_id == call_id)
        with self._database.reading() as connection:
            return [_change(row) for row in connection.execute(query)]

    def _put(
        self,
        connection: Connection,
        table: Table,
        key: Mapping[str, Any],
        values: Mapping[str, Any],
        time: str,
        by: tuple[str, str],
    ) -> str:
        """Write a row with its change in the trail; says whether it is ``new``, ``changed`` or the ``same``."""
        before = _row(connection, table, key)
        if before is not None and all(before[name] == value for name, value in values.items()):
            return "same"
        insert = self._database.insert(table).values({**(before or {}), **key, **values, time: now()})
        changed = {name: insert.excluded[name] for name in (*values, time)}
        connection.execute(insert.on_conflict_do_update(index_elements=list(key), set_=changed))
        what, who = by
        kept = {"call_id": key["call_id"], "norm": key["norm"], "what": what, "who": _kept(who)}
        trail = {"changed_at": now(), "before": before and _said(before), "after": _said({**key, **values})}
        connection.execute(REVIEW_CHANGES.insert().values({**kept, **trail}))
        return "new" if before is None else "changed"


def _kept(text: str) -> str:
    """What a person wrote, as the store keeps it: card numbers are redacted."""
    from callgrade.redaction import redact_text  # only writers need it, and it takes long to load

    return redact_text(storable(text))


def _row(connection: Connection, table: Table, key: Mapping[str, Any]) -> dict[str, Any] | None:
    same = and_(*(table.c[name] == value for name, value in key.items()))
    row = connection.execute(select(table).where(same)).one_or_none()
    return None if row is None else dict(row._mapping)


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says, without what the trail has in columns of its own, and without what is empty."""
    return {
        name: value for name, value in row.items() if value is not None and name not in ("call_id", "norm", *_TIMES)
    }


def _check(connection: Connection, cases: Collection[tuple[int, str]]) -> None:
    """Lock the rows of the calls; raise ``UsageError`` for one that has no verdict on its norm."""
    norms: dict[int, set[str]] = {}
    for call_id in sorted({call_id for call_id, _ in cases}):
        norms[call_id] = _norms(connection, call_id)
    for call_id, norm in sorted(cases):
        if norm not in norms[call_id]:
            raise UsageError(f"The scorecard has no norm {norm!r}.", "See callgrade norms list.")


def _norms(connection: Connection, call_id: int) -> set[str]:
    call = connection.execute(select(CALLS).where(CALLS.c.id == call_id).with_for_update()).one()
    if call.state != CallState.SCORED:
        raise UsageError(f"{call.name or call.sha256[:12]} has no scorecard: it is {call.state}.", "Choose another.")
    document = connection.execute(select(JUDGEMENTS.c.document).where(JUDGEMENTS.c.call_id == call_id)).scalar_one()
    judgement = read_judgement(document)
    if not judgement.scoring:
        raise UsageError(
            "An earlier callgrade judged this call and did not keep the weights of its score.",
            "Run callgrade rescore first.",
        )
    return {finding.norm for finding in judgement.findings}


def _change(row: Row[Any]) -> ReviewChange:
    return ReviewChange(utc(row.changed_at), row.who, row.sha256, row.name, row.norm, row.what, row.before, row.after)
