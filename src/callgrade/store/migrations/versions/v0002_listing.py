"""Columns by which calls are listed, and what a run judged by."""

import json
import zlib
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_PAGE = 200
_CALLS = sa.table(
    "calls",
    sa.column("id", sa.BigInteger),
    sa.column("withheld", sa.Text),
    sa.column("verdicts", sa.JSON),
)
_JUDGEMENTS = sa.table("judgements", sa.column("call_id", sa.BigInteger), sa.column("document", sa.LargeBinary))


def upgrade() -> None:
    """Add the columns and fill them from the stored judgements."""
    op.add_column("runs", sa.Column("options", sa.JSON))
    op.add_column("calls", sa.Column("withheld", sa.Text))
    op.add_column("calls", sa.Column("verdicts", sa.JSON))
    op.add_column("calls", sa.Column("system_id", sa.Text))
    op.create_index("calls_by_system_id", "calls", ["system_id"])
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    last = 0
    ordered = sa.select(_JUDGEMENTS).order_by(_JUDGEMENTS.c.call_id).limit(_PAGE)
    while page := connection.execute(ordered.where(_JUDGEMENTS.c.call_id > last)).all():
        for call_id, document in page:
            if columns := _columns(document):
                connection.execute(_CALLS.update().where(_CALLS.c.id == call_id).values(columns))
        last = page[-1].call_id


def _columns(document: bytes) -> dict[str, Any]:
    """What the judgement says; nothing for one that is damaged, which is found when it is read."""
    try:
        judgement = json.loads(zlib.decompress(document))["judgement"]
        verdicts = {finding["norm"]: finding["verdict"] for finding in judgement["findings"]}
        return {"verdicts": verdicts, "withheld": judgement["score"]["reason"]}
    except (zlib.error, ValueError, TypeError, KeyError):
        return {}
