"""Bring a store to the newest version when it is first opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from callgrade.errors import StoreError, UsageError
from callgrade.store.connection.database import Database, create_file
from callgrade.store.connection.lock import file_lock
from callgrade.store.tables import VERSION, VERSION_TABLE

FOLDER = Path(__file__).parent / "migrations"
_ADVISORY_LOCK = 0x63616C6C  # "call"; any number that no other program takes in the same database
_WAIT_S = 60.0  # s to wait for another process that upgrades the store


def migrate(database: Database, create: bool) -> None:
    """Bring the store to ``VERSION``; see ``open_store``."""
    file = database.location.file
    if file is not None and not file.exists() and not create:
        raise UsageError(f"There is no store {file}.", "Give the store that `callgrade batch` wrote.")
    if (file is None or file.exists()) and _version_of(database) == VERSION:
        return
    with _alone(database) as connection:
        version = _version(connection, database)
        if version is None and not create:
            raise UsageError(
                f"There is no store in {database.location}.", "Give the store that `callgrade batch` wrote."
            )
        if version != VERSION:
            _upgrade(connection, database, version)


def _version_of(database: Database) -> str | None:
    with database.reading() as connection:
        return _version(connection, database)


def _version(connection: Connection, database: Database) -> str | None:
    """The version of the store, ``None`` for an empty database; raises ``StoreError`` for another program's."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if VERSION_TABLE not in tables:
        raise StoreError(
            f"{database.location} is a database of another program.", "Give callgrade a file or database of its own."
        )
    version: str | None = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return version


@contextmanager
def _alone(database: Database) -> Iterator[Connection]:
    """One transaction for the whole upgrade, under a lock: no other upgrade and no run is at work."""
    file = database.location.file
    if file is None:
        with database.writing() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ADVISORY_LOCK})
            yield connection
        return
    if not file.exists():
        create_file(file)
    with file_lock(file, _WAIT_S):
        database.run_alone("PRAGMA journal_mode = WAL")  # readers and the writer do not wait for each other
        with database.writing() as connection:
            yield connection


def _upgrade(connection: Connection, database: Database, version: str | None) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    if version is not None and version not in {script.revision for script in scripts.walk_revisions()}:
        raise StoreError(f"The store {database.location} was written by a newer callgrade.", "Update callgrade.")
    attributes: dict[str, Any] = config.attributes
    attributes["connection"] = connection
    command.upgrade(config, "head")
