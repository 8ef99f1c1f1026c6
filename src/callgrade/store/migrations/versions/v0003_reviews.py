"""What people say of verdicts: their marks, disputes, and the trail of changes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_Key = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_OF_PEOPLE = {
    "reviews": ("reader", "remark"),
    "disputes": ("words", "disputed_by", "answer", "answered_by"),
    "review_changes": ("who", "before", "after"),
}


def upgrade() -> None:
    """Make the tables, and let a rescore judge earlier calls again.

    Their judgements do not hold the weights of the score, without which no person's verdict can count in it.
    """
    op.create_table(
        "reviews",
        *_call_and_norm(),
        sa.Column("reader", _Key, primary_key=True),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("remark", sa.Text, nullable=False),
        sa.Column("marked_at", sa.Double, nullable=False),
    )
    op.create_table(
        "disputes",
        *_call_and_norm(),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("disputed_by", sa.Text, nullable=False),
        sa.Column("disputed_at", sa.Double, nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("answered_by", sa.Text),
        sa.Column("answered_at", sa.Double),
        sa.Column("verdict", sa.Text),
    )
    op.create_table(
        "review_changes",
        sa.Column("id", _Id, primary_key=True),
        sa.Column("changed_at", sa.Double, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("call_id", _Id, sa.ForeignKey("calls.id"), nullable=False),
        sa.Column("norm", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("before", sa.JSON),
        sa.Column("after", sa.JSON, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("review_changes_by_call", "review_changes", ["call_id"])
    if op.get_bind().dialect.name == "postgresql":
        _take_no_samples()
    op.execute("UPDATE calls SET config = '' WHERE state = 'scored'")


def _take_no_samples() -> None:
    """Keep what people say out of the planner's statistics, which outlive the last row of a table."""
    for table, columns in _OF_PEOPLE.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


def _call_and_norm() -> tuple[sa.Column[int], sa.Column[str]]:
    call = sa.Column("call_id", _Id, sa.ForeignKey("calls.id"), primary_key=True, autoincrement=False)
    return call, sa.Column("norm", _Key, primary_key=True)
