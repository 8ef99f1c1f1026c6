"""The tables of the store at the newest version.

Times are seconds since 1970 UTC by the database's clock, as clocks of machines may differ. ``started`` is the local
time of a call as ISO 8601 text without offset (``""``: unknown), which sorts the same in every database.
"""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

VERSION = "0003"
"""The newest migration; a test compares it with ``migrations/versions``."""

VERSION_TABLE = "callgrade_version"

METADATA = MetaData()

_Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite assigns ids only to INTEGER columns
_Key = Text().with_variant(Text(collation="C"), "postgresql")  # sorted byte by byte, whatever the locale

RUNS = Table(
    "runs",
    METADATA,
    Column("id", _Id, primary_key=True),
    Column("started_at", Double, nullable=False),
    Column("ended_at", Double),
    Column("counts", Text),
    Column("options", JSON(none_as_null=True)),  # what the run judged by: profile, norms, config
    sqlite_autoincrement=True,
)

CALLS = Table(
    "calls",
    METADATA,
    Column("id", _Id, primary_key=True),
    Column("sha256", _Key, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("reason_code", Text),
    Column("reason_text", Text),
    Column("attempts", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("holder", _Id, ForeignKey("runs.id")),
    Column("lease_until", Double),
    Column("path", Text),
    Column("name", Text),
    Column("site", Text),
    Column("facts_hash", Text),  # of an erased call: the seal of its file
    Column("enrolled_at", Double, nullable=False),
    Column("started", _Key, nullable=False),
    Column("team", Text),
    Column("agent", Text),
    Column("extension", Text),
    Column("direction", Text),
    Column("language", Text),
    Column("duration_s", Double),
    Column("overall", Double),
    Column("band", Text),
    Column("coverage", Double),
    Column("callgrade", Text),
    Column("model", Text),
    Column("norms", Text),
    Column("config", Text),
    Column("scored_at", Double),
    Column("withheld", Text),  # code of the reason why a scored call has no overall score
    Column("verdicts", JSON(none_as_null=True)),  # norm → verdict
    Column("system_id", Text),  # of the call, by the telephone system
    Index("calls_by_start", "state", "started", "sha256"),
    Index("calls_by_team", "team", "started"),
    Index("calls_by_agent", "agent", "started"),
    Index("calls_by_name", "name"),
    Index("calls_by_holder", "holder"),
    Index("calls_by_system_id", "system_id"),
    sqlite_autoincrement=True,
)

FILES = Table(
    "files",
    METADATA,
    Column("path_digest", _Key, primary_key=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("sha256", _Key),
    Column("facts_hash", Text),
    Column("first_run", _Id, ForeignKey("runs.id"), nullable=False),
    Column("last_run", _Id, ForeignKey("runs.id"), nullable=False),
    Index("files_by_content", "sha256"),
)

HEARD = Table(
    "heard",
    METADATA,
    Column("call_id", _Id, ForeignKey("calls.id"), primary_key=True, autoincrement=False),
    Column("document", LargeBinary, nullable=False),
)

JUDGEMENTS = Table(
    "judgements",
    METADATA,
    Column("call_id", _Id, ForeignKey("calls.id"), primary_key=True, autoincrement=False),
    Column("document", LargeBinary, nullable=False),
)

REVIEWS = Table(
    "reviews",
    METADATA,
    Column("call_id", _Id, ForeignKey("calls.id"), primary_key=True, autoincrement=False),
    Column("norm", _Key, primary_key=True),
    Column("reader", _Key, primary_key=True),
    Column("verdict", Text, nullable=False),
    Column("remark", Text, nullable=False),
    Column("marked_at", Double, nullable=False),
)

DISPUTES = Table(
    "disputes",
    METADATA,
    Column("call_id", _Id, ForeignKey("calls.id"), primary_key=True, autoincrement=False),
    Column("norm", _Key, primary_key=True),
    Column("words", Text, nullable=False),
    Column("disputed_by", Text, nullable=False),
    Column("disputed_at", Double, nullable=False),
    Column("answer", Text),
    Column("answered_by", Text),
    Column("answered_at", Double),
    Column("verdict", Text),
)

REVIEW_CHANGES = Table(
    "review_changes",
    METADATA,
    Column("id", _Id, primary_key=True),
    Column("changed_at", Double, nullable=False),
    Column("who", Text, nullable=False),
    Column("call_id", _Id, ForeignKey("calls.id"), nullable=False),
    Column("norm", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("before", JSON(none_as_null=True)),  # None: there was nothing
    Column("after", JSON(none_as_null=True), nullable=False),
    Index("review_changes_by_call", "call_id"),
    sqlite_autoincrement=True,
)

OF_PEOPLE = (REVIEWS, DISPUTES, REVIEW_CHANGES)
"""What people say of calls."""

EXPORTS = Table(
    "exports",
    METADATA,
    Column("folder", Text, primary_key=True),
    Column("options", Text, nullable=False),
    Column("written_at", Double, nullable=False),
)


class now(FunctionElement[float]):  # noqa: N801  named like the SQL function
    """Seconds since 1970 UTC by the clock of the database."""

    type = Double()
    inherit_cache = True


@compiles(now, "sqlite")
def _now_of_sqlite(_element: now, _compiler: Any, **_options: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(now, "postgresql")
def _now_of_postgresql(_element: now, _compiler: Any, **_options: Any) -> str:
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS double precision)"
