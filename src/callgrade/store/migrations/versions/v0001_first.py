"""The first version: runs, calls, files, heard calls, judgements, exports."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_Key = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "runs",
        sa.Column("id", _Id, primary_key=True),
        sa.Column("started_at", sa.Double, nullable=False),
        sa.Column("ended_at", sa.Double),
        sa.Column("counts", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "calls",
        sa.Column("id", _Id, primary_key=True),
        sa.Column("sha256", _Key, nullable=False, unique=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason_code", sa.Text),
        sa.Column("reason_text", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("holder", _Id, sa.ForeignKey("runs.id")),
        sa.Column("lease_until", sa.Double),
        sa.Column("path", sa.Text),
        sa.Column("name", sa.Text),
        sa.Column("site", sa.Text),
        sa.Column("facts_hash", sa.Text),
        sa.Column("enrolled_at", sa.Double, nullable=False),
        sa.Column("started", _Key, nullable=False),
        sa.Column("team", sa.Text),
        sa.Column("agent", sa.Text),
        sa.Column("extension", sa.Text),
        sa.Column("direction", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("duration_s", sa.Double),
        sa.Column("overall", sa.Double),
        sa.Column("band", sa.Text),
        sa.Column("coverage", sa.Double),
        sa.Column("callgrade", sa.Text),
        sa.Column("model", sa.Text),
        sa.Column("norms", sa.Text),
        sa.Column("config", sa.Text),
        sa.Column("scored_at", sa.Double),
        sqlite_autoincrement=True,
    )
    op.create_index("calls_by_start", "calls", ["state", "started", "sha256"])
    op.create_index("calls_by_team", "calls", ["team", "started"])
    op.create_index("calls_by_agent", "calls", ["agent", "started"])
    op.create_index("calls_by_name", "calls", ["name"])
    op.create_index("calls_by_holder", "calls", ["holder"])
    op.create_table(
        "files",
        sa.Column("path_digest", _Key, primary_key=True),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("mtime_ns", sa.BigInteger, nullable=False),
        sa.Column("sha256", _Key),
        sa.Column("facts_hash", sa.Text),
        sa.Column("first_run", _Id, sa.ForeignKey("runs.id"), nullable=False),
        sa.Column("last_run", _Id, sa.ForeignKey("runs.id"), nullable=False),
    )
    op.create_index("files_by_content", "files", ["sha256"])
    for name in ("heard", "judgements"):
        op.create_table(
            name,
            sa.Column("call_id", _Id, sa.ForeignKey("calls.id"), primary_key=True, autoincrement=False),
            sa.Column("document", sa.LargeBinary, nullable=False),
        )
    op.create_table(
        "exports",
        sa.Column("folder", sa.Text, primary_key=True),
        sa.Column("options", sa.Text, nullable=False),
        sa.Column("written_at", sa.Double, nullable=False),
    )
