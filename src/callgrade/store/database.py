"""The connection to the database: one way in for reading and one for writing, on SQLite and PostgreSQL."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite

from callgrade.errors import OutputError, UsageError
from callgrade.store.faults import translated
from callgrade.store.location import Location

_BUSY_S = 60.0  # s to wait for another writer of the same file; a write lasts milliseconds
_PRAGMAS = (
    "PRAGMA synchronous = FULL",  # what was committed survives a loss of power
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten
)


class Database:
    """``is_file``: SQLite, which one run at a time writes."""

    def __init__(self, location: Location) -> None:
        """Raises ``UsageError`` when the driver for PostgreSQL is not installed; connects to nothing yet."""
        self.location = location
        self.is_file = location.file is not None
        self.engine = _engine(location)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store."""
        with translated(self.location), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is written whole when the block ends, or not at all when it raises."""
        with translated(self.location), self.engine.connect() as connection:
            connection.execution_options(begin="BEGIN IMMEDIATE")
            with connection.begin():
                yield connection

    def run_alone(self, *statements: str) -> list[Any]:
        """First row of each of ``statements``, which no transaction may hold (``None``: no rows)."""
        with translated(self.location), self.engine.connect() as connection:
            if self.is_file:
                connection.execution_options(begin=None)
            else:
                connection.connection.rollback()  # of the pool's own question whether the connection lives
                connection.execution_options(isolation_level="AUTOCOMMIT")
            results = [connection.exec_driver_sql(one) for one in statements]
            return [result.fetchone() if result.returns_rows else None for result in results]

    def insert(self, table: Table) -> "sqlite.Insert | postgresql.Insert":
        """An insertion that can say what to do on conflict."""
        return sqlite.insert(table) if self.is_file else postgresql.insert(table)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def create_file(file: Path) -> None:
    """An empty file at ``file`` that its owner alone may read; raises ``OutputError``."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        remedy = "Check its folder's rights." if file.parent.is_dir() else "Make its folder, or mount it, first."
        raise OutputError(f"The store {file} cannot be made: {error.strerror}.", remedy) from error


def _engine(location: Location) -> Engine:
    if location.file is not None:
        engine = create_engine(location.url, hide_parameters=True, connect_args={"timeout": _BUSY_S})
        event.listen(engine, "connect", _prepare_file)
        event.listen(engine, "begin", _begin_on_file)
        return engine
    try:
        return create_engine(location.url, hide_parameters=True, connect_args=location.connect, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise UsageError(
            "The driver for PostgreSQL is not installed.", 'Install it: pip install "callgrade[postgres]".'
        ) from error


def _prepare_file(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where this module says, not where the driver guesses
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin_on_file(connection: Connection) -> None:
    """A writer asks for its turn at once: one that began as a reader could only fail when another wrote meanwhile."""
    begin = connection.get_execution_options().get("begin", "BEGIN")
    if begin is not None:
        connection.exec_driver_sql(begin)
