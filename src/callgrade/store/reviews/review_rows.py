"""Read the rows of people's verdicts, and bring the columns of their calls up to date."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Connection, Row, select, update

from callgrade.model.finding import Dispute, ReaderMark, Review, Verdict
from callgrade.reviewing import Reviews, reviewed
from callgrade.store.chunks import chunks
from callgrade.store.columns import judged_columns, utc
from callgrade.store.documents.stored_documents import read_judgement
from callgrade.store.entries import CallState
from callgrade.store.tables import CALLS, DISPUTES, JUDGEMENTS, REVIEWS


def reviews_of(connection: Connection, call_ids: Collection[int]) -> dict[int, Reviews]:
    """What people say of these calls: call → norm → review; calls without reviews are left out."""
    found: dict[int, dict[str, Review]] = defaultdict(dict)
    for ids in chunks(call_ids):
        for (call_id, norm), marks in _marks(connection, ids).items():
            found[call_id][norm] = Review(tuple(marks))
        for row in connection.execute(select(DISPUTES).where(DISPUTES.c.call_id.in_(ids))):
            marked = found[row.call_id].get(row.norm, Review()).marks
            found[row.call_id][row.norm] = Review(marked, dispute_of(row))
    return dict(found)


def _marks(connection: Connection, ids: list[int]) -> dict[tuple[int, str], list[ReaderMark]]:
    marks: dict[tuple[int, str], list[ReaderMark]] = defaultdict(list)
    query = select(REVIEWS).where(REVIEWS.c.call_id.in_(ids)).order_by(*REVIEWS.primary_key)
    for row in connection.execute(query):
        mark = ReaderMark(row.reader, Verdict(row.verdict), row.remark, utc(row.marked_at))
        marks[row.call_id, row.norm].append(mark)
    return marks


def dispute_of(row: "Row[tuple[object, ...]]") -> Dispute:
    """A row of ``disputes`` as a ``Dispute``."""
    return Dispute(
        row.words,
        row.disputed_by,
        utc(row.disputed_at),
        row.answer,
        row.answered_by,
        None if row.answered_at is None else utc(row.answered_at),
        None if row.verdict is None else Verdict(row.verdict),
    )


def refresh(connection: Connection, call_ids: Collection[int]) -> None:
    """Let the columns of those calls that people reviewed say what counts now.

    To be called in the transaction that wrote a review or a judgement, after the row of the call was locked.
    """
    for call_id, reviews in reviews_of(connection, call_ids).items():
        scored = select(JUDGEMENTS.c.document).join(CALLS).where(CALLS.c.id == call_id)
        document = connection.execute(scored.where(CALLS.c.state == CallState.SCORED)).scalar_one_or_none()
        if document is not None:
            columns = judged_columns(reviewed(read_judgement(document), reviews))
            connection.execute(update(CALLS).where(CALLS.c.id == call_id).values(columns))
