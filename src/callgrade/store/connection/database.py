"""The connection to the database, SQLite or PostgreSQL: one method to read and one to write."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Table, create_engine, event

from callgrade.errors import OutputError, UsageError, how_to_install
from callgrade.store.connection.faults import translated
from callgrade.store.connection.location import Location

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

_BUSY_S = 60.0  # s to wait for another writer of the same file; a write takes milliseconds
_PRAGMAS = (
    "PRAGMA synchronous = FULL",  # commits survive a power failure
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # deleted data is overwritten
)


class Database:
    """A database. ``is_file``: it is SQLite, which only one run at a time may write."""

    def __init__(self, location: Location) -> None:
        """Connect to nothing yet. Raises ``UsageError`` if the driver for PostgreSQL is not installed."""
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
        """A transaction that is committed when the block ends, and rolled back when it raises."""
        with translated(self.location), self.engine.connect() as connection:
            connection.execution_options(begin="BEGIN IMMEDIATE")
            with connection.begin():
                yield connection

    def run_alone(self, *statements: str) -> list[Any]:
        """Run ``statements`` outside a transaction; returns the first row of each (``None``: no rows)."""
        with translated(self.location), self.engine.connect() as connection:
            if self.is_file:
                connection.execution_options(begin=None)
            else:
                connection.connection.rollback()  # the transaction of the pool's ping
                connection.execution_options(isolation_level="AUTOCOMMIT")
            results = [connection.exec_driver_sql(one) for one in statements]
            return [result.fetchone() if result.returns_rows else None for result in results]

    def size_bytes(self) -> int:
        """The size of the database; of a file, with its journal."""
        file = self.location.file
        if file is None:
            (row,) = self.run_alone("SELECT pg_database_size(current_database())")
            return int(row[0])
        journal = file.with_name(f"{file.name}-wal")
        return sum(one.stat().st_size for one in (file, journal) if one.exists())

    def insert(self, table: Table) -> "sqlite.Insert | postgresql.Insert":
        """An INSERT that can say what to do on conflict."""
        from sqlalchemy.dialects import postgresql, sqlite  # only writers need both, and they take long to load

        return sqlite.insert(table) if self.is_file else postgresql.insert(table)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def create_file(file: Path) -> None:
    """Create an empty file that only its owner may read; raises ``OutputError``."""
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
        engine = create_engine(location.url, hide_parameters=True, connect_args=location.connect, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise UsageError("The driver for PostgreSQL is not installed.", how_to_install("postgres")) from error
    event.listen(engine, "do_connect", partial(_log_in, location))
    return engine


def _log_in(location: Location, dialect: Any, _record: object, arguments: Any, options: Any) -> Any:
    """A connection to the server. What the driver cannot send is a fault of its own kind, and may show the password."""
    try:
        return dialect.connect(*arguments, **options)
    except (dialect.dbapi.Error, OSError):
        raise
    except Exception as error:  # noqa: BLE001  of the driver's own libraries: scramp's, or of an encoding
        raise OutputError(
            f"The store {location} cannot be used: its password, user or host cannot be sent ({type(error).__name__}).",
            "Check the URL, PGPASSWORD and ~/.pgpass: a password must have no control characters, and none that "
            "Unicode does not assign.",
        ) from None


def _prepare_file(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # this module begins transactions, not the driver
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin_on_file(connection: Connection) -> None:
    """Begin a transaction. A writer locks at once: if it began as a reader, it would fail after another's write."""
    begin = connection.get_execution_options().get("begin", "BEGIN")
    if begin is not None:
        connection.exec_driver_sql(begin)
